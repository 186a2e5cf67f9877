"""Bad input and faults: each gets a clear answer in the reader's language and leaves nothing half-written.

| fault | here, at the page | also |
|---|---|---|
| wrong post | ``wrong post`` | cases/test_walk.py, test_table.py for every post |
| wrong village | ``wrong village`` | test_table.py for every address |
| expired term | ``expired term``, ``expired then`` | people/test_gates.py |
| recused person | ``recused``, test_kin_stand_aside | boards/test_desk.py, people/test_declarations.py |
| done by someone else a moment ago | ``done already`` | cases/test_walk.py, ops/test_at_once.py |
| more ballots than people | ``more ballots``, ``more people`` | domain/rules/test_quorum.py |
| a notice taken down early | ``down early`` | boards/test_desk.py |
| bad upload: 0 bytes, huge, disguised, with script | ``upload …`` | files/test_bad_uploads.py, every kind |
| an edited hidden field | ``edited …`` | people/test_gates.py, test_fuzz.py |
| duplicate submit | test_a_form_sent_twice | cases/test_desk.py, boards/test_objection.py, ops/test_at_once.py |
| a date in the future | ``future …`` | cases/test_walk.py |
| a definition: unknown role, gap, overlap | test_a_bad_definition | domain/catalogue/test_broken_definitions.py |
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone, translation

from qingdan.domain.complaints import DefinitionError
from qingdan.features.cases.acts import complete_step
from qingdan.features.cases.running import Handed
from qingdan.records.editions.acts import adopt_edition, prepare
from qingdan.records.people import acts as people
from qingdan.records.register.acts import Refused
from tests.apps.permissions.addresses import MEETING, address_of
from tests.apps.permissions.scene import Scene, photo
from tests.cast import client_for, give_post, house, today
from tests.domain.catalogue.helpers import POWER, SHELF, mini_files

pytestmark = pytest.mark.django_db


def clerk_is_now_group_leader(scene: Scene) -> None:
    """His term ended yesterday; he still reads the village's papers, in another post."""
    give_post(scene.cast, "clerk", "group-leader", scene.cast.one)
    yesterday = today() - timedelta(days=1)
    people.end_holding(acting=house(), holding=scene.cast["clerk"].holding, last_day=yesterday, why="换届")


def clerk_left(scene: Scene) -> None:
    yesterday = today() - timedelta(days=1)
    people.end_holding(acting=house(), holding=scene.cast["clerk"].holding, last_day=yesterday, why="换届")


def clerk_was_quicker(scene: Scene) -> None:
    """Somebody handed the step in while this page stood open."""
    done(scene, "clerk", "village-clerk")


def done(scene: Scene, who: str, role: str) -> None:
    now = timezone.now()
    complete_step(
        acting=scene.cast.acting(who, at=now), case_id=scene.begun.pk, key="request", role=role, facts={"budget": 1},
        handed=Handed(now, personal={"account": "6222000000000000"}, files=(scene.paper.pk,)),
    )  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """Who hands in what where, and the answer: its status, and words of it in Chinese and in English."""

    label: str
    status: int
    zh: str
    en: str
    who: str = "clerk"
    change: Mapping[str, Any] = field(default_factory=dict)  # of the good form
    photo: Callable[[], SimpleUploadedFile] | None = None
    first: Callable[[Scene], None] = lambda scene: None  # what happened before


def file(name: str, content: bytes) -> Callable[[], SimpleUploadedFile]:
    return lambda: SimpleUploadedFile(name, content, "image/jpeg")


