"""Files that a jurist can read, played through the acts on both databases: who does what when, what is refused, how it
ends, and what the board shows to whom."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.models import Case, Deadline
from qingdan.features.cases.running import machine_of
from qingdan.records.people.models import Holding
from qingdan.records.people.queries import who_may
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Refused
from qingdan.watch.boards.models import Notice
from tests.cast import cast as cast
from tests.cast import client_for
from tests.editions import load_shipped
from tests.scenarios.playing import Player, moment
from tests.scenarios.reading import edition_files, scenarios

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db]
ALL = list(scenarios())
READERS = {"anyone": None, "village": "party_member", "officials": "clerk"}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch):
    """``clock(moment)`` says what time it is for everything that is done after it."""

    def set_(at) -> None:
        monkeypatch.setattr(timezone, "now", lambda: at)

    return set_


@pytest.mark.parametrize(("path", "scenario"), ALL, ids=[f"{p.stem}: {s['name']}" for p, s in ALL])
def test_scenario(path: Path, scenario: Mapping[str, Any], clock, settings, request) -> None:
    clock(moment(scenario["begins"]))
    cast = request.getfixturevalue("cast")
    edition = load_shipped(edition_files(path, settings.CATALOGUE))
    player = Player(cast, edition, scenario, clock)
    player.open()
    for line in scenario["does"]:
        step(player, line)
    for what, wanted in scenario["then"].items():
        CHECKS[what](player, wanted)
    for case in Case.objects.all():  # whatever happened, the record gives the state, and whoever is asked is there
        events = [e.payload for e in case.events.order_by("seq")]
        assert machine_of(case).replay(events, case.begun_with) == case.state


def step(player: Player, line: Mapping[str, Any]) -> None:
    """Play one line; one that is ``refused`` must be, in these words, and leave nothing behind."""
    if "refused" not in line:
        player.play(line)
        return
    before = {c.pk: (c.version, c.state) for c in Case.objects.all()}
    with pytest.raises(Refused, match=line["refused"]):
        player.play(line)
    assert {c.pk: (c.version, c.state) for c in Case.objects.all()} == before


# -- what is to be so then -----------------------------------------------------------------------------------------
def outcome(player: Player, wanted: str | None) -> None:
    assert Case.objects.get(pk=player.case.pk).outcome == wanted


def phase(player: Player, wanted: str) -> None:
    assert Case.objects.get(pk=player.case.pk).phase == wanted


def open_(player: Player, wanted: list[str]) -> None:
    assert sorted(Case.objects.get(pk=player.case.pk).state["open"]) == sorted(wanted)


def owed(player: Player, wanted: list[str]) -> None:
    assert sorted(Case.objects.get(pk=player.case.pk).state["owed"]) == sorted(wanted)


def due(player: Player, wanted: Mapping[str, Any]) -> None:
    """``due: {"clock:whole": 2026-04-13}``: the last day of a limit."""
    for name, day in wanted.items():
        row = Deadline.objects.filter(case=player.case, name=name).latest("pk")
        assert local_date(row.due_at) == day, f"{name} is due on {local_date(row.due_at)}"


def judged(player: Player, wanted: Mapping[str, str]) -> None:
    """``judged: {"within:decide": late}``: what a limit has come to."""
    for name, word in wanted.items():
        assert Deadline.objects.filter(case=player.case, name=name).latest("pk").judged == word, name


def board(player: Player, wanted: Mapping[str, Any]) -> None:
    """``board: {decision: {anyone: yes, not: [示例]}}``: who may read a step's notice, and what must not be on it."""
    for key, rule in wanted.items():
        notice = Notice.objects.filter(key=key, case__in=_family(player.case)).latest("pk")
        address = reverse("boards:notice", args=[notice.code])
        for reader, member in READERS.items():
            if reader not in rule:
                continue
            client = client_for(player.cast[member]) if member else Client()
            answer = client.get(address)
            assert (answer.status_code == 200) == bool(rule[reader]), f"{key} for {reader}: {answer.status_code}"
            if answer.status_code == 200:
                page = answer.content.decode()
                assert [w for w in rule.get("has", ()) if w not in page] == []
                assert [w for w in rule.get("lacks", ()) if w in page] == []


def holds(player: Player, wanted: Mapping[str, list[str]]) -> None:
    """``holds: {village-director: [示例·王主任]}``: who is in a post of the village on the last day."""
    day = local_date(timezone.now())
    for post, names in wanted.items():
        assert sorted(h.person.name for h in who_may([post], player.cast.one, day)) == sorted(names), post


def said(player: Player, wanted: Mapping[str, list[str]]) -> None:
    """``said: {vote: [过半数]}``: what the last record of a step says of its numbers and of how it was called."""
    for key, words in wanted.items():
        record = player.case.events.filter(key=key, type="meet").latest("seq").payload["record"]
        offices = [r["zh"] for o in record.get("offices", {}).values() for r in o["reasons"]]
        text = "；".join([r["zh"] for r in (*record["reasons"], *record["flaws"])] + offices)
        assert [w for w in words if w not in text] == [], text


def _family(case: Case) -> list[int]:
    return [case.pk, *Case.objects.filter(parent=case).values_list("pk", flat=True)]


def terms(player: Player, wanted: Mapping[str, Any]) -> None:
    """The last day of the post that the case gave each of these persons."""
    given = Holding.objects.filter(basis__startswith=player.case.number).select_related("person")
    assert {h.person.name: str(h.ends) for h in given} == {name: str(day) for name, day in wanted.items()}


CHECKS = {
    "outcome": outcome, "phase": phase, "open": open_, "owed": owed, "due": due, "judged": judged, "board": board,
    "holds": holds, "said": said, "terms": terms,
}  # fmt: skip
