"""Laws: what a schema promises, held against a real server, an object and a law at a time."""
