"""Detectors: mistakes of design that the catalog alone, or a probe of it, gives away."""
