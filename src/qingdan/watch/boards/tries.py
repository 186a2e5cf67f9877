"""Counting tries, so that nobody guesses codes or floods a board. What is counted is kept as a keyed digest only."""

from __future__ import annotations

from dataclasses import dataclass

from axes.helpers import get_client_ip_address
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, slots=True)
class Tries:
    """At most ``most`` tries of one ``name`` by one source within ``minutes``."""

    name: str
    most: int
    minutes: int

    def used_up(self, *sources: str) -> bool:
        """Whether one of the sources has no try left."""
        return any((cache.get(self._key(source)) or 0) >= self.most for source in sources)

    def count(self, *sources: str) -> None:
        """Add one try to each source. The time runs from a source's first try."""
        for source in sources:
            key = self._key(source)
            cache.add(key, 0, self.minutes * 60)
            try:
                cache.incr(key)
            except ValueError:  # ran out between the two calls: this is the first try again
                cache.set(key, 1, self.minutes * 60)

    def _key(self, source: str) -> str:
        return f"tries:{self.name}:{salted_hmac('qingdan.tries', source, algorithm='sha256').hexdigest()}"


def source_of(request: HttpRequest) -> str:
    """Where a request comes from, as far as counting needs it."""
    return f"ip:{get_client_ip_address(request)}"
