"""The handbook of the norms (规范指导手册): every power of the list as text, diagram and table, for those who do it.

``content.py`` says what it is made of; ``norms.py``, ``powers.py``, ``steps.py`` and ``lists.py`` make that from the
catalogue, once, for the pages and for paper; ``paper.py`` sets it as PDF, ``shelf.py`` keeps what was set.
"""
