"""A fixed cast in two invented villages, made through the acts: who may, who may not, and who must stand aside.

``cast["clerk"]`` is a :class:`Member` with person, account and term; ``client_for(cast["clerk"])`` is signed in as him.
Everybody below holds his post in 示例一村 (``cast.one``), its town 坡头镇 (``cast.town``) or the city
(``cast.city``), except ``clerk_two`` in 示例二村 (``cast.two``). Passwords are all ``PASSWORD``.
"""

from __future__ import annotations

import functools
import pickle
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.utils import timezone

from qingdan.records.people import acts
from qingdan.records.people.models import Account, Holding, KinTie, Person
from qingdan.records.people.sign_in import MODEL_BACKEND
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Adoption, Division, DivisionCode
from qingdan.records.register.acts import Acting
from qingdan.records.register.models import Entry, PersonalWords
from tests import snapshots
from tests.places import mini_jiyuan

PASSWORD = "一句很长的好记的话2026"

# key → (name, post, where). The key is the post's slug without its place where that is short enough to say aloud.
POSTS: dict[str, tuple[str, str, str]] = {
    "secretary": ("示例·李书记", "party-secretary", "one"),
    "director": ("示例·王主任", "village-director", "one"),
    "deputy": ("示例·陈副主任", "village-deputy-director", "one"),
    "member": ("示例·周委员", "village-committee-member", "one"),
    "member_b": ("示例·吴委员", "village-committee-member", "one"),
    "clerk": ("示例·赵文书", "village-clerk", "one"),
    "supervision_head": ("示例·孙主任", "supervision-head", "one"),
    "supervisor": ("示例·钱委员", "supervision-member", "one"),
    "supervisor_b": ("示例·郑委员", "supervision-member", "one"),
    "group_leader": ("示例·冯组长", "group-leader", "one"),
    "representative": ("示例·褚代表", "representative", "one"),
    "party_member": ("示例·卫党员", "party-member", "one"),
    "clerk_two": ("示例·沈文书", "village-clerk", "two"),
    "accounting": ("示例·韩会计", "town-accounting", "town"),
    "civil_affairs": ("示例·杨民政", "town-civil-affairs", "town"),
    "civil_affairs_b": ("示例·朱民政", "town-civil-affairs", "town"),
    "discipline": ("示例·秦纪检", "town-discipline", "town"),
    "leader": ("示例·许镇长", "town-leader", "town"),
    "agriculture": ("示例·何农办", "town-agriculture", "town"),
    "city_discipline": ("示例·吕纪委", "city-discipline", "city"),
    "city_organisation": ("示例·施组织", "city-organisation", "city"),
    "city_civil_affairs": ("示例·张民政", "city-civil-affairs", "city"),
    "city_agriculture": ("示例·孔农业", "city-agriculture", "city"),
    "inspection": ("示例·曹督查", "city-inspection", "city"),
    "editor": ("示例·严编制", "catalogue-editor", "city"),
}


@dataclass(frozen=True)
class Member:
    """One of the cast: the person, the account and the term in the post (None for a villager)."""

    key: str
    person: Person
    account: Account
    holding: Holding | None = None

    @property
    def acting(self) -> Acting:
        """This person acting now, in his post."""
        post = self.holding.post if self.holding else None
        return Acting(person_id=self.person.pk, name=self.person.name, at=timezone.now(), post=post, post_name=post)


@dataclass
class Cast:
    """The places and the people, by key."""

    city: Division
    town: Division
    one: Division
    two: Division
    other_town: Division
    members: dict[str, Member] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Member:
        return self.members[key]

    def acting(self, key: str, **changes: object) -> Acting:
        """``cast["clerk"].acting`` with some fields changed, for example ``at=``."""
        return replace(self[key].acting, **changes)


def today() -> date:
    return local_date(timezone.now())


def house() -> Acting:
    return Acting.system("示例数据", timezone.now())


@functools.cache
def _hash() -> str:
    return make_password(PASSWORD)


def join(cast: Cast, key: str, name: str) -> Member:
    """Add a person with an account and no post."""
    person = acts.add_person(acting=house(), name=name, is_demo=True)
    username = key.replace("_", "-")
    account = acts.open_account(
        acting=house(), person=person, username=username, password_hash=_hash(), must_change=False
    )
    cast.members[key] = Member(key, person, account)
    return cast.members[key]


def give_post(
    cast: Cast, key: str, post: str, where: Division, starts: date | None = None, ends: date | None = None
) -> Holding:
    """Put one of the cast into a post; without dates, for five years from a year ago."""
    member = cast[key]
    starts = starts or today() - timedelta(days=365)
    holding = acts.appoint(
        acting=house(), person=member.person, post=post, division=where, starts=starts, ends=ends, basis="示例选举"
    )
    if member.holding is None:
        cast.members[key] = Member(key, member.person, member.account, holding)
    return holding


def build_cast(places: dict[str, Division]) -> Cast:
    """Everybody of POSTS, and four more.

    ``both`` is secretary and director of 示例二村 (一肩挑), ``expired`` was its committee member until yesterday,
    ``villager`` never held a post, and ``kin`` is the declared brother of ``member`` and holds no post.
    """
    cast = Cast(**places)
    for key, (name, post, where) in POSTS.items():
        join(cast, key, name)
        give_post(cast, key, post, getattr(cast, where))
    join(cast, "both", "示例·金书记")
    give_post(cast, "both", "party-secretary", cast.two)
    give_post(cast, "both", "village-director", cast.two)
    join(cast, "expired", "示例·魏委员")
    give_post(cast, "expired", "village-committee-member", cast.two, ends=today() - timedelta(days=1))
    join(cast, "villager", "示例·陶村民")
    join(cast, "kin", "示例·周二哥")
    acts.declare_kin(
        acting=cast["member"].acting, person=cast["member"].person, relation="sibling", relative=cast["kin"].person
    )
    return cast


TABLES = (Division, DivisionCode, Adoption, Person, Account, Holding, KinTie, Entry, PersonalWords)
_kept: list[tuple[bytes, snapshots.Snapshot, date]] = []  # the cast as a pickle: quicker to copy than by deepcopy


@pytest.fixture
def cast(db: None) -> Cast:
    """The whole cast in a mini Jiyuan of one city, two towns and two invented villages.

    Made through the acts once in a run and then put back row by row; the acts take a quarter of a second.
    """
    if not snapshots.is_empty((Division, Person, Entry)):
        return build_cast(mini_jiyuan())
    if not _kept or _kept[0][2] != today():
        made = build_cast(mini_jiyuan())
        _kept[:] = [(pickle.dumps(made), snapshots.Snapshot(TABLES), today())]
        return made
    made, rows, _day = _kept[0]
    rows.put_back()
    return pickle.loads(made)  # our own


def client_for(member: Member) -> Client:
    """A browser signed in as one of the cast."""
    client = Client()
    client.force_login(member.account, backend=MODEL_BACKEND)
    return client
