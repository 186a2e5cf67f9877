"""Villages at the desk: what one is and who is there; joining, names, codes, towns, mergers; who stands in for whom.

It stands on the web floor because it asks who is signed in; ``records/regions`` may not.
"""
