"""A village whose notices go out: the stage of the boards, a clerk who may set up robots, and time that moves on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from qingdan.records.regions.acts.contacts import set_contact
from qingdan.records.regions.models import Division
from qingdan.records.register import outbox
from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Message
from qingdan.watch.boards.models import Notice
from qingdan.watch.reach.acts import SEND, Chosen, ask_subscription, confirm_subscription, set_robot
from qingdan.watch.reach.models import Robot, Subscription
from tests.apps.boards.stage import HELP, Stage
from tests.apps.duties.stage import ACCOUNTS, DISCLOSURE
from tests.cast import house
from tests.domain.catalogue.helpers import mini_files
from tests.editions import adopt, on_the_small_edition

ALL = Chosen()


@dataclass
class Reach(Stage):
    """The stage of the boards, with robots and readers, and a worker who runs their errands."""

    monkeypatch: pytest.MonkeyPatch

    def forward(self, **by: float) -> datetime:
        """Let time pass."""
        now = timezone.now() + timedelta(**by)
        self.monkeypatch.setattr(timezone, "now", lambda: now)
        return now

    def work(self, **by: float) -> int:
        """Let time pass, and the worker run what is due: how many errands were done."""
        return outbox.run_errands(self.forward(**by) if by else timezone.now())

    def robot(
        self, address: str, kind: str = "wecom", secret: str = "", where: Division | None = None,
        who: str = "clerk", chosen: Chosen = ALL,
    ) -> Robot:  # fmt: skip
        """A robot, its first words not yet said."""
        return set_robot(
            acting=self.cast.acting(who, at=timezone.now()), division=where or self.cast.one, kind=kind,
            name="示例一村村民群", address=address, secret=secret, chosen=chosen,
        )  # fmt: skip

    def speaking(self, *args: object, **kwargs: object) -> Robot:
        """A robot whose first words are said."""
        robot = self.robot(*args, **kwargs)  # type: ignore[arg-type]
        assert self.work() == 1
        return robot

    def reader(self, to: str = "zhang@example.com", channel: str = "mail", chosen: Chosen = ALL,
               language: str = "zh-hans", yes: bool = True) -> Subscription:  # fmt: skip
        """Somebody who subscribed, and has said yes; his first letter is not sent."""
        acting = Acting(person_id=None, name="一位读者", at=timezone.now())
        found = ask_subscription(
            acting=acting, village=self.cast.one, channel=channel, receiver=to, chosen=chosen, language=language
        )
        letter = found.deliveries.get()
        letter.state = "dropped"
        letter.save()
        Message.objects.filter(topic=SEND, payload__delivery=letter.pk).update(handled_at=timezone.now())
        if yes:
            confirm_subscription(acting=acting, subscription=found)
        found.refresh_from_db()
        return found

    def notice(self) -> Notice:
        """A notice for everybody, put up now."""
        return self.purchase(timezone.now())[1]


@pytest.fixture
def reach(cast, settings, monkeypatch, django_capture_on_commit_callbacks) -> Reach:
    """The stage, empty of notices; nothing can be sent but to this machine."""
    on_the_small_edition(settings)
    settings.BASE_URL = "https://qingdan.example"
    files = mini_files()
    more = {
        "mini/edition.yaml": files["mini/edition.yaml"].replace("powers: 3", "powers: 4"),
        "mini/powers/buying/help.yaml": HELP,
        "mini/powers/buying/accounts.yaml": ACCOUNTS.replace("number: 3", "number: 4"),
        "mini/disclosure.yaml": DISCLOSURE,
    }
    edition = adopt(files | more)
    set_contact(
        acting=house(), division=cast.one, name="示例·村监委会", phone="0391-0000001", verified_on=date(2026, 11, 1),
        is_demo=True,
    )  # fmt: skip
    cache.clear()
    return Reach(cast, edition, django_capture_on_commit_callbacks, monkeypatch)
