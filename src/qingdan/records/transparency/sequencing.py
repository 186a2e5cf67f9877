"""From staged facts to a published log, in an order that a crash at any line survives:

1. **number**: the facts that wait get the next numbers, in one transaction. From here on the log is decided.
2. **tiles**: the files that the append makes are written and flushed. They follow from the numbers alone, so whoever
   comes after a crash writes the same bytes again.
3. **checkpoint**: signed and put in place of the one before. Only now can anybody see the new entries.

Nothing remembers how far it came: 2 and 3 go on from the checkpoint that stands in the folder. What comes after a
crash takes the same way as what comes after an ordinary round.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.db import transaction

from qingdan.domain.transparency import checkpoints
from qingdan.domain.transparency.checkpoints import Checkpoint
from qingdan.domain.transparency.merkle import EMPTY_ROOT, root_between
from qingdan.domain.transparency.tiles import WIDTH, Tree, grow
from qingdan.records.transparency import folder, policy
from qingdan.records.transparency.keys import signing_keys
from qingdan.records.transparency.models import Fact

AT_ONCE = 4 * WIDTH  # entries numbered in one transaction, and appended in one piece


class Diverged(Exception):
    """The folder and the database do not tell the same log: nothing may be signed before somebody has looked."""


def append(reached: Callable[[str], None] = lambda stage: None) -> int:
    """Bring everything that waits into the log and publish it; gives the number of entries appended.

    One piece at a time is appended, so memory stays bounded however much waits. ``reached`` is told each stage as it
    begins (the tests stop there).

    :raises Diverged: see there. :raises KeyMiswritten: the log's key is damaged. :raises OSError: the disk is full.
    """
    with folder.alone():
        numbered = number()
        reached("numbered")
        while _publish_piece(reached):
            pass
        policy.publish()
        return numbered


@transaction.atomic
def number() -> int:
    """Give the waiting facts their numbers, in the order of their entries; at most ``AT_ONCE`` of them."""
    waiting = list(Fact.objects.select_for_update().filter(number=None).order_by("pk")[:AT_ONCE])
    if waiting:
        after = size()
        for place, fact in enumerate(waiting, after):
            fact.number = place
        Fact.objects.bulk_update(waiting, ["number"], batch_size=200)
    return len(waiting)


def size() -> int:
    """How many entries the log has by the database. One query, on the index."""
    last = Fact.objects.exclude(number=None).order_by("-number").values_list("number", flat=True).first()
    return 0 if last is None else last + 1


def entries_between(begin: int, end: int) -> list[bytes]:
    """The entries with the numbers ``begin … end-1``. One query. :raises Diverged: when one of them is missing."""
    rows = Fact.objects.filter(number__gte=begin, number__lt=end).order_by("number").values_list("number", "leaf")
    found = list(rows)
    if [place for place, _leaf in found] != list(range(begin, end)):
        raise Diverged(f"the database has {len(found)} of the entries {begin} to {end - 1}")
    return [leaf.encode() for _place, leaf in found]


def _publish_piece(reached: Callable[[str], None]) -> bool:
    """Publish the next piece; whether there was one."""
    keys = signing_keys()
    now = folder.published()
    begin = now.size if now else 0
    end = min(size(), begin + AT_ONCE)
    if now is not None:
        _require_same_log(now, keys[0].name)
    if now is not None and begin == end:
        _sign_again(now, reached)
        return False
    grown = grow(begin, entries_between(begin, end), folder.read) if end else None
    reached("grown")
    for path, data in grown.files if grown else ():
        folder.write(path, data)
        reached("tile")
    root = grown.root if grown else EMPTY_ROOT
    reached("tiles")
    folder.write(checkpoints.PATH, checkpoints.sign(Checkpoint(keys[0].name, end, root), keys))
    reached("checkpoint")
    return end > begin


def _sign_again(now: Checkpoint, reached: Callable[[str], None]) -> None:
    """Nothing new to publish: take in what witnesses have said, and the signatures of keys that have come or gone."""
    standing = folder.read(checkpoints.PATH)
    assert standing is not None
    fresh = checkpoints.sign(now, signing_keys())
    for theirs in (standing, *policy.cosigned_copies()):
        fresh = checkpoints.add_cosignatures(fresh, theirs, policy.witnesses())
    if fresh != standing:
        folder.write(checkpoints.PATH, fresh)
        reached("checkpoint")


def _require_same_log(now: Checkpoint, name: str) -> None:
    """:raises Diverged: when the folder holds another log, more than the database, or another end."""
    if now.origin != name:
        raise Diverged(f"the folder holds the log {now.origin!r}, and the key is that of {name!r}")
    if now.size > (mine := size()):
        raise Diverged(f"{now.size} entries are published and the database has {mine}: was an old backup restored?")
    if now.size:
        _require_same_end(now)


def _require_same_end(now: Checkpoint) -> None:
    tree = Tree(now.size, folder.read)
    last = (now.size - 1) // WIDTH
    if tree.bundle(last) != entries_between(last * WIDTH, now.size):
        raise Diverged(f"the published entries from {last * WIDTH} on are not those of the database")
    if root_between(0, now.size, tree.node) != now.root:
        raise Diverged("the published tiles do not have the root that the checkpoint signs")


def stages() -> Sequence[str]:
    """The stages that ``append`` tells of, in their order."""
    return ("numbered", "grown", "tile", "tiles", "checkpoint")
