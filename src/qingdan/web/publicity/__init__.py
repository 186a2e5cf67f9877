"""The publicity kit of a power: poster, strip, card and texts, all from its one definition."""
