"""Signing in, being locked out, the one-time code, the temporary password, and where ``next`` may lead."""

import re
import time

import pytest
from django.contrib.auth import get_user
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from qingdan.records.people import acts, sign_in
from qingdan.records.people.views.second_factor import KEY
from qingdan.records.register.models import Entry
from tests.cast import PASSWORD, Cast, client_for, house

pytestmark = pytest.mark.django_db
WRONG = "登录名或密码不对"


@pytest.fixture(autouse=True)
def clean_cache():
    cache.clear()


def give(client: Client, username: str = "clerk", password: str = PASSWORD, **more: str):
    return client.post(reverse("people:sign-in"), {"username": username, "password": password, **more})


def signed_in(client: Client) -> bool:
    return get_user(client).is_authenticated


def entries(kind: str) -> int:
    return Entry.objects.filter(kind=f"people.{kind}").count()


def test_the_page_opens_without_a_sign_in(client: Client, db: None):
    assert client.get(reverse("people:sign-in")).status_code == 200


def test_the_right_password_signs_in_under_a_new_session_key(cast: Cast, client: Client):
    client.get(reverse("people:sign-in"))
    session = client.session
    session["something"] = 1
    session.save()
    before = session.session_key
    assert give(client).status_code == 302
    assert signed_in(client)
    assert client.session.session_key != before
    entry = Entry.objects.get(kind="people.signed-in")
    assert (entry.actor_id, entry.data) == (cast["clerk"].person.pk, {"second_factor": False})


def test_wrong_password_unknown_name_and_closed_account_are_one_answer(cast: Cast, client: Client):
    acts.close_account(acting=house(), account=cast["expired"].account)
    answers = {
        "wrong": give(client, password="不是这个密码"),
        "unknown": give(client, username="nobody-here"),
        "closed": give(client, username="expired"),
        "strange": give(client, username="零\x00字"),
    }
    for what, answer in answers.items():
        assert answer.status_code == 422, what
        assert not signed_in(client), what
    said = {re.sub(r'value="[^"]*"', "", answers[w].content.decode()) for w in ("wrong", "unknown", "closed")}
    assert len(said) == 1
    assert WRONG in said.pop()


def test_a_failure_is_recorded_without_the_name_that_was_typed(cast: Cast, client: Client):
    give(client, password="不是这个密码")
    give(client, username="nobody-here")
    first, second = Entry.objects.filter(kind="people.sign-in-failed").order_by("id")
    assert (first.actor_id, first.subject_id) == (None, cast["clerk"].person.pk)
    assert second.subject_id is None
    assert "nobody-here" not in str([second.data, second.actor_name])


def test_five_failures_lock_the_name_from_this_address_and_the_page_says_how_long(cast: Cast, client: Client):
    for _attempt in range(4):
        assert give(client, password="不是这个密码").status_code == 422
    fifth = give(client, password="不是这个密码")
    right = give(client)
    for answer in (fifth, right):
        assert answer.status_code == 429
        assert "等 15 分钟再试" in answer.content.decode()
        assert answer["Retry-After"] == "900"
    assert not signed_in(client)
    assert (entries("sign-in-failed"), entries("locked-out")) == (4, 1)


def test_a_lock_out_leaves_others_and_other_addresses_alone(cast: Cast, client: Client):
    for _attempt in range(6):
        give(client, password="不是这个密码")
    assert give(client, username="secretary").status_code == 302
    assert give(Client(REMOTE_ADDR="10.1.1.9")).status_code == 302


def test_an_unknown_name_is_locked_like_a_known_one(cast: Cast, client: Client):
    answers = [give(client, username="nobody-here").status_code for _attempt in range(6)]
    assert answers == [422] * 4 + [429] * 2


def test_an_address_that_tries_many_names_is_stopped(cast: Cast, client: Client, monkeypatch):
    monkeypatch.setattr(sign_in, "FAILURES_PER_ADDRESS", 6)
    for n in range(6):
        assert give(client, username=f"guess-{n}").status_code == 422
    assert give(client).status_code == 429
    assert not signed_in(client)


