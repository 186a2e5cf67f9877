"""``qingdan people …``: what must be possible before anybody can sign in, and when nobody can any more."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from qingdan.records.people import acts
from qingdan.records.people.models import Account, Holding, Person
from qingdan.records.people.posts import all_posts, post_name
from qingdan.records.regions.models import Division, DivisionCode
from qingdan.records.register.acts import Acting, Refused


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(_("日期要写成 2026-11-23 这样，不能写成“%(text)s”。") % {"text": text}) from fault


class Command(BaseCommand):
    help = "Register persons, open accounts, appoint and end terms, recover a sign-in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        does = parser.add_subparsers(dest="does", required=True)
        add = does.add_parser("add", help="register a person")
        add.add_argument("name")
        add.add_argument("--mobile")
        account = does.add_parser("account", help="open an account; prints its temporary password once")
        account.add_argument("person", type=int, help="number of the person, as `add` printed it")
        account.add_argument("username")
        appoint = does.add_parser("appoint", help="register a term in a post")
        appoint.add_argument("person", type=int)
        appoint.add_argument("post", help="slug, for example village-clerk; `posts` lists them")
        appoint.add_argument("division", help="division code of today, 12 digits")
        appoint.add_argument("--starts", required=True)
        appoint.add_argument("--ends")
        appoint.add_argument("--basis", required=True)
        end = does.add_parser("end", help="register the last day of a term")
        end.add_argument("holding", type=int)
        end.add_argument("last_day")
        end.add_argument("--why", required=True)
        for word, what in (
            ("reset-password", "give a temporary password, printed once"),
            ("reset-second-factor", "turn the one-time code off"),
        ):
            recover = does.add_parser(word, help=what)
            recover.add_argument("username")
            recover.add_argument("--why", required=True)
        does.add_parser("close", help="stop an account").add_argument("username")
        does.add_parser("posts", help="list the posts of the edition")

    def handle(self, *args: Any, does: str, **options: Any) -> None:
        deed: Callable[[dict[str, Any]], str] = getattr(self, "do_" + does.replace("-", "_"))
        try:
            self.stdout.write(deed(options))
        except Refused as refusal:
            raise CommandError(str(refusal.message)) from refusal

    @property
    def acting(self) -> Acting:
        return Acting.system("命令行", timezone.now())

    def do_add(self, options: dict[str, Any]) -> str:
        person = acts.add_person(acting=self.acting, name=options["name"], mobile=options["mobile"])
        return _("登记了 %(name)s，人员编号 %(pk)s") % {"name": person.name, "pk": person.pk}

    def do_account(self, options: dict[str, Any]) -> str:
        temporary = acts.new_temporary_password()
        account = acts.open_account(
            acting=self.acting,
            person=_find_person(options["person"]),
            username=options["username"],
            password_hash=make_password(temporary),
        )
        return _once(account, temporary)

    def do_appoint(self, options: dict[str, Any]) -> str:
        holding = acts.appoint(
            acting=self.acting,
            person=_find_person(options["person"]),
            post=options["post"],
            division=_find_division(options["division"]),
            starts=_day(options["starts"]),
            ends=_day(options["ends"]) if options["ends"] else None,
            basis=options["basis"],
        )
        where = f"{holding.division.short_name}{post_name(holding.post)}"
        said = {"name": holding.person.name, "where": where, "pk": holding.pk}
        return _("登记了：%(name)s 任%(where)s，任期编号 %(pk)s") % said

    def do_end(self, options: dict[str, Any]) -> str:
        holding = Holding.objects.select_related("person", "division").filter(pk=options["holding"]).first()
        if holding is None:
            raise CommandError(_("没有编号 %(pk)s 的任期。请核对编号。") % {"pk": options["holding"]})
        acts.end_holding(acting=self.acting, holding=holding, last_day=_day(options["last_day"]), why=options["why"])
        return _("%(name)s 的任期到 %(day)s 为止") % {"name": holding.person.name, "day": holding.ends}

    def do_reset_password(self, options: dict[str, Any]) -> str:
        account, temporary = _find_account(options["username"]), acts.new_temporary_password()
        acts.reset_password(
            acting=self.acting, account=account, password_hash=make_password(temporary), why=options["why"]
        )
        return _once(account, temporary)

    def do_reset_second_factor(self, options: dict[str, Any]) -> str:
        account = _find_account(options["username"])
        acts.remove_second_factor(acting=self.acting, account=account, why=options["why"])
        return _("%(username)s 的动态码关掉了") % {"username": account.username}

    def do_close(self, options: dict[str, Any]) -> str:
        account = _find_account(options["username"])
        acts.close_account(acting=self.acting, account=account)
        return _("%(username)s 停用了") % {"username": account.username}

    def do_posts(self, options: dict[str, Any]) -> str:
        return "\n".join(f"{p.slug:26}{p.level:9}{p.name}" for p in all_posts().values())


def _once(account: Account, temporary: str) -> str:
    words = {"username": account.username, "temporary": temporary}
    return _("登录名 %(username)s\n临时密码 %(temporary)s（只显示这一次，第一次登录要换）") % words


def _find_person(number: int) -> Person:
    person = Person.objects.filter(pk=number).first()
    if person is None:
        raise CommandError(_("没有编号 %(pk)s 的人员。请先用 qingdan people add 登记。") % {"pk": number})
    return person


def _find_account(username: str) -> Account:
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise CommandError(_("没有登录名“%(username)s”。请核对。") % {"username": username})
    return account


def _find_division(code: str) -> Division:
    found = DivisionCode.objects.filter(code=code, valid_to=None).select_related("division").first()
    if found is None:
        raise CommandError(_("没有区划代码 %(code)s。请核对，或先用 qingdan load divisions 导入。") % {"code": code})
    return found.division
