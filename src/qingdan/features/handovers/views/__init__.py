"""The pages of handovers: the list, and one with its sheet."""
