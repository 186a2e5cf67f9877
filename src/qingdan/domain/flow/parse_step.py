"""Reads one step: which keys each kind has, and what each must look like."""

from __future__ import annotations

from collections.abc import Callable

from qingdan.domain.complaints import closest
from qingdan.domain.flow.model import (
    DECLARES_RESULTS,
    RESULTS,
    Basis,
    Disclosure,
    Sequence,
    Step,
    StepKind,
)
from qingdan.domain.flow.parse_limit import read_limit
from qingdan.domain.flow.parse_meeting import bodies_of, election_of, hears_of, matter_of, recall_of, records_of
from qingdan.domain.reading import Place
from qingdan.domain.rules.audience import Audience
from qingdan.domain.words import Words

ReadSequence = Callable[[Place], Sequence]

_LAW = Words("请写法律在 catalogue/laws 里的名称。", "Name the law by its key in catalogue/laws.")
_NAME = Words(
    "请用几个字写步骤名称：{zh: 提出申请, en: Request}。",
    "Name the step in a few characters: {zh: 提出申请, en: Request}.",
)
_HOW = Words("请用大白话写怎样办：{zh: …, en: …}。", "Say plainly how it is done: {zh: …, en: …}.")
_BOARD = Words(
    "请写公开栏：party-affairs、village-affairs 或 finance。",
    "Name the board: party-affairs, village-affairs or finance.",
)
_AUDIENCE = Words("请写谁可以看这份公示。", "Say who may read the notice.")
_STANDS = Words("请写贴多久，例如 stands: 15 days。", "Say how long it stays up, for example stands: 15 days.")
_POWER = Words(
    "请写转到哪一项：power: reimbursement。", "Name the power that runs as a sub-case: power: reimbursement."
)


def roles(place: Place) -> tuple[str, ...]:
    """One role or a list of roles."""
    return tuple(p.text() for p in place.one_or_many())


def read_basis(place: Place) -> tuple[Basis, ...]:
    """A list of ``{law: …, articles: […]}``; ``verified: false`` where the text has not been read."""
    found = []
    for item in place.one_or_many():
        articles, note, verified = item.get("articles"), item.get("note"), item.get("verified")
        found.append(
            Basis(
                law=item.need("law", _LAW).text(),
                articles=tuple(a.text() for a in articles.one_or_many()) if articles else (),
                note=note.words() if note else None,
                verified=verified.flag() if verified else True,
            )
        )
        item.no_more()
    return tuple(found)


def read_step(kind: StepKind, place: Place, take: Callable[[str], str], sequence: ReadSequence) -> Step:
    """Read a step of ``kind``. ``take`` claims its id; ``sequence`` reads the blocks under its results."""
    texts = {k: p.text() if (p := place.get(k)) else None for k in ("form", "to", "amount")}
    bodies = bodies_of(place)
    return Step(
        id=take(place.given(kind).text()),
        kind=kind,
        name=place.need("name", _NAME).words(),
        how=place.need("how", _HOW).words(),
        by=_by(kind, place),
        with_=_witnesses(place) if kind is not StepKind.START else (),
        every=_flag(place, "all"),
        persons=_count(place, "persons", 1),
        distinct=_flag(place, "distinct"),
        not_by=_names(place, "not_by"),
        not_kin_of=_names(place, "not_kin_of"),
        advice=_flag(place, "advice"),
        outside=_flag(place, "outside"),
        within=_limit(place, "within"),
        basis=read_basis(basis) if (basis := place.get("basis")) else (),
        form=texts["form"],
        evidence=_names(place, "evidence"),
        results=_results(kind, place, sequence),
        declared=_declared(kind, place),
        body=bodies[0] if bodies else None,
        or_bodies=bodies[1:],
        matter=matter_of(place),
        notice=_limit(place, "notice"),
        recall=recall_of(place.get("recall")),
        election=election_of(kind, place),
        records=records_of(place),
        disclosure=_disclosure(place) if kind is StepKind.DISCLOSE else None,
        hears=hears_of(place) if kind is StepKind.DO else None,
        to=texts["to"],
        amount=texts["amount"],
        power=_power(kind, place),
        passes=texts_by_name(place, "with") if kind is StepKind.START else {},
        returns=texts_by_name(place, "returns") if kind is StepKind.START else {},
        guards=_names(place, "guards"),
        line=place.line,
    )


