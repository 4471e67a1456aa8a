"""Laws of migrations: what every script keeps to on every database that it may meet."""
