"""Pages of the rolls app, by noun."""
