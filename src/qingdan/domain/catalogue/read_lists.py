"""Reads the short lists of an edition: norms, areas, posts, bodies, forms, duties and prohibitions."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from ruamel.yaml.nodes import SequenceNode

from qingdan.domain.catalogue.canonical import plain
from qingdan.domain.catalogue.fields import (
    BASIS,
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
from qingdan.domain.complaints import NAME, Complaint, DefinitionError, one_of
from qingdan.domain.flow.model import Basis
from qingdan.domain.reading import Place
from qingdan.domain.rules.at_key import BodiesError, KeyFault
from qingdan.domain.rules.bodies import Body
from qingdan.domain.rules.read_bodies import bodies_from
from qingdan.domain.words import Words

LEVELS = ("village", "town", "city")
_SLUG = Words("请写代号，例如 slug: petty-goods。", "Give it a short name, for example slug: petty-goods.")
_CITED = Words("请写成 {law: …, article: …}。", "Write {law: …, article: …}.")
_NUMBER = Words("规范从 1 起编号。", "Number the norms from 1.")
_PLAIN = Words("请用村民的话写：{zh: …, en: …}。", "Say it in a villager's words: {zh: …, en: …}.")
_POSTS = Words("请写 posts:，下面每个职务写一段。", "Write `posts:` and under it one block for each post.")
_DUTY = Words("请写固定编号，例如 SEC-03。", "Give it a lasting number, for example SEC-03.")
_BAN = Words("请写固定编号，例如 NEG-14。", "Give it a lasting number, for example NEG-14.")
_POWER = Words("请写靠哪一项权力来尽这项责任。", "Name the power by which the duty is done.")
_FIELD = Words("请写它属于哪一类：{zh: 财务, en: Finance}。", "Name its group: {zh: 财务, en: Finance}.")


def read_norms(place: Place) -> dict[str, Norm]:
    """``norms.yaml``: a list of {slug, number, title, plain}."""
    rows = each(place, lambda p: (p.line, _norm(p)))
    return without_doubles(Words("规范", "norm"), ((n.slug, place.file, line, n) for line, n in rows))


def _norm(place: Place) -> Norm:
    know(place, "slug", "number", "title", "plain")
    return Norm(
        slug=read_slug(place.need("slug", _SLUG)),
        number=place.need("number", _NUMBER).number(),
        title=place.need("title", NAME).words(),
        plain=place.need("plain", _PLAIN).words(),
    )


def read_areas(place: Place) -> dict[str, Area]:
    """``areas.yaml``: a list of {slug, title, plain?}."""
    rows = each(place, lambda p: (p.line, _area(p)))
    return without_doubles(Words("领域", "area"), ((a.slug, place.file, line, a) for line, a in rows))


def _area(place: Place) -> Area:
    know(place, "slug", "number", "title", "plain")
    return Area(
        read_slug(place.need("slug", _SLUG)), place.need("title", NAME).words(), words_or_none(place.get("plain"))
    )


def read_posts(place: Place) -> dict[str, Post]:
    """``posts.yaml``: what flows and lists need of each post; ``records.people`` reads the rest of it."""
    know(place, "posts")
    return each_named(place.need("posts", _POSTS), _post)


def _post(slug: str, place: Place) -> Post:
    most, apart = place.get("max"), place.get("not_with")
    bars = [bar for key in ("not_with", "not_kin_of") if (found := place.get(key)) for bar in found.items()]
    return Post(
        slug=slug,
        name=place.need("name", NAME).words(),
        level=place.need("level", one_of(LEVELS)).choice(LEVELS),
        max=most.number() if most else None,
        bodies=texts(place.get("bodies")),
        bars=tuple(post for bar in bars for post in texts(bar.get("posts"))),
        basis=tuple(basis for bar in bars for basis in _bar_basis(bar)),
        line=place.line,
        apart=tuple(p for bar in (apart.items() if apart else ()) for p in texts(bar.get("posts"))),
    )


def _bar_basis(bar: Place) -> list[Basis]:
    cited = bar.get("basis")
    rows = cited.items() if cited else []
    return [Basis(row.need("law", _CITED).text(), (row.need("article", _CITED).text(),)) for row in rows]


def read_form(place: Place) -> Form:
    """``forms/<slug>.yaml``: {slug, title, notes?, signatures?, signed_as?}."""
    know(place, "slug", "title", "notes", "signatures", "signed_as")
    slug = read_slug(place.need("slug", _SLUG))
    if slug != PurePosixPath(place.file).stem:
        place.fail(
            Words(f"表格“{slug}”写在别的名字的文件里", f"the form {slug!r} stands in a file of another name"),
            Words(f"请把文件改名为 {slug}.yaml。", f"Call the file {slug}.yaml."),
        )
    return Form(
        slug=slug,
        title=place.need("title", NAME).words(),
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
        id=place.need("id", _DUTY).text(),
        slug=read_slug(place.need("slug", _SLUG)),
        post=post,
        title=place.need("title", NAME).words(),
        basis=basis_or_none(place.need("basis", BASIS)),
        discharged_by=tuple(each(done, _discharge)) if done else (),
        note=words_or_none(place.get("note")),
        file=place.file,
        line=place.line,
    )


def _discharge(place: Place) -> Discharge:
    know(place, "power", "step")
    step = place.get("step")
    power = place.need("power", _POWER).text()
    return Discharge(power, step.text() if step else None, place.line)


def read_prohibitions(place: Place) -> dict[str, Prohibition]:
    """``prohibitions.yaml``: a list of {id, slug, field, title, basis, binds?, note?}."""
    found = each(place, _prohibition)
    without_doubles(Words("禁止事项", "prohibition"), ((p.id, p.file, p.line, p) for p in found))
    return without_doubles(Words("禁止事项", "prohibition"), ((p.slug, p.file, p.line, p) for p in found))


def _prohibition(place: Place) -> Prohibition:
    know(place, "id", "slug", "field", "title", "basis", "binds", "note")
    return Prohibition(
        id=place.need("id", _BAN).text(),
        slug=read_slug(place.need("slug", _SLUG)),
        field=place.need("field", _FIELD).words(),
        title=place.need("title", NAME).words(),
        basis=basis_or_none(place.need("basis", BASIS)),
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


def _with_line(place: Place, said: KeyFault) -> Complaint:
    at = place
    for word in re.findall(r"[^.\[\]]+", said.key):
        inner = _inside(at, word)
        if inner is None:
            break
        at = inner
    what = Words(f"{said.key}: {said.what.zh}", f"{said.key}: {said.what.en}")
    return Complaint(place.file, at.line, what, said.remedy)


def _inside(place: Place, word: str) -> Place | None:
    if place.is_mapping():
        return place.get(word)
    if isinstance(place.node, SequenceNode) and word.isdecimal():
        return place.items()[int(word)]
    return None
