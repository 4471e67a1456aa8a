"""The catalog of a database: queries, and their reader."""
