"""How a case comes along tells an outsider nothing that a notice would not: every power, walked at random.

Whatever is narrower than the internet is filled in with words that stand nowhere else, and so is every name, title and
agenda; on no page for outsiders does one of them stand, at any state of any case.
"""

from __future__ import annotations

import random
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.flow.explore import possible, sample_value, thresholds
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Fact, FactType
from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed, edition_of, machine_of, move
from qingdan.records.register.acts import Acting
from qingdan.watch.progress.openness import followed_by
from tests.budget import rounds
from tests.domain.flow.test_random_runs import sub_ends
from tests.editions import adopt_shipped

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = "只此一处"
MOST_EVENTS = 40
LOOKS = 3  # at each case, beside its first and its last state


class Walk:
    """One case moved by throwing dice, as far as it goes, with ``SECRET`` in whatever is not for everybody."""

    def __init__(self, case: Case, running: Machine, seed: str) -> None:
        self.case, self.running, self.dice = case, running, random.Random(seed)
        self.people, self.cuts = count(10_000), [0, *thresholds(running)]

    def value(self, fact: Fact):
        if fact.type in (FactType.TEXT, FactType.ORGANISATION):
            return f"{SECRET}{fact.name}" if fact.audience is not Audience.INTERNET else "人人可看"
        if fact.type is FactType.LIST:
            return [{"name": f"{SECRET}{fact.name}", "sum": 100_000}]
        if fact.type in (FactType.MONEY, FactType.COUNT):
            return self.dice.choice(self.cuts)
        if fact.type is FactType.CHOICE:
            return self.dice.choice(list(fact.choices))
        return self.dice.random() < 0.5 if fact.type is FactType.YES_NO else sample_value(fact)

    def step(self) -> bool:
        """One event; whether there was one."""
        state = self.case.state
        subs = [
            sub_ends(self.running, key, outcome, self.value)
            for key in state["open"]
            if (power := self.running.step(key).power)
            for outcome in edition_of(self.case).powers[power].flow.outcomes
        ]
        found = [*possible(self.running, state, lambda *_: next(self.people), self.value), *subs]
        if state["phase"] == "over" or not found:
            return False
        forward = [e for e in found if e["type"] not in ("interrupt", "discharge", "expire")]
        event = self.dice.choice(forward or found)
        now = timezone.now()
        beside = {"call": {"place": "村委会", "agenda": f"{SECRET}议程", "why_urgent": ""}}
        personal = dict.fromkeys(event.get("kept", ()), f"{SECRET}个人")
        handed = Handed(
            now, personal=personal, reason=f"{SECRET}理由", beside=beside if event["type"] == "call" else {}
        )
        self.case = Case.objects.select_related("village").get(pk=self.case.pk)
        move(self.case, event, acting=Acting(None, SECRET, now), handed=handed)
        return True


def test_no_page_for_outsiders_tells_what_is_not_for_them(cast, client: Client) -> None:
    edition, seen = adopt_shipped(), dict.fromkeys(Audience, 0)
    clerk = cast["clerk"].person
    clerk.name = SECRET
    clerk.save()
    for seed in range(rounds(1)):
        for slug in edition.powers:
            now = timezone.now()
            case = open_case(
                acting=Acting(clerk.pk, SECRET, now), edition=edition, power=slug, village=cast.one,
                title=f"{SECRET}事由", happened_at=now, parties={"applicant": cast["villager"].person.pk},
            ).case  # fmt: skip
            walk = Walk(case, machine_of(case), f"{slug}{seed}")
            stops = {0, *walk.dice.sample(range(1, MOST_EVENTS), LOOKS)}
            for n in range(MOST_EVENTS):
                if n in stops:
                    look(client, walk.case, seen)
                if not walk.step():
                    break
            look(client, walk.case, seen)
    for page in ("progress", "coming", "coming.ics", "progress/?done=1"):
        answer = client.get(f"/villages/{cast.one.pk}/{page}", follow=True)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode(), page
    assert all(seen[a] for a in (Audience.INTERNET, Audience.VILLAGE, Audience.PARTIES)), seen


def look(client: Client, case: Case, seen: dict[Audience, int]) -> None:
    """The page of a case as an outsider gets it: nothing, or nothing that is not for him."""
    audience = followed_by(Case.objects.select_related("parent").get(pk=case.pk))
    seen[audience] += 1
    answer = client.get(reverse("progress:case", args=[case.public_code]))
    if audience is not Audience.INTERNET:
        assert answer.status_code == 404, case.power
        return
    assert answer.status_code == 200, case.power
    text = answer.content.decode()
    assert SECRET not in text, (case.power, list(case.state["open"]))
    assert case.number not in text
