"""Turns the plain content of ``bodies.yaml`` into bodies, and says in words what cannot be read.

Complaints name the key (``council.quorum[0].share``) and what to write instead; all of them come together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from qingdan.domain.complaints import NAME, closest, is_unknown
from qingdan.domain.flow.values import Basis
from qingdan.domain.rules.at_key import At, BodiesError, KeyFault, each, flag, optional, texts
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.read_extras import (
    barred_of,
    candidates_of,
    chair_of,
    notice_of,
    on_demand_of,
    part_of,
    roll_of,
)  # fmt: skip
from qingdan.domain.rules.read_parts import (
    COUNTS,
    PASS,
    basis_of,
    call_of,
    counts_of,
    frequency_of,
    pass_of,
    proxy_of,
    size_of,
    threshold_of,
)  # fmt: skip
from qingdan.domain.words import Words

_KEYS = (
    "like", "name", "basis", "counts", "quorum", "pass", "called_by", "must_call", "on_demand", "notice", "chair",
    "frequency", "years", "delegable", "online", "secret", "ballot", "proxy", "size", "setting", "not_for", "made_of",
    "roll", "candidates", "void_ballots", "tie_again", "by_group", "note",
)  # fmt: skip
_BODY = Words(
    "请在下面写 name、basis、counts、quorum 和 pass。", "Write name, basis, counts, quorum and pass below it."
)
_BASIS = Words(
    "请写依据：basis: [{law: …, articles: […]}]。", "Say what it rests on: basis: [{law: …, articles: […]}]."
)
_QUORUM = Words(
    "请写要到多少人：[{of: villagers, more_than: 1/2}]；不限人数写 []。",
    "Say how many must come: [{of: villagers, more_than: 1/2}], or [] for no number.",
)


def bodies_from(parsed: Mapping[str, Any]) -> dict[str, Body]:
    """The bodies of an edition by slug. ``like: other-slug`` takes over every key that a body does not give itself.

    :raises BodiesError: with one complaint for each body that cannot be read.
    """
    if not isinstance(parsed, Mapping):
        what = Words("这里应当是“键: 值”的写法", "a mapping must stand here")
        remedy = Words("请每个会议写一段：代号: {name: …}。", "Write one block for each body: slug: {name: …}.")
        raise BodiesError([KeyFault("bodies", what, remedy)])
    found: dict[str, Body] = {}
    complaints: list[KeyFault] = []
    for slug in parsed:
        try:
            found[slug] = _body(slug, At(slug, _inherit(slug, parsed)))
        except BodiesError as error:
            complaints += error.complaints
    if complaints:
        raise BodiesError(complaints)
    return found


def _inherit(slug: str, parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """A body's own keys over those of the body that it is like, one step only so that a reader need not climb."""
    own = At(slug, parsed[slug]).mapping(_KEYS, _BODY)
    if "like" not in own:
        return _given(own)
    model, at = str(own["like"]), At(f"{slug}.like", own["like"])
    if model not in parsed:
        at.fail(is_unknown(Words("会议", "body"), model), closest(model, [s for s in parsed if s != slug]))
    above = At(model, parsed[model]).mapping(_KEYS, _BODY)
    if "like" in above:
        further = above["like"]
        at.fail(
            Words(f"“{model}”自己也写了 like", f"{model!r} is itself like another body"),
            Words(f"请写 like: {further}，或在这里写全。", f"Write like: {further}, or give the keys here."),
        )
    return _given({**{k: v for k, v in above.items() if k != "note"}, **own})


def _given(keys: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys that say something: ``roll: none`` leaves out what the other body has."""
    return {key: value for key, value in keys.items() if value != "none"}


def _body(slug: str, at: At) -> Body:
    basis = basis_of(at.need("basis", _BASIS))
    counts = counts_of(at.need("counts", COUNTS))
    quorum = at.need("quorum", _QUORUM)
    return Body(
        slug=slug,
        name=at.need("name", NAME).words(),
        basis=basis,
        counts=counts,
        quorum=tuple(threshold_of(q, tuple(counts), basis) for q in quorum.items()),
        pass_rule=pass_of(at.need("pass", PASS), basis),
        called_by=texts(at.get("called_by")),
        must_call=each(at.get("must_call"), lambda item: call_of(item, basis)),
        frequency=optional(at.get("frequency"), frequency_of),
        years=optional(at.get("years"), At.number),
        size=optional(at.get("size"), size_of),
        note=optional(at.get("note"), At.words),
        like=optional(at.get("like"), At.text),
        **_flags(at),
        **_extras(at, basis),
    )


def _flags(at: At) -> dict[str, Any]:
    return {key: flag(at.get(key)) for key in ("delegable", "online", "secret", "ballot", "setting", "by_group")}


def _extras(at: At, basis: tuple[Basis, ...]) -> dict[str, Any]:
    """What only some bodies have; a part that names no article of its own rests on the body's."""

    def one(key: str, read: Callable[[At, tuple[Basis, ...]], Any]) -> Any:
        return optional(at.get(key), lambda found: read(found, basis))

    return {
        "notice": one("notice", notice_of),
        "chair": one("chair", chair_of),
        "on_demand": one("on_demand", on_demand_of),
        "proxy": optional(at.get("proxy"), proxy_of),
        "not_for": each(at.get("not_for"), lambda item: barred_of(item, basis)),
        "made_of": each(at.get("made_of"), lambda item: part_of(item, basis)),
        "roll": one("roll", roll_of),
        "candidates": one("candidates", candidates_of),
        "void_ballots": optional(at.get("void_ballots"), basis_of) or (),
        "tie_again": optional(at.get("tie_again"), basis_of) or (),
    }


__all__ = ["BodiesError", "bodies_from"]
