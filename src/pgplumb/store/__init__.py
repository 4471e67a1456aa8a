"""The migration directory: file formats, numbering and the seal that guards them."""
