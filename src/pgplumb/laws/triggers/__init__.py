"""Laws on triggers: that they fire on what they declare, and what their work leads to."""