GONE = ("没有这一页", "no such page")
FAULTS = {
    "wrong post": Fault("cases:do", 409, "不能由您来办", "You cannot do this step now", "director"),
    "wrong village": Fault("cases:do", 404, *GONE, "clerk_two"),
    "expired term": Fault("cases:do", 409, "不能由您来办", "You cannot do this step", first=clerk_is_now_group_leader),
    "expired then": Fault("cases:do", 404, *GONE, first=clerk_left),
    "recused": Fault("cases:do", 404, *GONE, "member"),
    "done already": Fault("cases:do", 409, "已经有人办完了", "just done this step", first=clerk_was_quicker),
    "more ballots": Fault("cases:do@meeting", 409, "20", "20", change={"for": 20}),
    "more people": Fault("cases:do@meeting", 409, "12", "12", change={"p-representatives": 12}),
    "down early": Fault("boards:down", 302, "还不能取下", "cannot be taken down"),
    "upload empty": Fault("cases:do", 422, "文件是空的", "file is empty", photo=file("a.jpg", b"")),
    "upload huge": Fault(
        "cases:do", 422, "文件太大", "too large", photo=file("a.jpg", photo().read() + bytes(11 << 20))
    ),
    "upload disguised": Fault("cases:do", 422, "EXE", "EXE", photo=file("a.jpg", b"MZ\x90\x00" + bytes(300))),
    "upload with script": Fault("cases:do", 422, "SVG", "SVG", photo=file("a.jpg", b'<svg onload="alert(1)"/>')),
    "edited village": Fault("cases:open", 404, *GONE, change={"village": "999999"}),
    "edited post": Fault("people:choose-post", 404, *GONE, "director"),
    "edited amount": Fault("cases:do", 422, "负", "cannot be negative", change={"f-budget": "-5"}),
    "edited person": Fault("cases:hand-over", 409, "不能转给这个人", "cannot take it over", change={"to": "999999"}),
    "edited step": Fault("cases:dispute", 409, "还没有人交过", "nothing", change={"reason": "x"}),
    "future step": Fault("cases:do", 409, "不能晚于现在", "later than now", change={"happened_at": "2999-01-01T08:00"}),
    "future case": Fault(
        "cases:open", 422, "不能晚于现在", "later than now", change={"happened_at": "2999-01-01T08:00"}
    ),
    "future request": Fault(
        "cases:open@relief", 422, "不能晚于现在", "later than now", change={"happened_at": "2999-01-01T08:00"}
    ),
}


def counts() -> dict[str, int]:
    """How many rows each of our tables has; sessions and tries of sign-ins are not records."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("qingdan.")]
    return {model._meta.label: model._base_manager.count() for model in ours}


def words_of(answer: Any) -> str:
    """What stands on a page, without its markup."""
    return html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_answered_in_words_and_writes_nothing(scene: Scene, name: str) -> None:
    fault = FAULTS[name]
    fault.first(scene)
    url, good = address_of(fault.label, scene)
    if name == "down early":
        url = reverse("boards:down", args=[scene.hanging.code])
    for language, words in (("zh-hans", fault.zh), ("en", fault.en)):
        client, before = client_for(scene.cast[fault.who]), counts()
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        form = {**good, **fault.change, "once": "a-form", **({"e-photo": fault.photo()} if fault.photo else {})}
        answer = client.post(url, form)
        assert answer.status_code == fault.status, words_of(answer)[:2000]
        if answer.status_code == 302:
            answer = client.get(answer["Location"])
        said = words_of(answer)
        assert words in said, said
        assert counts() == before


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "刚才已经交过"), ("en", "recorded twice")])
def test_a_form_sent_twice_is_one_act_and_says_so(scene: Scene, language: str, words: str) -> None:
    """The person's page was slow, and he pressed again."""
    small = scene.asked.pk
    client = client_for(scene.cast["clerk"])
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    url = reverse("cases:do", args=[small, "decide"])
    inquorate = {**MEETING, "p-representatives": 1, "for": 1, "once": "the-same"}  # the step stays open after it
    assert client.post(url, inquorate).status_code == 302
    client.get(reverse("cases:case", args=[small]))  # takes the first answer's words off
    before = counts()
    assert client.post(url, inquorate).status_code == 302
    assert words in words_of(client.get(reverse("cases:case", args=[small])))
    assert counts() == before


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "要回避"), ("en", "stand aside")])
def test_kin_stand_aside_even_where_no_page_asks(scene: Scene, language: str, words: str) -> None:
    clerk = scene.cast["clerk"]
    people.declare_kin(acting=clerk.acting, person=clerk.person, relation="child", relative=scene.cast["kin"].person)
    before = counts()
    with translation.override(language), pytest.raises(Refused) as refused:
        done(scene, "clerk", "village-clerk")
    assert words in str(refused.value.message)
    assert counts() == before


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("unknown-role", "没有“vilage-clerk”这一职务", "there is no role 'vilage-clerk'"),
        ("amount-gap", "没有分支可走", "no branch is taken"),
        ("amount-overlap", "有两个分支同时成立", "two branches are taken"),
    ],
)
def test_a_bad_definition_is_named_and_nothing_is_loaded(scene: Scene, name: str, zh: str, en: str) -> None:
    before = counts()
    with pytest.raises(DefinitionError) as caught:
        adopt_edition(
            acting=house(), prepared=prepare(mini_files() | {POWER: (SHELF / f"{name}.yaml").read_text("utf-8")})
        )
    assert all(c.file == POWER and c.line for c in caught.value.complaints)
    assert zh in caught.value.to("zh")
    assert en in caught.value.to("en")
    assert counts() == before