@pytest.mark.parametrize("key", ["expired", "villager"])
def test_who_holds_no_post_today_may_sign_in_and_finds_his_own_page_only(cast: Cast, client: Client, key: str):
    assert give(client, username=key).status_code == 302
    assert client.get(reverse("people:me")).status_code == 200
    assert client.get(reverse("people:recovery")).status_code == 404


@pytest.mark.parametrize(
    ("wanted", "safe"),
    [
        ("/people/me/?a=1", True),
        ("https://evil.example/x", False),
        ("//evil.example/x", False),
        ("/\\evil.example", False),
        ("javascript:alert(1)", False),
        ("", False),
    ],
)
def test_next_leads_only_into_this_house(cast: Cast, client: Client, wanted: str, safe: bool):
    fallback = reverse("people:me")
    request = RequestFactory().post("/", {"next": wanted})
    assert sign_in.safe_next(request, fallback) == (wanted if safe else fallback)
    answer = give(client, next=wanted)
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_signing_out_needs_a_post_and_ends_the_session(cast: Cast):
    client = client_for(cast["clerk"])
    assert client.get(reverse("people:sign-out")).status_code == 405
    assert client.post(reverse("people:sign-out")).status_code == 302
    assert not signed_in(client)


def test_a_page_behind_the_sign_in_asks_for_it_and_comes_back(cast: Cast, client: Client):
    answer = client.get(reverse("people:me"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("people:sign-in") + "?next=")


# ---- the temporary password -----------------------------------------------------------------------------------------


def test_a_temporary_password_opens_nothing_but_its_own_change(cast: Cast, client: Client):
    editor = client_for(cast["editor"])
    words = {"username": "clerk", "what": "password", "why": "本人到场，忘记密码"}
    page = editor.post(reverse("people:recovery"), words)
    temporary = page.context["temporary"]
    assert temporary in page.content.decode()
    assert give(client).status_code == 422
    assert give(client, password=temporary).status_code == 302
    for name in ("people:me", "people:second-factor"):
        assert client.get(reverse(name))["Location"] == reverse("people:password")
    new = {"present": temporary, "new": "又一句很长的话2027", "again": "又一句很长的话2027"}
    assert client.post(reverse("people:password"), new).status_code == 302
    assert signed_in(client)
    assert client.get(reverse("people:me")).status_code == 200


def test_changing_the_password_ends_the_other_sessions(cast: Cast):
    one, other = client_for(cast["clerk"]), client_for(cast["clerk"])
    new = {"present": PASSWORD, "new": "又一句很长的话2027", "again": "又一句很长的话2027"}
    assert one.post(reverse("people:password"), new).status_code == 302
    assert signed_in(one)
    assert not signed_in(other)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"present": "不是这个"}, "现在的密码不对"),
        ({"new": "短", "again": "短"}, "10"),
        ({"again": "另外一句很长的话"}, "两遍填的不一样"),
        ({"new": PASSWORD, "again": PASSWORD}, "和现在的一样"),
        ({"new": ""}, "这里要填"),
    ],
)
def test_a_bad_new_password_is_answered(cast: Cast, changes: dict, says: str):
    words = {"present": PASSWORD, "new": "又一句很长的话2027", "again": "又一句很长的话2027", **changes}
    answer = client_for(cast["clerk"]).post(reverse("people:password"), words)
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_a_closed_account_loses_its_running_session(cast: Cast):
    client = client_for(cast["clerk"])
    acts.close_account(acting=house(), account=cast["clerk"].account)
    assert client.get(reverse("people:me")).status_code == 302


# ---- the one-time code ----------------------------------------------------------------------------------------------


def code_of(key: str, later: int = 0) -> str:
    return f"{totp(bytes.fromhex(key), t0=-30 * later):06d}"


