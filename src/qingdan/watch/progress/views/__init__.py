"""Pages of the process in public."""
