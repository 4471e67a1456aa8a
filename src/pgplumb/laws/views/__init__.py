"""Laws on views."""
