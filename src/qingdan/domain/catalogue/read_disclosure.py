"""Reads ``disclosure.yaml``: who speaks for a village, and one block for each thing that must be made public."""

from __future__ import annotations

from collections import defaultdict

from qingdan.domain.catalogue.disclosure import Fulfilment, PublicDuties, PublicDuty
from qingdan.domain.catalogue.fields import (
    BASIS,
    basis_or_none,
    each,
    each_named,
    know,
    phrases,
    read_slug,
    texts,
    words_or_none,
)  # fmt: skip
from qingdan.domain.complaints import NAME
from qingdan.domain.flow.parse_limit import read_limit
from qingdan.domain.flow.parse_step import read_basis
from qingdan.domain.reading import Place
from qingdan.domain.rules.limits import Unit, parse_limit, settled
from qingdan.domain.rules.rhythm import Rhythm
from qingdan.domain.words import Words

_PLAIN = Words("请用村民的话写：{zh: …, en: …}。", "Say it in a villager's words: {zh: …, en: …}.")
_BOARD = Words("请写贴在哪块公开栏，例如 board: finance。", "Name the board, for example board: finance.")
_CONTAINS = Words("请写公开的内容要有哪些。", "Say what a publication must contain.")
_RHYTHM = Words(
    "请写多久一次：monthly、quarterly、yearly 或 at-once。", "Write how often: monthly, quarterly, yearly or at-once."
)
_WITHIN = Words("请写几天内公布，例如 within: 15 days。", "Say within what time, for example within: 15 days.")
_STANDS = Words(
    "请写至少贴几天，例如 stands: 15 days。", "Say at least how long it hangs, for example stands: 15 days."
)
_DUTIES = Words("请写 duties:，下面每件要公开的事写一段。", "Write duties: and under it one block for each.")
_SPEAKS = Words("请写由哪些职务的人说明。", "Name the posts that explain for the village.")
_SETTLES = Words("请写由哪些职务的人登记村里定的多久一次。", "Name the posts that record what the village has settled.")
_ORDERS = Words("请写由哪些职务的人责令公布。", "Name the posts that order publication.")
_AHEAD = Words("请写提前几天提醒，例如 ahead: 15。", "Say how many days early it is shown, for example ahead: 15.")
_WAYS = Words(
    "请写哪个事项的哪一步完成它：fulfilled_by: [{power: …, step: …, period: …}]。",
    "Say which step of which power does it: fulfilled_by: [{power: …, step: …, period: …}].",
)
_POWER = Words("请写事项的代号。", "Name the power.")
_STEP = Words("请写贴出公示的那一步。", "Name the step that puts up the notice.")
_PERIOD = Words("请写哪一项说明这一期到哪天为止。", "Name the fact that says until when the account runs.")
_KEYS = (
    "title", "plain", "board", "contains", "rhythm", "choices", "unless", "within", "stands", "basis", "setting",
    "fulfilled_by",
)  # fmt: skip


def read_disclosure(place: Place) -> PublicDuties:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(place, "speaks", "settles", "orders", "ordered_by", "reaches", "ahead", "duties")
    return PublicDuties(
        speaks=texts(place.need("speaks", _SPEAKS)),
        settles=texts(place.need("settles", _SETTLES)),
        orders=texts(place.need("orders", _ORDERS)),
        ordered_by=basis_or_none(place.get("ordered_by")),
        reaches=texts(place.get("reaches")),
        ahead=place.need("ahead", _AHEAD).number(),
        duties=each_named(place.need("duties", _DUTIES), _duty),
        line=place.line,
        file=place.file,
    )


def _duty(slug: str, place: Place) -> PublicDuty:
    know(place, *_KEYS)
    rhythm = Rhythm(place.need("rhythm", _RHYTHM).choice(list(Rhythm)))
    ways = place.get("fulfilled_by")
    if ways is None and rhythm is not Rhythm.AT_ONCE:
        place.fail(Words("没有写由哪一步完成", "nothing says which step does it"), _WAYS)
    if ways is not None and rhythm is Rhythm.AT_ONCE:
        ways.fail(
            Words("随时公布的不用写由哪一步完成", "what is published at once names no step"),
            Words(
                "凡贴到这块公开栏的步骤都算；请删掉。", "Every step that puts up a notice there counts; leave it out."
            ),
        )
    return PublicDuty(
        slug=slug,
        title=place.need("title", NAME).words(),
        plain=place.need("plain", _PLAIN).words(),
        board=place.need("board", _BOARD).text(),
        contains=phrases(place.need("contains", _CONTAINS)),
        rhythm=rhythm,
        within=_within(place.need("within", _WITHIN)),
        stands=read_limit(place.need("stands", _STANDS)),
        basis=read_basis(place.need("basis", BASIS)),
        choices=_choices(place.get("choices"), rhythm),
        unless=words_or_none(place.get("unless")),
        setting=words_or_none(place.get("setting")),
        fulfilled_by=tuple(each(ways, _way)) if ways else (),
        line=place.line,
    )


def _choices(place: Place | None, rhythm: Rhythm) -> tuple[Rhythm, ...]:
    found = (
        tuple(Rhythm(p.choice([r for r in Rhythm if r is not Rhythm.AT_ONCE])) for p in place.items()) if place else ()
    )
    if place and rhythm not in found:
        place.fail(
            Words(f"可选的里面没有 {rhythm}", f"{rhythm} is not among them"),
            Words("请把平常的那一种也写上。", "Write the usual one among them, too."),
        )
    return found


def _within(place: Place) -> str:
    text = read_limit(place)
    if parse_limit(settled(text, defaultdict(lambda: 1))).unit not in (Unit.DAYS, Unit.WORKING_DAYS):
        place.fail(Words("要写成天或者工作日", "it must be in days or working days"), _WITHIN)
    return text


def _way(place: Place) -> Fulfilment:
    know(place, "power", "step", "period", "when")
    when = place.get("when")
    return Fulfilment(
        power=read_slug(place.need("power", _POWER)),
        step=read_slug(place.need("step", _STEP)),
        period=place.need("period", _PERIOD).text(),
        when={name: p.text() for name, p in when.pairs()} if when else {},
        line=place.line,
    )
