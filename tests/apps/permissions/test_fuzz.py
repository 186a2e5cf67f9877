"""Odd input at every form and every list: no page fails, whatever is sent to it.

A failure of the house is an exception that reaches the test (Django's test client raises it) or a status of 500 and
above. The seed is fixed, so a fault found today is found tomorrow.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.apps.permissions.addresses import ASKED, address_of
from tests.apps.permissions.scene import Scene
from tests.budget import rounds
from tests.cast import client_for

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]  # PostgreSQL refuses texts that SQLite takes
FEW, MANY = 120, 240  # forms, in make quick and in the whole run: each is answered in some tens of milliseconds
SELDOM, OFTEN = 9, 5  # every ninth odd text at each list, or every fifth

# What people, programs and attackers put into fields.
ODD: tuple[Any, ...] = (
    "", " ", "0", "-1", "1", "9" * 18, "9" * 25, "9" * 5_000, "1e400", "NaN", "²", "٣", "１２", "1.2万", "1,2,3", "¥",
    "0001-01-01T00:00", "9999-12-31T23:59", "2026-02-30T10:00", "2026-11-01", "yes", "done", "passed", "refused",
    "no", "\x00", "a\x00b", "\ud800".encode("utf-16", "surrogatepass"), "字" * 3_000, "<script>alert(1)</script>",
    "' OR 1=1 --", "%s%(x)s{0}", "{{ x }}{% y %}", "../../etc/passwd", "\r\nSet-Cookie: a=b", "😀", "\u202e", "null",
    "[]", "|", "-|x|y", "0001-01-01T00:00:00+08:00|1|a", "2026|1|a", "x|y", "#", "request#1", "1 1", "名称", "名称 钱",
    ["1", "2"],
)  # fmt: skip
# Names of fields that no form shows first, but that some page reads.
MORE_FIELDS = (
    "once", "next", "village", "result", "reason", "happened_at", "capacity", "to", "holding", "person", "then1-also",
    "then1-result", "then1-happened_at", "f-budget", "f-account", "e-photo", "n-representatives", "p-representatives",
    "for", "against", "abstain", "invalid", "recused", "title", "name", "mobile", "helper", "go", "how", "approved_by",
    "channel", "f-family", "f-monthly", "words", "contact", "code", "noticed_on", "held_at", "place", "agenda", "way",
    "why_urgent", "who", "asked", "of", "asked_on", "body", "people", "rows", "more", "online", "proxies", "issued",
    "number", "upheld", "answer", "username", "password", "relation", "relative_name", "organisation", "role",
    "id_number", "born_on", "since", "why", "last_day", "same", "effective", "whole", "expected", "group", "file",
    "power", "c0", "c1",
)  # fmt: skip
POSTED = (
    "boards:answer", "boards:down", "boards:object", "boards:objection", "cases:discharge", "cases:dispute", "cases:do",
    "cases:do@meeting", "cases:call", "cases:try", "cases:draft",
    "cases:hand-over", "cases:open", "cases:open@relief", "cases:stop", "cases:urge",
    "cases:verify", "cases:extend", "portal:ask", "portal:do", "portal:stop",
    "ledgers:import", "ledgers:columns", "ledgers:confirm", "ledgers:remove",
    "demo:as", "people:choose-post", "people:declare-interest", "people:declare-kin", "people:end-interest",
    "people:end-kin", "people:kin-lookup", "people:password", "people:recovery", "people:second-factor",
    "people:sign-in", "portal:track", "web:language", "web:mode",
    "reach:again", "reach:confirm", "reach:remove", "reach:robot", "reach:robot-again", "reach:stop", "reach:subscribe",
    "rolls:add-household", "rolls:add-member", "rolls:cancel", "rolls:capacity", "rolls:change-household",
    "rolls:close", "rolls:correct", "rolls:correct-member", "rolls:correct-person", "rolls:end-capacity", "rolls:enter",
    "rolls:export", "rolls:import", "rolls:leave", "rolls:number", "rolls:preview", "rolls:strike", "rolls:void",
)  # fmt: skip
ONLY = {"people:kin-lookup": "discipline", "people:recovery": "editor", "boards:object": "nobody"}
ASKED_FOR = (
    "after", "before", "body", "q", "day", "group", "town", "city", "norm", "kind", "phase", "step", "about", "mine",
    "next", "to", "village", "then", "n", "power",
)  # fmt: skip
READ = (
    "boards:board", "boards:desk", "cases:case", "cases:inbox", "cases:list", "cases:open", "forms:blank",
    "people:sign-in", "portal:ask", "portal:track", "portal:powers", "portal:villages", "register:entries",
    "web:language", "rolls:index", "rolls:village", "rolls:roll", "rolls:households", "rolls:household",
    "rolls:entry", "reach:feed-village", "reach:feed-town", "reach:share",
    "ledgers:list", "ledgers:villages", "ledgers:ledger",
)  # fmt: skip
KEYS = ("request#", "request#1", "decide#9", "look-again#x", "字", "%00", "a" * 300, "withdraw", "sign", "paid-back")


@pytest.fixture
def browsers(scene: Scene, no_typesetting: None) -> dict[str, Client]:
    """Who sends it: nobody, the clerk, the applicant, and those whose pages only one post has."""
    members = ("clerk", "kin", "discipline", "editor", "director")
    return {"nobody": Client(), **{key: client_for(scene.cast[key]) for key in members}}


def failures(
    browsers: dict[str, Client], sent: Iterator[tuple[str, str, Callable[[Client], HttpResponse]]]
) -> list[str]:
    """What failed, with what was sent. Nothing that a request wrote stays."""
    found = []
    for key, said, ask in sent:
        cookies = browsers[key].cookies.copy()
        try:
            with transaction.atomic():
                answer = ask(browsers[key])
                transaction.set_rollback(True)
            if answer.status_code >= 500:
                found.append(f"{answer.status_code}: {key} {said}")
        except Exception as fault:  # whatever it is, the page failed
            found.append(f"{type(fault).__name__} {fault}: {key} {said}")
        browsers[key].cookies = cookies
        cache.clear()
    return found


def test_odd_forms_never_break_a_page(scene: Scene, browsers: dict[str, Client], in_quick: bool) -> None:
    dice, many = random.Random(20261123), FEW if in_quick else rounds(MANY)

    def sent() -> Iterator[tuple[str, str, Callable[[Client], HttpResponse]]]:
        for n in range(many):
            label = POSTED[n // 2 % len(POSTED)]
            key = ONLY.get(label, "clerk")
            url, form = address_of(label, scene)
            if n % 2:  # one thing wrong in a good form, by who may
                form = {**form, dice.choice((*form, "happened_at", "once", "next")): dice.choice(ODD)}
            else:
                key = dice.choice(tuple(browsers))
                form = {**form, **{name: dice.choice(ODD) for name in dice.sample(MORE_FIELDS, dice.randint(0, 4))}}
                form |= {name: dice.choice(ODD) for name in form if dice.random() < 0.4}
            if dice.random() < 0.2:
                content = dice.choice((b"PK\x03\x04", "姓名,身份证号\n".encode("gbk"), b"")) + dice.randbytes(40)
                form["file"] = SimpleUploadedFile(dice.choice(("a.xlsx", "a.csv")), content)
                form["e-photo"] = SimpleUploadedFile(dice.choice(("a.jpg", "字" * 200, "../x.png")), dice.randbytes(40))
            yield key, f"POST {label} {str(form)[:300]}", lambda c, url=url, form=form: c.post(url, form)

    found = failures(browsers, sent())
    assert not found, f"{len(found)} of {many}:\n" + "\n".join(found[:40])


def test_odd_questions_never_break_a_list(scene: Scene, browsers: dict[str, Client], in_quick: bool) -> None:
    """Odd texts at every list, others at each; with ``ROUNDS=5`` all of them."""
    each = SELDOM if in_quick else -(-OFTEN // rounds(1))

    def sent() -> Iterator[tuple[str, str, Callable[[Client], HttpResponse]]]:
        for at, label in enumerate(READ):
            url, _good = address_of(label, scene)
            for n, odd in [*enumerate(ODD)][at % each :: each]:
                query = dict.fromkeys(ASKED_FOR, odd)
                key = ("clerk", "nobody")[n % 4 == 3]
                yield key, f"GET {label} {odd!r:.60}", lambda c, url=url, query=query: c.get(url, query)

    found = failures(browsers, sent())
    assert not found, f"{len(found)}:\n" + "\n".join(found[:40])


def test_odd_addresses_never_break_a_page(scene: Scene, browsers: dict[str, Client]) -> None:
    """Steps that are not there, numbers that no database holds."""
    keyed = [label for label in ASKED if label.startswith("cases:") and len(address_of(label, scene)[0].split("/")) > 6]

    def sent() -> Iterator[tuple[str, str, Callable[[Client], HttpResponse]]]:
        for label in keyed:
            args, given = ASKED[label](scene)
            for key in KEYS:
                if isinstance(args[1], str):
                    url = reverse(label.partition("@")[0], args=[args[0], key])
                    yield "clerk", f"POST {url}", lambda c, url=url, given=given: c.post(url, given)
        for huge in (0, 2**31, 2**63, 10**30):
            for url in (
                f"/boards/{huge}/",
                f"/desk/cases/{huge}/",
                f"/v/{huge}/",
                f"/me/kin/{huge}/end/",
                f"/desk/cases/{huge}/file.pdf",
                f"/desk/rolls/{huge}/",
                f"/desk/rolls/{huge}/roll/villagers/",
                f"/desk/rolls/{scene.cast.one.pk}/person/{huge}/",
                f"/desk/rolls/entry/{huge}/",
                f"/desk/rolls/closed/{huge}/",
                f"/desk/rolls/household/{huge}/",
                f"/desk/rolls/import/{huge}/",
                f"/desk/ledgers/{huge}/",
                f"/desk/ledgers/draft/{huge}/",
            ):
                yield "clerk", f"{url}", lambda c, url=url: c.post(url) if "end" in url else c.get(url)

    found = failures(browsers, sent())
    assert not found, f"{len(found)}:\n" + "\n".join(found[:40])


@pytest.mark.parametrize("kept", ["zz", "\x00", "字", "9" * 5_000, "clerk:1"])
def test_odd_cookies_never_break_a_page(scene: Scene, kept: str) -> None:
    client = Client(raise_request_exception=True)
    names = (
        settings.LANGUAGE_COOKIE_NAME,
        settings.SESSION_COOKIE_NAME,
        "qd-mode",
        "qd-village",
        "qd-receipt",
        "messages",
    )
    for name in names:
        client.cookies[name] = kept.encode("unicode_escape").decode()
    for url in ("/", "/boards/", "/villages/", f"/n/{scene.hanging.code}/receipt/"):
        assert client.get(url).status_code in (200, 302)
