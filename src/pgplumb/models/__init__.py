"""A catalog as a Python module of SQLModel classes, which says what it could not express."""
