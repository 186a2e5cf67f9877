"""A house with a small edition in force whose purchases have limits and a notice that can be objected to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from qingdan.domain.catalogue.model import Edition
from qingdan.features.cases.acts import complete_step, open_case, post_notice
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import Handed, machine_of
from qingdan.records.files.store import store
from tests.apps.ops.pictures import picture
from tests.cast import Cast
from tests.domain.catalogue.helpers import POWER, mini_files
from tests.editions import adopt, on_the_small_edition

CHANGES = {
    "    by: village-clerk\n    form: request": "    by: village-clerk\n    within: 2 days\n    form: request",
    "    fields: [budget]\n": "    fields: [budget]\n    objections: 3 days\n",
}


def small_edition(settings: object) -> Edition:
    """The small edition with limits, in force today; its posts are those of the cast."""
    on_the_small_edition(settings)
    files = mini_files()
    for old, new in CHANGES.items():
        assert old in files[POWER]
        files[POWER] = files[POWER].replace(old, new, 1)
    return adopt(files)


@dataclass
class House:
    """The cast with its edition; each method is one person doing one thing at a moment."""

    cast: Cast
    edition: Edition

    def open(self, at: datetime, title: str = "买一台打印机", once: str | None = None) -> Case:
        acting = self.cast.acting("clerk", at=at, once=once)
        return open_case(
            acting=acting, edition=self.edition, power="small-buy", village=self.cast.one, title=title, happened_at=at
        ).case

    def do(self, case: Case, key: str, member: str, role: str, at: datetime, **given: object) -> Case:
        """Do a step with its evidence."""
        once = given.pop("once", None)
        files = self.papers(case, key, member, at)
        handed = Handed(at, files=files, personal=given.pop("personal", {}))
        acting = self.cast.acting(member, at=at, once=once)
        return complete_step(acting=acting, case_id=case.pk, key=key, role=role, handed=handed, **given)

    def papers(self, case: Case, key: str, member: str, at: datetime) -> tuple[int, ...]:
        rows = []
        for kind in machine_of(case).step(key).evidence:
            stored = store(upload=picture(), salt=case.salt, at=at)
            row = CaseFile.objects.create(
                case=case, key=key, kind=kind, file=stored, name="示例.png", added_at=at,
                added_by=self.cast[member].person,
            )  # fmt: skip
            rows.append(row.pk)
        return tuple(rows)

    def request(self, case: Case, at: datetime, **given: object) -> Case:
        personal = {"account": "6222 0000 0000 0000"}
        return self.do(
            case, "request", "clerk", "village-clerk", at, facts={"budget": 300_000}, personal=personal, **given
        )

    def noticed(self, at: datetime, post: bool = True) -> Case:
        """A case whose notice is put up an hour after ``at``; without ``post``, one that is ready for it."""
        case = self.open(at)
        self.request(case, at)
        self.do(case, "sign", "secretary", "party-secretary", at)
        self.do(case, "sign", "director", "village-director", at)
        child = Case.objects.get(parent=case)
        self.do(child, "voucher", "clerk", "village-clerk", at)
        self.do(child, "transfer", "accounting", "town-accounting", at)
        if post:
            up = at + timedelta(hours=1)
            post_notice(
                acting=self.cast.acting("clerk", at=up), case_id=case.pk, key="result", role="village-clerk",
                handed=Handed(up),
            )  # fmt: skip
        case.refresh_from_db()
        return case
