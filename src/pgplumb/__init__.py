"""Schema as code for PostgreSQL: diff, prove, apply and test migrations."""

__version__ = "0.1.0"
