"""Pages of hearings and of questions put to meetings."""
