"""The house that is measured: real catalogue and regions, the demonstration's villages and people, on PostgreSQL.

Everything here wants ``DATABASE_URL`` and ``QINGDAN_VAR`` to name places that are thrown away afterwards; ``bench.run``
sees to that.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from bench import up  # noqa: F401 makes Django ready for the imports below
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.flow.machine import machine
from qingdan.features.cases.acts import complete_step, open_case
from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import Handed
from qingdan.records.editions.queries import current_edition, limits_for
from qingdan.records.files.models import StoredFile
from qingdan.records.people.posts import official_name
from qingdan.records.people.queries import who_may
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import division_by_code
from qingdan.records.register.acts import Acting
from qingdan.web.demo.values import Values
from qingdan.web.preparing import prepare

VILLAGE = "419001105901"  # the first invented village of the demonstration
POWER = "petty-goods"  # the act that is measured is the first step of this power
GROUND = 5_000_000_000  # cases and files are numbered from here, so that a number in a statement can be nothing else


def move_in(say: Callable[[str], None], only: Collection[str] = ()) -> None:
    """Do what ``make run`` does before it serves: tables, regions, catalogue, static files, demonstration (of the
    powers ``only``, else of all)."""
    logging.getLogger("qingdan").setLevel(logging.WARNING)
    prepare(say, with_demonstration=False)
    call_command("demo", "load", only=only, verbosity=0)
    with connection.cursor() as cursor:
        for table in ("cases_case", "cases_casefile"):
            cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {GROUND})")


def durable() -> dict[str, str]:
    """Make the server keep what it has committed, whatever it was started with. Gives what it says of itself."""
    with connection.cursor() as cursor:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute(f"ALTER SYSTEM SET {name} = on")
        cursor.execute("SELECT pg_reload_conf(), pg_sleep(0.5)")
        found = {}
        for name in ("server_version", "fsync", "synchronous_commit", "wal_sync_method", "shared_buffers"):
            cursor.execute(f"SHOW {name}")
            found[name] = cursor.fetchone()[0]
    if (found["fsync"], found["synchronous_commit"]) != ("on", "on"):
        raise RuntimeError(f"this PostgreSQL does not keep what it commits: {found}")
    return found


@dataclass(frozen=True)
class Ready:
    """A case that waits for the step: its number, the numbers of its files, and the token of its form."""

    case: int
    files: tuple[int, ...]
    token: str


@dataclass(frozen=True)
class Desk:
    """One step to be handed in again and again on new cases: where, who does it, with what facts and evidence."""

    village: Division
    edition: Edition
    key: str
    role: str
    person: int
    name: str
    facts: dict[str, Any]
    personal: dict[str, Any]
    evidence: tuple[str, ...]

    @classmethod
    def find(cls) -> Desk:
        """The first step of the power in the demonstration's first village, done by the first who may."""
        day = local_date(timezone.now())
        village, edition = division_by_code(VILLAGE), current_edition(day)
        assert village is not None
        flow = edition.powers[POWER].flow
        running = machine(flow, limits_for(village, day, edition))
        key = next(iter(running.start()["open"]))
        step = running.step(key)
        holder = who_may(list(step.by), village, day)[0]
        values = Values(random.Random(1), day, "示例")
        wanted = {name: fact for name, fact in flow.facts.items() if fact.set_by == key}
        return cls(
            village=village,
            edition=edition,
            key=key,
            role=holder.holding.post,
            person=holder.person.pk,
            name=holder.person.name,
            facts={name: values(fact) for name, fact in wanted.items() if not fact.personal},
            personal={name: values(fact) for name, fact in wanted.items() if fact.personal},
            evidence=step.evidence,
        )

    def acting(self, at: datetime, once: str | None = None) -> Acting:
        """This person in this post."""
        return Acting(self.person, self.name, at, self.role, official_name(self.role), once)

    def open(self, count: int) -> list[Ready]:
        """New cases that wait for the step, each with its evidence there. Not part of what is measured."""
        at = timezone.now() - timedelta(hours=1)
        _flushing(False)
        ready = []
        for number in range(count):
            case = open_case(
                acting=self.acting(at),
                edition=self.edition,
                power=POWER,
                village=self.village,
                title=f"示例：买办公用品第{number}件",
                happened_at=at,
            ).case
            ready.append(Ready(case.pk, self._papers(case, at), f"bench-{case.pk}"))
        _flushing(True)
        return ready

    def _papers(self, case: Case, at: datetime) -> tuple[int, ...]:
        rows = []
        for kind in self.evidence:
            stored = StoredFile.objects.create(
                digest=f"{case.pk}{kind}".ljust(64, "0"), salt=case.salt, size=1, mime="image/png", stored_at=at
            )
            row = CaseFile(case=case, key=self.key, kind=kind, file=stored, name="示例.png", added_at=at)
            row.added_by_id = self.person
            row.save()
            rows.append(row.pk)
        return tuple(rows)

    def hand_in(self, ready: Ready) -> None:
        """The act as the page calls it: with the form's token, its files, and the draft to be removed."""
        now = timezone.now()
        complete_step(
            acting=self.acting(now, ready.token),
            case_id=ready.case,
            key=self.key,
            role=self.role,
            facts=self.facts,
            handed=Handed(now, personal=self.personal, files=ready.files, draft_of=self.person),
        )


def _flushing(on: bool) -> None:
    if connection.vendor != "postgresql":
        return  # the test that counts what an act asks runs on SQLite too
    with connection.cursor() as cursor:
        cursor.execute(f"SET synchronous_commit = {'on' if on else 'off'}")
