"""Pages of reach: feeds, subscribing, robots at the desk, and what is ready to be passed on."""
