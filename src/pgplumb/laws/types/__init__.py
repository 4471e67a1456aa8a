"""Laws of types: enums, domains, and the sequences that number rows."""
