"""Reads a whole edition from the texts of its files, and checks that everything in it fits together.

Paths are those inside ``catalogue/``: ``laws/<key>.yaml`` and ``<edition>/…``. Nothing here opens a file.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from qingdan.domain.catalogue.asking import with_answer
from qingdan.domain.catalogue.canonical import digest, edition_digest
from qingdan.domain.catalogue.disclosure import PublicDuties
from qingdan.domain.catalogue.fields import without_doubles
from qingdan.domain.catalogue.fragments import Fragment, read_fragment, spell_out
from qingdan.domain.catalogue.likeness import check_likeness
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.notices import read_notices
from qingdan.domain.catalogue.read_disclosure import read_disclosure
from qingdan.domain.catalogue.read_handover import read_handover
from qingdan.domain.catalogue.read_head import read_head
from qingdan.domain.catalogue.read_law import read_law
from qingdan.domain.catalogue.read_leaks import read_leaks
from qingdan.domain.catalogue.read_lists import (
    read_areas,
    read_bodies,
    read_duties,
    read_form,
    read_norms,
    read_posts,
    read_prohibitions,
)  # fmt: skip
from qingdan.domain.catalogue.read_power import read_power
from qingdan.domain.catalogue.read_rolls import read_rolls
from qingdan.domain.catalogue.references import check_references
from qingdan.domain.catalogue.rolls import Rolls
from qingdan.domain.catalogue.separation import SeparationRule, read_separation
from qingdan.domain.catalogue.spoken import Spoken, read_spoken
from qingdan.domain.collecting import nothing_collected
from qingdan.domain.complaints import Complaint, DefinitionError, gather
from qingdan.domain.flow.check import check
from qingdan.domain.flow.context import Context
from qingdan.domain.leaks.model import LeakRules
from qingdan.domain.reading import Place, read_yaml
from qingdan.domain.words import Words

T = TypeVar("T")
Progress = Callable[[int, int], None]

# What stands where in an edition's folder; other folders (questions/, warnings/ …) belong to later readers.
SINGLE = ("edition.yaml", "norms.yaml", "areas.yaml", "posts.yaml", "bodies.yaml", "prohibitions.yaml")
OPTIONAL = (
    "rolls.yaml",
    "handover.yaml",
    "spoken.yaml",
    "separation.yaml",
    "disclosure.yaml",
    "leaks.yaml",
    "notices.yaml",
)  # an edition adopted before there were such files is as good as ever
MANY = {
    "form": "forms/*.yaml", "duty": "duties/*.yaml", "power": "powers/*/*.yaml", "fragment": "fragments/*.yaml"
}  # fmt: skip
# Beside the editions: what they all use, by folder its kind and where its files stand.
SHARED = {"laws": ("law", "*.yaml"), "calendar": ("calendar", "*.yaml"), "concordances": ("concordance", "*/*.yaml")}
OURS = ("forms/", "duties/", "powers/", "fragments/")
_LOST = Words("这个位置的文件没有谁来读", "nothing reads a file in this place")
_WHERE = Words(
    "一版清单有 " + "、".join((*SINGLE, *OPTIONAL, *MANY.values())) + "。请移到其中一处。",
    "An edition has " + ", ".join((*SINGLE, *OPTIONAL, *MANY.values())) + ". Move it to one of these.",
)
_PAIR = Words(
    "对照表请放在 concordances/法律名称/旧年份-新年份.yaml。",
    "A concordance is concordances/LAW/OLD YEAR-NEW YEAR.yaml.",
)
_ONE = Words("一版清单只有一个，放在自己的文件夹里。", "An edition has exactly one, in its own folder.")
_POWER, _DUTY = Words("权力事项", "power"), Words("责任", "duty")


def kind_of(path: str) -> str | None:
    """What the file at ``path`` (inside ``catalogue/``) holds: law, calendar, concordance, edition, norms …, form, duty
    or power; None when it is nothing that is loaded."""
    folder, _, rest = path.partition("/")
    if folder in SHARED:
        kind, pattern = SHARED[folder]
        return kind if _stands(rest, pattern) else None
    if rest in (*SINGLE, *OPTIONAL):
        return rest.removesuffix(".yaml")
    return next((kind for kind, pattern in MANY.items() if _stands(rest, pattern)), None)


def _stands(rest: str, pattern: str) -> bool:
    return fnmatch.fnmatch(rest, pattern) and rest.count("/") == pattern.count("/")


@nothing_collected()
def read_places(files: Mapping[str, str], progress: Progress = lambda done, of: None) -> dict[str, Place]:
    """The YAML of every file by its path, in path order. :raises DefinitionError: with what is not YAML anywhere."""
    places: dict[str, Place] = {}
    complaints: list[Complaint] = []
    for n, (path, text) in enumerate(sorted(files.items()), start=1):
        try:
            if kind_of(path) is None:
                _refuse_lost_file(path)
            else:
                places[path] = read_yaml(path, text)
        except DefinitionError as error:
            complaints.extend(error.complaints)
        progress(n, len(files))
    if complaints:
        raise DefinitionError(complaints)
    return places


@nothing_collected()
def spelled_out(places: Mapping[str, Place]) -> dict[str, Place]:
    """The places with every fragment written out in the powers that use it. :raises DefinitionError: see spell_out."""
    reader = _Reader(places)
    fragments = {fragment.slug: fragment for fragment in reader.many("fragment", read_fragment)}
    if reader.complaints:
        raise DefinitionError(reader.complaints)
    rows = gather(_spelling(path, place, fragments) for path, place in places.items())
    return dict(rows)


def _spelling(path: str, place: Place, fragments: Mapping[str, Fragment]) -> Callable[[], tuple[str, Place]]:
    return lambda: (path, spell_out(place, fragments) if kind_of(path) == "power" else place)


def _refuse_lost_file(path: str) -> None:
    """A definition in a place where nothing looks would be quietly without effect."""
    rest = path.partition("/")[2]
    if path.endswith((".yaml", ".yml")) and (rest.startswith(OURS) or path.split("/")[0] in SHARED):
        raise DefinitionError([Complaint(path, 1, _LOST, _PAIR if path.startswith("concordances/") else _WHERE)])


def load_edition(files: Mapping[str, str], progress: Progress = lambda done, of: None) -> Edition:
    """The edition from the texts of its files, checked whole.

    :raises DefinitionError: with the complaints of all files; those about how the parts fit only when each can be read.
    """
    return _sound(build_edition(spelled_out(read_places(files, progress))))


def load_beside(files: Mapping[str, str], path: str, text: str) -> Edition:
    """The edition with one definition more, or another in its place (``path``). One more is a draft: the list has room
    for it, whatever ``counts`` says.

    :raises DefinitionError: as ``load_edition``.
    """
    edition = build_edition(spelled_out(read_places({**files, path: text})))
    if path not in files:
        most = max(edition.head.counts.powers, len(edition.powers), *(p.number for p in edition.powers.values()))
        counts = replace(edition.head.counts, powers=most)
        edition = replace(edition, head=replace(edition.head, counts=counts, complete=False))
    return _sound(edition)


def _sound(edition: Edition) -> Edition:
    complaints = check_edition(edition)
    if complaints:
        raise DefinitionError(complaints)
    return edition


@nothing_collected()
def check_edition(edition: Edition) -> list[Complaint]:
    """Everything in an edition that does not fit together, by file and line."""
    context = context_of(edition, edition.limits)
    found = [
        *check_references(edition),
        *check_likeness(edition),
        *(c for p in edition.powers.values() for c in check(p.flow, context)),
    ]
    return sorted(set(found), key=lambda c: (c.file, c.line, c.what.en))


def check_limits(edition: Edition, limits: Mapping[str, int], changed: str) -> list[Complaint]:
    """What would be wrong in the flows that name the limit ``changed`` if these limits held, as in a town that sets its
    own."""
    context = context_of(edition, limits)
    return [c for power in edition.powers_naming(changed) for c in check(power.flow, context)]


def context_of(edition: Edition, limits: Mapping[str, int]) -> Context:
    """What the edition's flows may refer to."""
    head = edition.head
    return Context(
        roles={**{slug: post.max for slug, post in edition.posts.items()}, **dict.fromkeys(head.parties)},
        bodies=edition.bodies,
        limits=limits,
        evidence=frozenset(head.evidence),
        forms=frozenset(edition.forms),
        prohibitions=frozenset(edition.prohibitions),
        audience_limits={type_: limit.audience for type_, limit in head.audience_limits.items()},
        powers={slug: power.flow for slug, power in edition.powers.items()},
    )


