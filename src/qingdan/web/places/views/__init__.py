"""The desk's pages of villages, by noun."""
