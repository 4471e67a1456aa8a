"""Rows that a schema accepts, drawn from its catalog."""