def set_up(cast: Cast) -> str:
    """Give the clerk an authenticator through the pages; returns its key."""
    client = client_for(cast["clerk"])
    page = client.get(reverse("people:second-factor"))
    assert "<svg" in page.content.decode()
    key = client.session[KEY]
    assert client.post(reverse("people:second-factor"), {"code": "000000"}).status_code in (302, 422)
    assert client.post(reverse("people:second-factor"), {"code": code_of(key)}).status_code == 302
    assert KEY not in client.session
    return key


def test_with_a_second_factor_the_password_alone_signs_nobody_in(cast: Cast, client: Client):
    key = set_up(cast)
    assert give(client)["Location"] == reverse("people:sign-in-code")
    assert not signed_in(client)
    assert client.get(reverse("people:me")).status_code == 302
    answer = client.post(reverse("people:sign-in-code"), {"code": code_of(key, later=1)})
    assert answer.status_code == 302
    assert signed_in(client)
    assert Entry.objects.filter(kind="people.signed-in").get().data == {"second_factor": True}


def test_a_wrong_or_used_code_is_refused_and_repeats_are_slowed(cast: Cast, client: Client):
    key = set_up(cast)
    give(client)
    used = client.post(reverse("people:sign-in-code"), {"code": code_of(key)})
    assert used.status_code == 422
    # django-otp makes the next try wait: even the right code is refused at once after a wrong one
    assert client.post(reverse("people:sign-in-code"), {"code": code_of(key, later=1)}).status_code == 422
    assert not signed_in(client)
    assert entries("sign-in-failed") == 2


def test_the_code_page_without_a_password_before_it_leads_back(cast: Cast, client: Client):
    assert client.get(reverse("people:sign-in-code"))["Location"] == reverse("people:sign-in")


def test_the_password_given_too_long_ago_does_not_count(cast: Cast, client: Client):
    set_up(cast)
    give(client)
    session = client.session
    session[sign_in.PENDING] = [*session[sign_in.PENDING][:2], time.time() - sign_in.PENDING_SECONDS - 1]
    session.save()
    assert client.get(reverse("people:sign-in-code"))["Location"] == reverse("people:sign-in")


def test_the_second_factor_is_turned_off_by_a_code_or_by_the_editor(cast: Cast):
    key = set_up(cast)
    client = client_for(cast["clerk"])
    assert client.get(reverse("people:second-factor"))["Location"] == reverse("people:second-factor-off")
    assert client.post(reverse("people:second-factor-off"), {"code": "123"}).status_code == 422
    TOTPDevice.objects.update(throttling_failure_timestamp=None, throttling_failure_count=0)
    code = code_of(key, later=1)
    assert client.post(reverse("people:second-factor-off"), {"code": code}).status_code == 302
    assert client.get(reverse("people:second-factor-off")).status_code == 302
    set_up(cast)
    editor = client_for(cast["editor"])
    words = {"username": "clerk", "what": "second-factor", "why": "手机丢了，本人到场"}
    assert editor.post(reverse("people:recovery"), words).status_code == 200
    assert not TOTPDevice.objects.exists()
    again = editor.post(reverse("people:recovery"), words)
    assert "没有开动态码" in again.content.decode()


def test_recovery_is_the_editors_alone_and_says_what_is_wrong(cast: Cast):
    address = reverse("people:recovery")
    for key in ("clerk", "leader", "city_discipline", "villager"):
        assert client_for(cast[key]).get(address).status_code == 404
    editor = client_for(cast["editor"])
    words = {"username": "nobody", "what": "password", "why": "本人到场"}
    assert "没有这个登录名" in editor.post(address, words).content.decode()
    words["username"] = "clerk"
    first = editor.post(address, {**words, "once": "token-1"})
    assert first.context["temporary"]
    assert "已经交过了" in editor.post(address, {**words, "once": "token-1"}).content.decode()