@nothing_collected()
def build_edition(places: Mapping[str, Place], kept: Mapping[str, str] | None = None) -> Edition:
    """The edition from places already read, each part by itself; whether the parts fit is ``check_edition``'s question.

    ``kept``: the digest of each path, where it is known already.
    :raises DefinitionError: with the complaints of every file that cannot be read.
    """
    reader = _Reader(places)
    digests = kept or {path: digest(place) for path, place in places.items()}
    head = reader.single("edition", read_head)
    laws = reader.many("law", read_law)
    widest = head.audience_limits if head else {}
    powers = sorted(reader.many("power", lambda p: read_power(p, digests[p.file])), key=lambda p: p.number)
    duties = [duty for several in reader.many("duty", read_duties) for duty in several]
    reader.by_key(_DUTY, ((d.id, d.file, d.line, d) for d in duties))
    parts: dict[str, Any] = {
        "laws": {law.key: law for law in laws},
        "norms": reader.single("norms", read_norms),
        "areas": reader.single("areas", read_areas),
        "posts": reader.single("posts", read_posts),
        "bodies": reader.single("bodies", read_bodies),
        "body_lines": reader.single("bodies", lambda p: {slug: body.line for slug, body in p.pairs()}),
        "prohibitions": reader.single("prohibitions", read_prohibitions),
        "rolls": next(iter(reader.many("rolls", read_rolls)), Rolls()),
        "handover": next(iter(reader.many("handover", read_handover)), None),
        "spoken": next(iter(reader.many("spoken", read_spoken)), Spoken()),
        "disclosure": next(iter(reader.many("disclosure", read_disclosure)), PublicDuties()),
        "separation": next(iter(reader.many("separation", read_separation)), SeparationRule()),
        "leaks": next(iter(reader.many("leaks", lambda p: read_leaks(p, widest))), LeakRules()),
        "notices": next(iter(reader.many("notices", read_notices)), None),
        "forms": {form.slug: form for form in reader.many("form", read_form)},
        "powers": reader.by_key(_POWER, ((p.slug, p.file, p.lines["slug"], p) for p in powers)),
        "duties": reader.by_key(_DUTY, ((f"{d.post}/{d.slug}", d.file, d.line, d) for d in duties)),
    }
    if reader.complaints or head is None:
        raise DefinitionError(reader.complaints)
    parts["powers"] = {s: replace(p, flow=with_answer(p.flow, head.answers)) for s, p in parts["powers"].items()}
    return Edition(head, **parts, digest=edition_digest(digests))


