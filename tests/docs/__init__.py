"""The documentation: its examples run, its links lead somewhere, its lists are complete."""
