"""Looks at a machine, a live database and its role, and tells what is missing or in the way; changes nothing."""
