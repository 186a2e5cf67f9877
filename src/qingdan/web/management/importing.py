"""``qingdan flow import FILE.bpmn DRAFT.yaml``: a model of another program as the draft of a definition."""

from __future__ import annotations

import io
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from ruamel.yaml import YAML

from qingdan.domain.catalogue.fields import is_slug
from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.complaints import closest
from qingdan.domain.flow.bpmn import Draft, draft
from qingdan.domain.flow.bpmn.drafting import WhoDoes
from qingdan.records.people.wording import said

ROUNDS = 9
TO_WRITE = {"zh": "待填写", "en": "To be written"}
ANSWERS = ("who", "where", "how_long", "cost", "take_part", "watch")


def arguments(parser: ArgumentParser) -> None:
    """What the subcommand is told."""
    parser.add_argument(
        "model", type=Path, help="a block-structured BPMN 2.0 file of any program; nothing in it is run"
    )
    parser.add_argument("file", type=Path, help="where to: SLUG.yaml, a draft to go on writing")
    parser.add_argument(
        "--like", default="", metavar="SLUG", help="the power beside which it stands (norm, area, holder)"
    )
    parser.add_argument("--by", default="", metavar="POST", help="who does what stands in no lane")
    parser.add_argument(
        "--who", action="append", default=[], metavar="LANE=POST", help="which post a lane is; as often as needed"
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help="how often a loop goes round at most")


def drafted(edition: Edition, options: dict[str, Any]) -> tuple[str, Draft]:
    """The text of the draft, and what is in it.

    :raises DefinitionError: for a model that cannot be read or said. :raises CommandError: for what was asked wrongly.
    """
    model, file = options["model"], options["file"]
    if not model.is_file():
        raise CommandError(_("%(file)s：没有这个文件。") % {"file": model})
    if file.suffix != ".yaml" or not is_slug(file.stem):
        raise CommandError(_("%(file)s：请写 代号.yaml，代号用小写字母、数字和短横。") % {"file": file})
    if file.stem in edition.powers:
        raise CommandError(_("清单里已经有“%(slug)s”这一项，请换一个文件名。") % {"slug": file.stem})
    if not 1 <= options["rounds"] <= 99:
        raise CommandError(_("--rounds 请写 1 到 99。"))
    found = draft(model.name, model.read_bytes(), _who(edition, options), options["rounds"])
    like = _named(edition.powers, options["like"] or next(iter(edition.powers)))
    text = io.StringIO()
    writer = YAML()
    writer.width = 120
    writer.dump(_definition(edition, edition.powers[like], file.stem, model.name, found), text)
    return text.getvalue(), found


def _definition(edition: Edition, like: Power, slug: str, source: str, found: Draft) -> dict[str, Any]:
    title = {"zh": found.name or slug, "en": found.name or slug}
    note = {"zh": "由 BPMN 文件转成的草稿，待改写。", "en": "A draft made of a BPMN file, to be rewritten."}
    return {
        "number": max(power.number for power in edition.powers.values()) + 1,
        "slug": slug,
        "title": title,
        "plain": dict(TO_WRITE),
        "summary": dict(TO_WRITE),
        "norm": like.norm,
        "area": like.area,
        "holder": like.holder,
        "subjects": [like.holder],
        "origin": {"source": source, "note": note},
        "basis": [],
        "red_lines": [],
        "materials": [],
        "guide": {name: dict(TO_WRITE) for name in ANSWERS},
        "keywords": [],
        "facts": found.facts,
        "outcomes": {name: dict(words) for name, words in found.outcomes.items()},
        "flow": found.flow,
    }


def _who(edition: Edition, options: dict[str, Any]) -> WhoDoes:
    """Which post a lane is: as it was said, else the post of that name."""
    lanes: dict[str | None, str] = {}
    for slug, post in edition.posts.items():
        lanes |= {slug: slug, post.name.zh: slug, post.name.en: slug}
    for row in options["who"]:
        lane, equals, post = row.rpartition("=")
        if not equals:
            raise CommandError(_("--who 请写 泳道=职务代号：%(row)s") % {"row": row})
        lanes[lane.strip()] = _named(edition.posts, post.strip())
    if options["by"]:
        lanes[None] = _named(edition.posts, options["by"])
    return lanes.get


def _named(known: Mapping[str, object], slug: str) -> str:
    if slug not in known:
        near = said(closest(slug, known))
        raise CommandError(_("没有“%(slug)s”这个代号。%(near)s") % {"slug": slug, "near": near})
    return slug
