"""Our own engine: one rule per kind of object, one graph, one order."""
