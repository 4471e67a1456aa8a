"""Two catalogs compared, statements for the difference from two engines, and the proof of what they do."""
