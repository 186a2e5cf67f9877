"""Reads what only meetings, elections and hearings have: bodies, matter, calling again, offices, candidates, effects on
posts, and the facts that a hearing fills."""

from __future__ import annotations

from qingdan.domain.flow.election import (
    SEAT,
    Candidates,
    Election,
    Office,
    Records,
    Stand,
    Term,
    office_id,
)
from qingdan.domain.flow.kinds import StepKind
from qingdan.domain.flow.model import Hears, Recall
from qingdan.domain.flow.parse_limit import read_limit
from qingdan.domain.flow.values import Matter
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

_OFFICES = Words(
    "请写 offices: [{office: village-director, seats: 1}]，或 seats: 5。",
    "Write offices: [{office: village-director, seats: 1}], or seats: 5.",
)
_SEATS = Words("请写整数，或一个 count 类型数据项的名字。", "Write a whole number, or the name of a count fact.")
_STAND = Words(
    "请写 slate 类型的数据项、选举.elected 或 选举.unsuccessful。",
    "Write a fact of type slate, ELECTION.elected or ELECTION.unsuccessful.",
)
_MATTER = Words(
    "请写 matter: {law: 农村集体经济组织法, article: 26, item: 8}。",
    "Write matter: {law: the law's key, article: 26, item: 8}.",
)
_AFTER = Words("请写隔多久再开：after: 3 days。", "Say after how long it is called again: after: 3 days.")
_AT_MOST = Words("请写最多再开几次：at_most: 2。", "Say how often at most: at_most: 2.")
_NAMES = (
    Words("没有写姓名记在哪里（names）", "names is missing"),
    Words(
        "请写一个 slate 类型的数据项，记谁参选、得几票、谁当选。",
        "Name the fact of type slate that keeps who stood and who is elected.",
    ),
)
_HEARS = Words(
    "请写 hears: {day: 日期, place: 地点, came: 到会人数}，各是 facts 里一项的名字。",
    "Write hears: {day: …, place: …, came: …}, each the name of a fact.",
)
_RECORDS = (
    Words("这里什么任职也没有写", "nothing is recorded here"),
    Words(
        "请写 take_office: [选举] 或 leave_office: [职务]。", "Write take_office: [ELECTION], or leave_office: [POST]."
    ),
)


def bodies_of(place: Place) -> tuple[str, ...]:
    """The body that meets, or those of which the law lets either."""
    found = place.get("body")
    return tuple(p.text() for p in found.one_or_many()) if found else ()


def matter_of(place: Place) -> Matter | None:
    """What is decided: ``{law, article, item?}``."""
    found = place.get("matter")
    if found is None:
        return None
    item = found.get("item")
    matter = Matter(
        found.need("law", _MATTER).text(), found.need("article", _MATTER).text(), item.number() if item else None
    )
    found.no_more()
    return matter


def recall_of(place: Place | None) -> Recall | None:
    """How a meeting that was not quorate is called again."""
    if place is None:
        return None
    found = Recall(
        read_limit(place.need("after", _AFTER)),
        place.need("at_most", _AT_MOST).number(),
    )
    place.no_more()
    return found


def election_of(kind: StepKind, place: Place) -> Election | None:
    """What an ``elect`` step fills, and how."""
    if kind is not StepKind.ELECT:
        return None
    again, offices = _offices(place)
    names, proxies, candidates = place.get("names"), place.get("proxies"), place.get("candidates")
    if names is None and again is None:
        place.fail(*_NAMES)
    return Election(
        offices=offices,
        again=again,
        names=names.text() if names else None,
        candidates=_candidates(candidates) if candidates else None,
        plus=_number(place, "plus"),
        proxies=proxies.text() if proxies else None,
        carry_down=_flag(place, "carry_down"),
        kin_apart=_flag(place, "kin_apart"),
        women=_number(place, "women"),
    )


def _offices(place: Place) -> tuple[str | None, tuple[Office, ...]]:
    """The election whose open seats are filled, or the offices."""
    offices, seats = place.get("offices"), place.get("seats")
    if (offices is None) == (seats is None):
        place.fail(Words("offices 和 seats 要写而且只写一个", "an election needs either offices or seats"), _OFFICES)
    if offices is not None:
        found = tuple(_office(p) for p in offices.items())
        ids = [o.id for o in found]
        double = next((i for i in ids if ids.count(i) > 1), None)
        if double:
            offices.fail(Words(f"“{double}”写了两次", f"the office {double!r} stands here twice"), _OFFICES)
        if not found:
            offices.fail(Words("一个职务也没有写", "no office stands here"), _OFFICES)
        return None, found
    assert seats is not None
    written = seats.text()
    if written.endswith(".open"):
        return written.removesuffix(".open"), ()
    return None, (Office(SEAT, _seats(seats)),)


def _office(place: Place) -> Office:
    post, only, name = place.need("office", _OFFICES).text(), place.get("only"), place.get("name")
    women = only is not None and only.choice(("women",)) == "women"
    office = Office(
        id=office_id(post, women),
        seats=_seats(place.need("seats", _SEATS)),
        post=post,
        women=women,
        name=name.words() if name else None,
    )
    place.no_more()
    return office


def _seats(place: Place) -> int | str:
    written = place.text()
    if not written.isdecimal():
        return written
    if not 1 <= int(written) <= 99:
        place.fail(Words("名额应当是 1 至 99", "the number of seats must be from 1 to 99"), _SEATS)
    return int(written)


def _candidates(place: Place) -> Candidates:
    name, _, source = place.text().partition(".")
    if not source:
        return Candidates(Stand.FACT, name)
    if source not in (Stand.ELECTED, Stand.UNSUCCESSFUL):
        place.fail(Words(f"“{source}”不是这里可以写的词", f"{source!r} is not known here"), _STAND)
    return Candidates(Stand(source), name)


def hears_of(place: Place) -> Hears | None:
    """``hears: {day: meets_on, place: meets_at, came: came, …}``: the facts of a hearing, by what each is for."""
    found = place.get("hears")
    if found is None:
        return None
    day, place_held, came = (found.need(key, _HEARS).text() for key in ("day", "place", "came"))
    hour, subject, invited, spoke, views = (
        key.text() if (key := found.get(name)) else None for name in ("hour", "subject", "invited", "spoke", "views")
    )
    found.no_more()
    return Hears(day, place_held, came, hour, subject, invited, spoke, views, line=found.line)


def records_of(place: Place) -> Records | None:
    """What the step does to posts."""
    found = place.get("records")
    if found is None:
        return None
    take, term, leave, fill = (found.get(k) for k in ("take_office", "term", "leave_office", "fill_from"))
    if take is None and leave is None:
        found.fail(*_RECORDS)
    records = Records(
        take_office=tuple(p.text() for p in take.one_or_many()) if take else (),
        term=Term(term.choice(list(Term))) if term else Term.WHOLE,
        leave_office=tuple(p.text() for p in leave.one_or_many()) if leave else (),
        fill_from=fill.text() if fill else None,
    )
    found.no_more()
    return records


def _number(place: Place, key: str) -> int:
    found = place.get(key)
    return found.number() if found else 0


def _flag(place: Place, key: str) -> bool:
    found = place.get(key)
    return found.flag() if found else False
