"""Persons and accounts, by act and by command line."""

import pytest
from django.core.management import CommandError, call_command

from qingdan.records.people import acts
from qingdan.records.people.models import Account, Holding, Person
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast, house, today

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("words", "says"),
    [({"name": " "}, "姓名没有填"), ({"name": "某人", "mobile": "12345"}, "应为11位数字")],
)
def test_a_person_needs_a_name_and_a_right_number(db: None, words: dict, says: str):
    with pytest.raises(Refused, match=says):
        acts.add_person(acting=house(), **words)
    assert not Person.objects.exists()


def test_the_number_of_a_person_is_not_in_the_register(db: None):
    person = acts.add_person(acting=house(), name="某人", mobile="13800000000")
    entry = Entry.objects.get(subject_id=person.pk)
    assert "138" not in str([entry.data, entry.personal.words])


@pytest.mark.parametrize(
    ("username", "says"), [("a", "3到40个"), ("有汉字", "3到40个"), ("clerk", "已经有人用了"), ("other", "已经有账号")]
)
def test_an_account_needs_a_free_name_and_a_person_without_one(cast: Cast, username: str, says: str):
    with pytest.raises(Refused, match=says):
        acts.open_account(acting=house(), person=cast["member"].person, username=username, password_hash="!")


def test_another_persons_password_is_not_changed_but_reset_with_a_reason(cast: Cast):
    account = cast["clerk"].account
    with pytest.raises(Refused, match="自己的密码"):
        acts.change_password(acting=cast["editor"].acting, account=account, password_hash="!")
    with pytest.raises(Refused, match="请写明为什么"):
        acts.reset_password(acting=cast["editor"].acting, account=account, password_hash="!", why=" ")
    acts.close_account(acting=house(), account=account)
    with pytest.raises(Refused, match="已经停用"):
        acts.close_account(acting=house(), account=account)


def test_the_command_line_takes_a_person_from_nothing_to_a_post(cast: Cast, capsys, monkeypatch):
    def run(*words: object) -> str:
        call_command("people", *map(str, words))
        return capsys.readouterr().out

    from qingdan.web.management.commands import people

    monkeypatch.setattr(people, "_find_division", lambda code: cast.two)
    number = run("add", "示例·云某", "--mobile", "13900000000").split()[-1]
    opened = run("account", number, "yun")
    password = opened.split("临时密码 ")[1].split("（")[0]
    account = Account.objects.get(username="yun")
    assert account.check_password(password)
    assert account.must_change_password
    terms = ("--starts", today().isoformat(), "--basis", "示例任命")
    holding = run("appoint", number, "representative", "419001105902", *terms).split()[-1]
    run("end", holding, today().isoformat(), "--why", "辞职")
    assert Holding.objects.get(pk=holding).ends == today()
    assert "临时密码" in run("reset-password", "yun", "--why", "忘了")
    run("close", "yun")
    assert "village-clerk" in run("posts")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["account", "999999", "abc"], "没有编号 999999"),
        (["reset-password", "nobody", "--why", "x"], "没有登录名"),
        (["reset-password", "clerk", "--why", " "], "请写明为什么"),
        (["reset-second-factor", "clerk", "--why", "丢了"], "没有开动态码"),
        (["end", "999999", "2026-01-01", "--why", "x"], "没有编号 999999"),
        (["appoint", "1", "village-clerk", "999999999999", "--starts", "2026-01-01", "--basis", "x"], "没有"),
        (["add", ""], "姓名没有填"),
    ],
)
def test_the_command_line_says_what_is_wrong(cast: Cast, words: list[str], says: str):
    with pytest.raises(CommandError, match=says):
        call_command("people", *words)


def test_a_date_written_otherwise_is_named(cast: Cast):
    holding = cast["clerk"].holding.pk
    with pytest.raises(CommandError, match="2026-11-23"):
        call_command("people", "end", str(holding), "23.11.2026", "--why", "x")
