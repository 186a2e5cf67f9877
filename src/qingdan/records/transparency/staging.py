"""A public act is staged for the log in its own transaction: what it says is fixed before anybody can read it."""

from __future__ import annotations

import secrets

from qingdan.domain.transparency.leaves import SALT_SIZE, Leaf, salted_digest
from qingdan.records.regions.queries import code_of
from qingdan.records.register.models import Entry
from qingdan.records.transparency.covers import telling_of
from qingdan.records.transparency.models import Fact, Salt


def stage(entry: Entry) -> Fact | None:
    """Write what the log will say of an entry; None when its kind is none of the log's business. Four queries.

    Called inside the act, so both are committed or neither.
    """
    found = telling_of(entry.kind)
    if found is None:
        return None
    cover, telling = found
    row = cover.model._base_manager.select_related(*cover.related).get(pk=telling.row(entry))
    contents = telling.contents(row)
    salts = {part: secrets.token_bytes(SALT_SIZE) for part in contents}
    leaf = Leaf(
        kind=entry.kind,
        at=entry.at,
        place=code_of(cover.village(row)) or "",
        subject=f"{cover.noun}/{row.pk}",
        refers=telling.refers(row),
        digests={part: salted_digest(salts[part], content) for part, content in contents.items()},
    )
    fact = Fact.objects.create(
        entry=entry, kind=entry.kind, noun=cover.noun, row=row.pk, leaf=leaf.encode().decode(), number=None
    )
    Salt.objects.bulk_create([Salt(fact=fact, part=part, salt=salt.hex()) for part, salt in salts.items()])
    return fact
