"""Which rows lie at or below some places. A place is a path of digits, and its subtree one range of an index.

Digits sort alike under every collation; a bound made with another character (``path + ":"``) would not, because
language collations put punctuation before digits.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q


def path_after(path: str) -> str:
    """The first path beyond the subtree of ``path``: the subtree is ``path <= p < path_after(path)``."""
    return f"{int(path) + 1:0{len(path)}d}"


def below(column: str, paths: Iterable[str]) -> Q:
    """The rows whose path in ``column`` lies at or below one of ``paths``; without any, no row."""
    where = Q(pk__in=[])
    for path in paths:
        where |= Q(**{f"{column}__gte": path, f"{column}__lt": path_after(path)})
    return where
