"""Reads ``handover.yaml``: what is handed over when somebody leaves a post, within which limit, and who watches."""

from __future__ import annotations

from qingdan.domain.catalogue.fields import basis_or_none, each_named, flag, know, texts, words_or_none
from qingdan.domain.catalogue.parts import HandoverRule, Thing
from qingdan.domain.complaints import NAME
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

_WITHIN = Words("请写期限用哪个限额，例如 within: handover。", "Name the limit in days, for example within: handover.")
_WITNESSES = Words("请写由哪些职务的人监交。", "Name the posts whose holder watches a handover.")
_THINGS = Words("请写移交哪些东西，每样一个代号。", "Name what is handed over, each under a short name.")
_POSTS = Words("请写哪些职务的人可能有这样东西。", "Name the posts that may have it.")


def read_handover(place: Place) -> HandoverRule:
    """:raises DefinitionError: with everything that is missing or wrong."""
    know(place, "within", "basis", "witnesses", "things")
    return HandoverRule(
        within=place.need("within", _WITHIN).text(),
        witnesses=texts(place.need("witnesses", _WITNESSES)),
        things=each_named(place.need("things", _THINGS), _thing),
        basis=basis_or_none(place.get("basis")),
        line=place.line,
        file=place.file,
    )


def _thing(slug: str, place: Place) -> Thing:
    know(place, "name", "posts", "note", "basis", "setting")
    basis, setting = basis_or_none(place.get("basis")), flag(place.get("setting"), False)
    if not basis and not setting:
        place.fail(
            Words("移交的东西要写依据", "what is handed over needs its reason"),
            Words(
                "请写 basis: [{law: …, articles: […]}]，或者 setting: true。",
                "Write basis: [{law: …, articles: […]}], or setting: true.",
            ),
        )
    return Thing(
        slug=slug,
        name=place.need("name", NAME).words(),
        posts=texts(place.need("posts", _POSTS)),
        note=words_or_none(place.get("note")),
        basis=basis,
        setting=setting,
        line=place.line,
    )
