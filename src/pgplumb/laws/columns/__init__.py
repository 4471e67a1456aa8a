"""Laws of columns: what defaults, identities and generated columns promise."""
