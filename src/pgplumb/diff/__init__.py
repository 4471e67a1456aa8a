"""Two catalogs compared, statements for the difference from two engines, and the proof that they do what they should."""
