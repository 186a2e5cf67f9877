"""Reads of what was let stand. Each costs one query."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.crypto import salted_hmac

from qingdan.domain.leaks import Leak
from qingdan.domain.rules.audience import Audience, wider
from qingdan.records.leaks.models import LetStand

Subject = tuple[str, int]  # as in the register: ("case", 12)


def digest_of(subject: Subject, leak: Leak) -> str:
    """What is kept of a detail in place of it; keyed, so that nobody finds the number by trying all of them."""
    return salted_hmac(
        "qingdan.leak", f"{subject[0]} {subject[1]} {leak.kind} {leak.plain}", algorithm="sha256"
    ).hexdigest()


def stands_of(subject: Subject) -> list[LetStand]:
    """What was let stand of a subject, oldest first, with who did."""
    rows = LetStand.objects.filter(subject_type=subject[0], subject_id=subject[1])
    return list(rows.select_related("person").order_by("pk"))


class Allowed:
    """What was let stand of a subject, asked leak by leak. One query, when the first leak is asked about."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self._rows: dict[str, list[Audience]] | None = None

    def __call__(self, leak: Leak, audience: Audience) -> bool:
        """Whether this detail was let stand for this audience."""
        if self._rows is None:
            self._rows = {}
            for row in stands_of(self.subject):
                self._rows.setdefault(row.digest, []).append(Audience(row.audience))
        given = self._rows.get(digest_of(self.subject, leak), [])
        return any(not wider(audience, one) for one in given)

    def without(self, leaks: Iterable[Leak], audience: Audience) -> list[Leak]:
        """Those of the leaks that nobody let stand."""
        return [leak for leak in leaks if not self(leak, audience)]
