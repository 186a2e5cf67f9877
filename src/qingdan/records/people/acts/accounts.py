"""Persons and their accounts. No act ever sees a password: callers hand in its hash (``make_password``)."""

from __future__ import annotations

import re
import secrets

from django.utils.translation import gettext as _

from qingdan.domain.rules.identity import parse_mobile
from qingdan.domain.rules.reasons import Unusable
from qingdan.records.people.kinds import (
    ACCOUNT_CLOSED,
    ACCOUNT_OPENED,
    PASSWORD_CHANGED,
    PASSWORD_RESET,
    PERSON_ADDED,
)
from qingdan.records.people.models import Account, Person
from qingdan.records.people.wording import said
from qingdan.records.register.acts import Acting, Record, Refused, act

# Without the characters that are confused when a password is read out or copied from paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,39}")


def new_temporary_password() -> str:
    """A password of 12 readable characters (about 59 bits), shown once and changed at the first sign-in."""
    return "".join(secrets.choice(_LETTERS) for _i in range(12))


@act(PERSON_ADDED)
def add_person(*, acting: Acting, name: str, mobile: str | None = None, is_demo: bool = False) -> Record[Person]:
    """Register a person. :raises Refused: for an empty name or a number that is no mobile number."""
    name = name.strip()
    if not name:
        raise Refused(_("姓名没有填。请填这个人的姓名。"))
    try:
        number = parse_mobile(mobile) if mobile and mobile.strip() else None
    except Unusable as fault:
        raise Refused(said(fault.reason.words)) from fault
    person = Person.objects.create(name=name, mobile=number, is_demo=is_demo)
    return Record(value=person, subject=("person", person.pk), place="", personal={"name": name})


@act(ACCOUNT_OPENED)
def open_account(
    *, acting: Acting, person: Person, username: str, password_hash: str, must_change: bool = True
) -> Record[Account]:
    """Open a person's one account. :raises Refused: for a bad or taken name, or a person who has an account."""
    if not _USERNAME.fullmatch(username):
        raise Refused(_("登录名要用3到40个英文字母、数字、点或横线，以字母或数字开头。"))
    if Account.objects.filter(username=username).exists():
        raise Refused(_("登录名“%(username)s”已经有人用了。请换一个。") % {"username": username})
    if Account.objects.filter(person=person).exists():
        raise Refused(_("%(name)s 已经有账号了。忘记密码请重设密码。") % {"name": person.name})
    account = Account.objects.create(
        person=person, username=username, password=password_hash, must_change_password=must_change
    )
    return _on(account, account)


@act(ACCOUNT_CLOSED)
def close_account(*, acting: Acting, account: Account) -> Record[Account]:
    """Stop an account; what its person did stays. Running sessions end with the next request."""
    if not account.is_active:
        raise Refused(_("这个账号已经停用了。"))
    account.is_active = False
    account.save(update_fields=["is_active"])
    return _on(account, account)


@act(PASSWORD_CHANGED)
def change_password(*, acting: Acting, account: Account, password_hash: str) -> Record[Account]:
    """The person's own change; it also ends the temporary password."""
    if acting.person_id != account.person_id:
        raise Refused(_("只能改自己的密码。"))
    account.password, account.must_change_password = password_hash, False
    account.save(update_fields=["password", "must_change_password"])
    return Record(value=account, subject=("person", account.person_id), place="")


@act(PASSWORD_RESET)
def reset_password(*, acting: Acting, account: Account, password_hash: str, why: str) -> Record[Account]:
    """Another's reset to a temporary password. All his sessions end, since their hash no longer matches."""
    if not why.strip():
        raise Refused(_("请写明为什么重设密码，例如：本人到场，忘记密码。"))
    account.password, account.must_change_password = password_hash, True
    account.save(update_fields=["password", "must_change_password"])
    return _on(account, account, why=why.strip())


def _on(value: Account, account: Account, **personal: str) -> Record[Account]:
    return Record(
        value=value,
        subject=("person", account.person_id),
        place="",
        personal={"name": account.person.name, **personal},
    )
