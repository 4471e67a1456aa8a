"""Runs migrations on a live database: lock, history, retries, and the way back from a run that was cut off."""
