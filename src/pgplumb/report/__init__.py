"""Renderers: values in, text out, one module for each format; what comes from a database is only ever data to them."""
