"""A village with all its people and the real edition, in a running house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from qingdan.records.people.acts import name_deputy
from qingdan.records.regions.acts.contacts import set_contact
from tests.browser import Watched
from tests.cast import Cast, give_post, house, join
from tests.cast import cast as cast  # the fixture
from tests.editions import load_shipped
from tests.journeys.walking import PATIENCE, Clock, Village

MORE = {  # posts that need a second person, and 示例二村, where secretary and director are one
    "accounting_b": ("示例·尤会计", "town-accounting", "town"),
    "member_two": ("示例·何委员", "village-committee-member", "two"),
    "deputy_two": ("示例·施副主任", "village-deputy-director", "two"),
}


def people_more(cast: Cast) -> None:
    """The rest of the cast, the deputy of 示例二村, and the supervision's telephones."""
    for key, (name, post, where) in MORE.items():
        join(cast, key, name)
        give_post(cast, key, post, getattr(cast, where))
    name_deputy(
        acting=house(), village=cast.two, post="village-director", deputy_post="village-deputy-director",
        why="书记兼主任，第二签由副主任签。",
    )  # fmt: skip
    for place, name, phone in ((cast.one, "示例·村监委会", "0391-0000001"), (cast.town, "示例·镇纪委", "0391-0000002")):
        set_contact(acting=house(), division=place, name=name, phone=phone, verified_on=date(2026, 11, 1), is_demo=True)


@pytest.fixture
def village(
    transactional_db: None, live_server: object, browser: Watched, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Village]:
    """Everybody is there, the catalogue is in force, no case has begun."""
    cache.clear()
    load_shipped()
    people_more(cast)
    expect.set_options(timeout=PATIENCE)
    yield Village(browser, live_server.url, cast, Clock(monkeypatch))
    cache.clear()
