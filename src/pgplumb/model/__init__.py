"""The values that every layer speaks of: frozen, and made of the standard library alone."""
