"""What the user sets: the configuration file, the environment and the command line, as one value."""
