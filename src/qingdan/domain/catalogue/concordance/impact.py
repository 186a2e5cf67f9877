"""What a change of a law touches in an edition: every citation of an article that is no longer what it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from qingdan.domain.catalogue.citations import Citation, Entry, citations
from qingdan.domain.catalogue.concordance.check import cited_version
from qingdan.domain.catalogue.concordance.model import Change, Concordance, Row, Version
from qingdan.domain.catalogue.model import Edition


@dataclass(frozen=True, slots=True)
class Touch:
    """A citation with the articles of the older text and of the newer; () on a side that has none.

    With ``Change.MOVED`` the citation is of another law, to which a part of ``old`` went; ``new`` is then ().
    """

    citation: Citation
    old: tuple[str, ...]
    new: tuple[str, ...]
    change: Change
    row: Row


@dataclass(frozen=True)
class Impact:
    """All that cites the law, what did not change among it. ``cited``: the version whose numbers the edition writes."""

    concordance: Concordance
    cited: Version
    all: tuple[Touch, ...]

    def touched(self, only: Collection[Change] = ()) -> tuple[Touch, ...]:
        """What cites a changed article; with ``only``, one that changed in such a way."""
        wanted = frozenset(only) or frozenset(Change) - {Change.SAME}
        return tuple(touch for touch in self.all if touch.change in wanted)

    @property
    def counts(self) -> Mapping[Change, int]:
        """How many citations there are of each change, in the order of the kinds."""
        found = Counter(touch.change for touch in self.all)
        return {change: found[change] for change in Change if found[change]}


def impact(edition: Edition, concordance: Concordance) -> Impact:
    """The edition's citations through a concordance that was checked with it.

    :raises ValueError: when the edition cites neither of the two versions.
    """
    law = edition.laws[concordance.law]
    cited = cited_version(concordance, law)
    if cited is None:
        raise ValueError(f"{law.key} is cited as in force since {law.in_force}")
    found = (touch for one in citations(edition) for touch in _touches(one, concordance, cited))
    return Impact(concordance, cited, tuple(found))


def by_entry(touches: Collection[Touch]) -> Iterator[tuple[Entry, list[Touch]]]:
    """The touches of one entry together, in the order in which they come."""
    for entry, group in groupby(touches, key=lambda touch: touch.citation.entry):
        yield entry, list(group)


def _touches(citation: Citation, concordance: Concordance, cited: Version) -> Iterator[Touch]:
    article = citation.article
    if citation.law != concordance.law:
        for row in concordance.rows:
            if any(citation.law == to.law and article in to.articles for to in row.moved_to):
                yield Touch(citation, row.old, (), Change.MOVED, row)
    elif cited is concordance.newer and article in concordance.by_new:
        row = concordance.by_new[article]
        yield Touch(citation, concordance.came_from(article), (article,), row.change, row)
    elif cited is concordance.older and article in concordance.by_old:
        row = concordance.by_old[article]
        yield Touch(citation, (article,), concordance.became(article), row.change, row)
