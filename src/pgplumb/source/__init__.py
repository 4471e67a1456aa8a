"""The desired schema as the user writes it: reads its files, orders their statements, loads them into a server."""
