"""The command line: reads arguments, calls the workflow, and hands its values to a renderer."""