def _by(kind: StepKind, place: Place) -> tuple[str, ...]:
    by = place.get("by")
    if by is not None:
        return roles(by)
    if kind is not StepKind.START:
        place.fail(
            Words("没有写由谁办（by）", "by is missing"),
            Words(
                "请写明哪个职务办这一步，例如 by: village-clerk。",
                "Say which post does this step, for example by: village-clerk.",
            ),
        )
    return ()


def _names(place: Place, key: str) -> tuple[str, ...]:
    found = place.get(key)
    return tuple(p.text() for p in found.one_or_many()) if found else ()


def _witnesses(place: Place) -> tuple[tuple[str, ...], ...]:
    """``with: [supervision-head]``, or ``with: [[supervision-head, supervision-member]]`` where either may sign."""
    found = place.get("with")
    return tuple(roles(p) for p in found.one_or_many()) if found else ()


def _flag(place: Place, key: str) -> bool:
    found = place.get(key)
    return found.flag() if found else False


def _count(place: Place, key: str, default: int) -> int:
    found = place.get(key)
    return found.number() if found else default


def _limit(place: Place, key: str) -> str | None:
    found = place.get(key)
    return read_limit(found) if found else None


def _results(kind: StepKind, place: Place, sequence: ReadSequence) -> dict[str, Sequence]:
    found = place.get("results")
    if found is None:
        return {}
    known = RESULTS[kind]
    for name, inner in found.pairs():
        if name not in known and kind not in DECLARES_RESULTS:
            inner.fail(Words(f"{kind} 没有“{name}”这个结果", f"{kind} has no result {name!r}"), closest(name, known))
    return {name: sequence(inner) for name, inner in found.pairs()}


def _declared(kind: StepKind, place: Place) -> tuple[str, ...]:
    """Results that this step brings beyond its kind's own: what `results` names, and `may` for those that only a
    later condition reads."""
    more = _names(place, "may")
    if more and kind not in DECLARES_RESULTS:
        what = Words(f"{kind} 的结果是固定的，不能另加", f"{kind} has its own closed set of results")
        place.fail(what, closest(more[0], RESULTS[kind]))
    named = tuple(n for n, _ in found.pairs()) if (found := place.get("results")) else ()
    return tuple(dict.fromkeys(n for n in (*named, *more) if n not in RESULTS[kind]))


_NOTHING_TO_ANSWER = (
    Words("没有异议期，就没有要答复的异议", "without time for objections there is none to answer"),
    Words("请加上 objections: 7 days，或去掉 answer。", "Add objections: 7 days, or delete answer."),
)


def _disclosure(place: Place) -> Disclosure:
    objections, answer, title = place.get("objections"), place.get("answer"), place.get("title")
    if answer is not None and objections is None:
        answer.fail(*_NOTHING_TO_ANSWER)
    return Disclosure(
        board=place.need("board", _BOARD).choice(("party-affairs", "village-affairs", "finance")),
        audience=Audience(place.need("audience", _AUDIENCE).choice(list(Audience))),
        fields=_names(place, "fields"),
        objections=read_limit(objections) if objections else None,
        stands=read_limit(place.need("stands", _STANDS)),
        title=_words(title),
        answer=read_limit(answer) if answer else None,
    )


def _words(place: Place | None) -> Words | None:
    return place.words() if place else None


def _power(kind: StepKind, place: Place) -> str | None:
    if kind is not StepKind.START:
        return None
    return place.need("power", _POWER).text()


def texts_by_name(place: Place, key: str) -> dict[str, str]:
    """``with: {amount: settled, purpose: item}``: the facts passed from one case to another."""
    found = place.get(key)
    return {k: p.text() for k, p in found.pairs()} if found else {}
