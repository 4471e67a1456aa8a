"""Laws that two sessions find out: what each of them may do alone, and both may not."""
