"""Many people at the same instant: one wins where only one can, and nothing of anybody's is lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qingdan.features.cases.models import Case, CaseFile
from qingdan.features.cases.running import machine_of
from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.records.register.models import Entry
from tests.apps.ops.pictures import picture
from tests.cast import client_for, give_post

pytestmark = [pytest.mark.both_databases, pytest.mark.django_db(transaction=True)]
SUBMITS, THREADS = 200, 10  # at every moment ten are at it; a web server has fewer processes than that


def at_once(deeds: Sequence[Callable[[], object]]) -> list[object]:
    """Do all deeds at one instant, each in a thread with its own connection; gives results or refusals in order."""
    ready = threading.Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        ready.wait(20)
        try:
            return deed()
        except Refused as fault:
            return fault
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(one, deeds))


def test_two_people_at_one_step_one_wins_and_the_other_is_told(house):
    now = timezone.now()
    case = house.open(now)
    house.request(case, now)
    house.do(case, "sign", "secretary", "party-secretary", now)
    house.do(case, "sign", "director", "village-director", now)
    child = Case.objects.get(parent=case)
    house.do(child, "voucher", "clerk", "village-clerk", now)
    give_post(house.cast, "leader", "town-accounting", house.cast.town)

    def pay(member: str) -> Callable[[], object]:
        return lambda: house.do(child, "transfer", member, "town-accounting", timezone.now())

    outcomes = at_once([pay("accounting"), pay("leader")])
    refusals = [o for o in outcomes if isinstance(o, Refused)]
    assert len(refusals) == 1
    assert "刚才已经有人办完了" in str(refusals[0].message)
    child.refresh_from_db()
    assert child.outcome == "paid"
    assert child.events.filter(key="transfer").count() == 1
    assert Entry.objects.filter(kind="cases.step-done", data__key="transfer").count() == 1


def test_two_people_at_one_step_of_the_page(house):
    """The one who was slower reads so on the page as it is now."""
    now = timezone.now()
    case = house.open(now)
    house.request(case, now)
    both = [client_for(house.cast[key]) for key in ("secretary", "secretary")]

    def sign(browser: Client, token: str) -> Callable[[], object]:
        address = reverse("cases:do", args=[case.pk, "sign"])
        return lambda: browser.post(address, {"result": "passed", "once": token})

    answers = at_once([sign(browser, f"token-{n}") for n, browser in enumerate(both)])
    assert sorted(a.status_code for a in answers) == [302, 409]
    case.refresh_from_db()
    assert len(case.state["open"]["sign"]["signed"]) == 1


def test_one_form_handed_in_twice_counts_once(house):
    now = timezone.now()
    outcomes = at_once([lambda: house.open(now, once="one-token") for _ in range(4)])
    assert sum(isinstance(o, Case) for o in outcomes) == 1
    assert sum(isinstance(o, AlreadyDone) for o in outcomes) == 3
    assert Case.objects.count() == 1


@pytest.mark.slow
def test_two_hundred_submits_at_once_lose_nothing(house):
    now = timezone.now()
    cases = [house.open(now, title=f"第{n}件") for n in range(SUBMITS)]
    browsers = [client_for(house.cast["clerk"]) for _ in range(THREADS)]

    def submit(browser: Client, mine: Sequence[Case]) -> Callable[[], object]:
        return lambda: [browser.post(*form(case)).status_code for case in mine]

    def form(case: Case) -> tuple[str, dict[str, object]]:
        typed = {"f-budget": "3000", "f-account": "6222 0000 0000", "once": f"t-{case.pk}"}
        return reverse("cases:do", args=[case.pk, "request"]), {**typed, "e-photo": picture()}

    answers = at_once([submit(browser, cases[n::THREADS]) for n, browser in enumerate(browsers)])
    assert [code for codes in answers for code in codes] == [302] * SUBMITS
    done = Entry.objects.filter(kind="cases.step-done")
    assert done.count() == SUBMITS
    assert CaseFile.objects.exclude(seq=None).count() == SUBMITS
    for case in Case.objects.all():
        assert machine_of(case).replay([e.payload for e in case.events.order_by("seq")]) == case.state
        assert list(case.state["open"]) == ["sign"]
        assert case.personal_facts.get().value


@pytest.mark.slow
def test_cases_opened_at_once_get_numbers_without_holes(house):
    now = timezone.now()

    def several(which: int) -> Callable[[], object]:
        return lambda: [house.open(now, title=f"第{which}组第{n}件").number for n in range(SUBMITS // THREADS)]

    numbers = sorted(number for some in at_once([several(n) for n in range(THREADS)]) for number in some)
    assert [int(number[-4:]) for number in numbers] == list(range(1, SUBMITS + 1))
