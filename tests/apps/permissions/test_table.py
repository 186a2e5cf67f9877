"""Every address × every role × the code that it answers with.

The table is read from left to right: an address, how it is asked, and what each role gets. ``in`` is the way to the
sign-in. Who may not know of a thing gets 404 and never 403. An address that is not in the table fails the first test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.apps.permissions.addresses import address_of, every_name
from tests.apps.permissions.scene import TITLE, VILLAGER, Scene
from tests.apps.permissions.table import EXCEPTIONS, ROLES, TABLE
from tests.budget import rounds
from tests.cast import POSTS, client_for

pytestmark = pytest.mark.django_db
TABLE_FILE = "tests/apps/permissions/table.py"


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    label: str
    method: str
    codes: dict[str, str]  # by role
    alike: bool  # everybody who is signed in gets the same

    def wanted(self, role: str, who: str) -> str:
        """What somebody of a role gets."""
        return EXCEPTIONS.get((self.label, self.method, who), self.codes[role])


def rows() -> Iterator[Row]:
    for line in TABLE.strip().splitlines():
        if line.strip() and not line.startswith("#"):
            label, method, *codes = line.split()
            assert len(codes) in (1, len(ROLES)), f"one code for everybody or one for each role: {line}"
            by_role = dict(zip(ROLES, codes * len(ROLES) if len(codes) == 1 else codes, strict=True))
            yield Row(label, method, by_role, len(set(codes[1:])) <= 1)


def test_every_address_is_in_the_table() -> None:
    asked = {row.label.partition("@")[0] for row in rows()}
    missing = sorted(set(every_name()) - asked)
    assert not missing, f"add a line for each to {TABLE_FILE}, and its arguments to addresses.py: {missing}"
    assert not asked - set(every_name()), f"no such address any more; take it out of {TABLE_FILE}"


def test_everybody_is_in_the_table() -> None:
    cast = {*POSTS, "both", "expired", "villager", "kin"}
    placed = [key for members in ROLES.values() for key in members]
    assert sorted(placed) == sorted(cast), f"put each of tests/cast.py into one role of {TABLE_FILE}"


def test_nobody_is_told_that_there_is_something_to_hide() -> None:
    assert not [row for row in rows() if "403" in row.codes.values()]


def everybody(scene: Scene, method: str, roles: Iterable[str]) -> Iterator[tuple[str, str, Client, Row]]:
    """(role, who, a browser, what to ask): each line as the first of each role; the others of a role share the lines in
    which roles differ among them, for what one of them gets all do. A line in which nobody who is signed in differs is
    asked as the few and as one of the other roles, each time another; with ``ROUNDS`` above one as all."""
    every = [row for row in rows() if row.method == method]
    for role in roles:
        members, turn = ROLES[role], OTHERS.index(role) if role in OTHERS and rounds(1) == 1 else None
        asked = [r for at, r in enumerate(every) if not r.alike or turn is None or at % len(OTHERS) == turn]
        for n, key in enumerate(members or ("-",)):
            client = client_for(scene.cast[key]) if members else Client()
            differing = [row for row in asked if not row.alike]
            share = differing[n - 1 :: len(members) - 1] if n else asked
            own = [row for row in differing if (row.label, row.method, key) in EXCEPTIONS and row not in share]
            yield from ((role, key, client, row) for row in [*share, *own])


def ask(client: Client, row: Row, scene: Scene) -> HttpResponse:
    """The answer, of which nothing stays: what the request wrote is undone, for the next to meet the same scene."""
    url, given = address_of(row.label, scene)
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.get(url, given) if row.method == "GET" else client.post(url, {"once": "a-form", **given})
        transaction.set_rollback(True)
    client.cookies = cookies
    cache.clear()
    return answer


def code_of(answer: HttpResponse) -> str:
    """``in`` for the way to the sign-in, else the status."""
    to_sign_in = answer.status_code == 302 and answer["Location"].startswith(f"{reverse(settings.LOGIN_URL)}?next=")
    return "in" if to_sign_in else str(answer.status_code)


def faults_of(scene: Scene, method: str, roles: Iterable[str]) -> list[str]:
    """Each answer that is not as the table says; and each 404 that speaks of what it hides."""
    found = []
    for role, key, client, row in everybody(scene, method, roles):
        answer, wanted = ask(client, row, scene), row.wanted(role, key)
        if code_of(answer) != wanted:
            found.append(f"{method} {row.label} as {key} ({role}): {code_of(answer)} instead of {wanted}")
        elif wanted == "404" and any(secret in answer.content.decode() for secret in (TITLE, VILLAGER)):
            found.append(f"{method} {row.label} as {key} ({role}): the 404 names what it hides")
    return found


# In make quick those who differ most: not signed in, the applicant, the kin, the clerk, and the inspector of the town.
FEW = ("anon", "pty", "kin", "clk", "insp")
OTHERS = tuple(role for role in ROLES if role not in FEW)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("roles", [FEW, pytest.param(OTHERS, marks=pytest.mark.slow)], ids=["few", "others"])
def test_each_role_gets_what_the_table_says(
    scene: Scene, method: str, roles: tuple[str, ...], no_typesetting: None
) -> None:
    faults = faults_of(scene, method, roles)
    assert not faults, f"{len(faults)} answers are not as {TABLE_FILE} says:\n" + "\n".join(faults)


def test_what_changes_something_is_not_done_by_a_link(scene: Scene) -> None:
    posted, read = ({r.label.partition("@")[0] for r in rows() if r.method == m} for m in ("POST", "GET"))
    clerk = client_for(scene.cast["clerk"])
    answers = {label: clerk.get(address_of(label, scene)[0]).status_code for label in posted - read}
    assert set(answers.values()) == {405}, answers