class _Reader:
    """Reads the places of an edition by kind and gathers what is wrong in any of them."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = places
        self.complaints: list[Complaint] = []

    def many(self, kind: str, read: Callable[[Place], T]) -> list[T]:
        found = []
        for path, place in self.places.items():
            if kind_of(path) == kind:
                value = self._try(lambda place=place: read(place))  # type: ignore[misc]
                if value is not None:
                    found.append(value)
        return found

    def single(self, kind: str, read: Callable[[Place], T]) -> T | None:
        found = [place for path, place in self.places.items() if kind_of(path) == kind]
        if len(found) == 1:
            return self._try(lambda: read(found[0]))
        what = Words(f"缺少 {kind}.yaml", f"{kind}.yaml is missing")
        if found:
            what = Words(f"{kind}.yaml 有 {len(found)} 个", f"{kind}.yaml is there {len(found)} times")
        file = found[-1].file if found else f"{self._folder()}{kind}.yaml"
        self.complaints.append(Complaint(file, 1, what, _ONE))
        return None

    def _folder(self) -> str:
        """The folder of the edition, as far as its other files tell."""
        folders = {path.split("/")[0] for path in self.places} - SHARED.keys()
        return f"{min(folders)}/" if folders else ""

    def by_key(self, kind: Words, rows: Iterable[tuple[str, str, int, T]]) -> dict[str, T]:
        return self._try(lambda: without_doubles(kind, rows)) or {}

    def _try(self, task: Callable[[], T]) -> T | None:
        try:
            return task()
        except DefinitionError as error:
            self.complaints.extend(error.complaints)
            return None
