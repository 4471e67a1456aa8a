"""Laws on functions and procedures: their bodies, and the attributes that they declare."""
