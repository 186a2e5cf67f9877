"""The ways out of the house. Each takes a text and a receiver, and raises ``NotSent`` when it did not arrive."""
