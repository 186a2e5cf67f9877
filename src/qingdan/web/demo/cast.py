"""Who lives in the demonstration. Every name says 示例, every telephone number is plainly no real one."""

from __future__ import annotations

from dataclasses import dataclass, field

TOWN = "419001105000"
PHONE = "0391-000000"  # and one more figure


@dataclass(frozen=True)
class Village:
    """An invented village: how long it has been a pilot and joined (days ago; None: not), its groups and people.

    ``people`` are (name, posts…): two posts are one person in both (一肩挑). ``villagers`` hold no post. ``deputies``
    is the standing rule: a post and who stands in for it, in order. ``left`` held a post until so many days ago.
    """

    name: str
    code: str
    pilot: int | None
    joined: int | None
    groups: tuple[str, ...]
    people: tuple[tuple[str, ...], ...]
    villagers: tuple[str, ...] = ()
    deputies: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())
    left: tuple[tuple[str, str, int], ...] = ()


_EXECUTIVE = ("village-deputy-director", "village-committee-member", "village-clerk")
FULL_RULE = (
    ("party-secretary", _EXECUTIVE),
    ("village-director", _EXECUTIVE),
    ("village-deputy-director", ("village-committee-member", "village-clerk")),
    ("village-clerk", ("village-committee-member", "village-deputy-director")),
    ("supervision-head", ("supervision-member",)),
)


VILLAGES = (
    Village(
        "示例一村", "419001105901", 700, 320, ("第一村民小组", "第二村民小组", "第三村民小组"),
        (
            ("李书记", "party-secretary"),
            ("王主任", "village-director"),
            ("陈副主任", "village-deputy-director"),
            ("周委员", "village-committee-member"),
            ("吴委员", "village-committee-member"),
            ("赵文书", "village-clerk"),
            ("孙主任", "supervision-head"),
            ("钱委员", "supervision-member"),
            ("郑委员", "supervision-member"),
            ("冯组长", "group-leader", "representative"),
            ("褚代表", "representative"),
            ("卫党员", "party-member"),
        ),
        ("陶村民", "姜村民", "周二哥"),
        deputies=FULL_RULE,
        left=(("谢组长", "group-leader", 20), ("章委员", "village-committee-member", 6)),
    ),
    Village(
        "示例二村", "419001105902", 160, None, ("第一村民小组", "第二村民小组"),
        (
            ("金书记", "party-secretary", "village-director"),
            ("魏副主任", "village-deputy-director"),
            ("蒋委员", "village-committee-member"),
            ("沈文书", "village-clerk"),
            ("韩主任", "supervision-head"),
            ("杨委员", "supervision-member"),
            ("朱委员", "supervision-member"),
            ("秦组长", "group-leader"),
            ("尤代表", "representative"),
            ("许党员", "party-member"),
            ("岳党员", "party-member"),
        ),
        ("何村民", "吕村民"),
        deputies=FULL_RULE,
    ),
    Village(
        "示例三村", "419001105903", None, None, ("第一村民小组",),
        (
            ("施书记", "party-secretary"),
            ("张主任", "village-director"),
            ("孔文书", "village-clerk"),
            ("曹主任", "supervision-head"),
        ),
    ),
)  # fmt: skip

TOWN_PEOPLE = (
    ("严镇长", "town-leader"),
    ("华会计", "town-accounting"),
    ("云出纳", "town-accounting"),
    ("金民政", "town-civil-affairs"),
    ("魏民政", "town-civil-affairs"),
    ("陶纪检", "town-discipline"),
    ("姜农办", "town-agriculture"),
)
CITY_PEOPLE = (
    ("戚纪委", "city-discipline"),
    ("谢组织", "city-organisation"),
    ("邹民政", "city-civil-affairs"),
    ("喻农业", "city-agriculture"),
    ("柏督查", "city-inspection"),
    ("水编制", "catalogue-editor"),
)
KIN = ("周委员", "sibling", "周二哥")
INTEREST = ("陈副主任", "示例老陈建材店", "owner")
