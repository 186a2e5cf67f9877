"""A law's two versions article by article: what became of each, and which entries of an edition that touches."""
