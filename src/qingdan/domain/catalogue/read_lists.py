"""Reads the short lists of an edition: norms, areas, posts, bodies, forms, duties and prohibitions."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ruamel.yaml.nodes import SequenceNode

from qingdan.domain.catalogue.canonical import plain
from qingdan.domain.catalogue.fields import (
    basis_or_none,
    each,
    each_named,
    know,
    phrases_or_none,
    read_slug,
    texts,
    without_doubles,
    words_or_none,
)  # fmt: skip
from qingdan.domain.catalogue.model import Discharge, Duty, Prohibition
from qingdan.domain.catalogue.parts import Area, Form, Norm, Post
from qingdan.domain.flow.model import Basis
from qingdan.domain.reading import Complaint, DefinitionError, Place
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.read_bodies import BodiesError, bodies_from

_NAME = "Name it: {zh: …, en: …}."
_SLUG = "Give it a short name, for example slug: petty-goods."


def read_norms(place: Place) -> dict[str, Norm]:
    """``norms.yaml``: a list of {slug, number, title, plain}."""
    rows = each(place, lambda p: (p.line, _norm(p)))
    return without_doubles("norm", ((n.slug, place.file, line, n) for line, n in rows))


def _norm(place: Place) -> Norm:
    know(place, "slug", "number", "title", "plain")
    return Norm(
        slug=read_slug(place.need("slug", _SLUG)),
        number=place.need("number", "Number the norms from 1.").number(),
        title=place.need("title", _NAME).words(),
        plain=place.need("plain", "Say it in a villager's words: {zh: …, en: …}.").words(),
    )


def read_areas(place: Place) -> dict[str, Area]:
    """``areas.yaml``: a list of {slug, title, plain?}."""
    rows = each(place, lambda p: (p.line, _area(p)))
    return without_doubles("area", ((a.slug, place.file, line, a) for line, a in rows))


def _area(place: Place) -> Area:
    know(place, "slug", "number", "title", "plain")
    return Area(
        read_slug(place.need("slug", _SLUG)), place.need("title", _NAME).words(), words_or_none(place.get("plain"))
    )


def read_posts(place: Place) -> dict[str, Post]:
    """``posts.yaml``: what flows and lists need of each post; ``records.people`` reads the rest of it."""
    know(place, "posts")
    return each_named(place.need("posts", "Write `posts:` and under it one block for each post."), _post)


def _post(slug: str, place: Place) -> Post:
    most = place.get("max")
    bars = [bar for key in ("not_with", "not_kin_of") if (found := place.get(key)) for bar in found.items()]
    return Post(
        slug=slug,
        name=place.need("name", _NAME).words(),
        level=place.need("level", "Write level: village, town or city.").choice(("village", "town", "city")),
        max=most.number() if most else None,
        bodies=texts(place.get("bodies")),
        bars=tuple(post for bar in bars for post in texts(bar.get("posts"))),
        basis=tuple(basis for bar in bars for basis in _bar_basis(bar)),
        line=place.line,
    )


def _bar_basis(bar: Place) -> list[Basis]:
    cited, remedy = bar.get("basis"), "Write {law: …, article: …}."
    rows = cited.items() if cited else []
    return [Basis(row.need("law", remedy).text(), (row.need("article", remedy).text(),)) for row in rows]


def read_form(place: Place) -> Form:
    """``forms/<slug>.yaml``: {slug, title, notes?, signatures?, signed_as?}."""
    know(place, "slug", "title", "notes", "signatures", "signed_as")
    slug = read_slug(place.need("slug", _SLUG))
    if slug != PurePosixPath(place.file).stem:
        place.fail(f"the form {slug!r} stands in a file of another name", f"Call the file {slug}.yaml.")
    return Form(
        slug=slug,
        title=place.need("title", _NAME).words(),
        notes=phrases_or_none(place.get("notes")),
        signatures=phrases_or_none(place.get("signatures")),
        signed_as=signed.text() if (signed := place.get("signed_as")) else None,
        line=place.line,
    )


def read_duties(place: Place) -> list[Duty]:
    """``duties/<post>.yaml``: a list of {id, slug, title, basis, discharged_by, note?}."""
    post = PurePosixPath(place.file).stem
    return each(place, lambda p: _duty(post, p))


def _duty(post: str, place: Place) -> Duty:
    know(place, "id", "slug", "title", "basis", "discharged_by", "note")
    done = place.get("discharged_by")
    return Duty(
        id=place.need("id", "Give it a lasting number, for example SEC-03.").text(),
        slug=read_slug(place.need("slug", _SLUG)),
        post=post,
        title=place.need("title", _NAME).words(),
        basis=basis_or_none(place.need("basis", "Say what it rests on: basis: [{law: …, articles: […]}].")),
        discharged_by=tuple(each(done, _discharge)) if done else (),
        note=words_or_none(place.get("note")),
        file=place.file,
        line=place.line,
    )


def _discharge(place: Place) -> Discharge:
    know(place, "power", "step")
    step = place.get("step")
    power = place.need("power", "Name the power by which the duty is done.").text()
    return Discharge(power, step.text() if step else None, place.line)


def read_prohibitions(place: Place) -> dict[str, Prohibition]:
    """``prohibitions.yaml``: a list of {id, slug, field, title, basis, binds?, note?}."""
    found = each(place, _prohibition)
    without_doubles("prohibition", ((p.id, p.file, p.line, p) for p in found))
    return without_doubles("prohibition", ((p.slug, p.file, p.line, p) for p in found))


def _prohibition(place: Place) -> Prohibition:
    know(place, "id", "slug", "field", "title", "basis", "binds", "note")
    return Prohibition(
        id=place.need("id", "Give it a lasting number, for example NEG-14.").text(),
        slug=read_slug(place.need("slug", _SLUG)),
        field=place.need("field", "Name its group: {zh: 财务, en: Finance}.").words(),
        title=place.need("title", _NAME).words(),
        basis=basis_or_none(place.need("basis", "Say what it rests on: basis: [{law: …, articles: […]}].")),
        binds=texts(place.get("binds")),
        note=words_or_none(place.get("note")),
        file=place.file,
        line=place.line,
    )


def read_bodies(place: Place) -> dict[str, Body]:
    """``bodies.yaml``: ``rules.read_bodies`` says what is in it; its complaints get their lines here."""
    try:
        return bodies_from(plain(place))
    except BodiesError as error:
        raise DefinitionError(_with_line(place, said) for said in error.complaints) from None


def _with_line(place: Place, said: str) -> Complaint:
    key, _, rest = said.partition(": ")
    what, _, remedy = rest.partition(". ")
    at = place
    for word in re.findall(r"[^.\[\]]+", key):
        inner = _inside(at, word)
        if inner is None:
            break
        at = inner
    return Complaint(place.file, at.line, f"{key}: {what}", remedy or "See docs/spec/catalogue.md.")


def _inside(place: Place, word: str) -> Place | None:
    if place.is_mapping():
        return place.get(word)
    if isinstance(place.node, SequenceNode) and word.isdecimal():
        return place.items()[int(word)]
    return None
