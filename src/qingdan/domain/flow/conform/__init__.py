"""Judges what happened against what a model allows: exactly, in time linear in the length of a trace."""
