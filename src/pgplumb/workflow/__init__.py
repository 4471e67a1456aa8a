"""What each command does: the one place that wires the parts together."""
