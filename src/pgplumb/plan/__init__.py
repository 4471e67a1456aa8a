"""What statements risk, lose and lock, and in which transactions they run."""
