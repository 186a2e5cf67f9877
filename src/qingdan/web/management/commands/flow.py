"""``qingdan flow …``: a power's process in words, drawn, as a model; checked, tried out, kept to?; its event log."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.catalogue.load import load_beside, load_edition
from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.outline import outline
from qingdan.domain.catalogue.settled import power_under
from qingdan.domain.complaints import Complaint, DefinitionError, closest
from qingdan.domain.flow import draw
from qingdan.domain.flow.model import Flow
from qingdan.records.editions.sources import read_sources, read_text
from qingdan.records.people.wording import said
from qingdan.web.management import bpmn, conforming, importing, logging_out, simulating
from qingdan.web.management.definitions import is_file, path_in_catalogue, with_file
from qingdan.web.management.outputs import write_file
from qingdan.web.management.speaking import add_language, speaking, write_complaints


class Command(BaseCommand):
    """One flow on the command line."""

    help = "Shows, draws or checks the process of one power."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        show = actions.add_parser("show", help="print a power's steps as an outline")
        show.add_argument("slug", help="the power's short name, as petty-goods")
        picture = actions.add_parser("draw", help="write a power's drawing as SVG, or as HTML to look at in a browser")
        picture.add_argument("slug", help="the power's short name, as petty-goods")
        picture.add_argument("file", type=Path, help="where to: NAME.svg (for paper) or NAME.html")
        picture.add_argument("--direction", choices=(draw.COLUMNS, draw.ROWS), default=draw.COLUMNS)
        picture.add_argument("--width", type=float, default=0.0, help="the room in px; left out: as wide as it comes")
        model = actions.add_parser("bpmn", help="write a power's process as BPMN 2.0")
        bpmn.arguments(model)
        brought = actions.add_parser("import", help="make a draft definition (YAML) of a BPMN file of another program")
        importing.arguments(brought)
        check = actions.add_parser("check", help="check one definition against the rest of the catalogue")
        check.add_argument("file", type=Path, help="the definition, inside the catalogue or anywhere else")
        conform = actions.add_parser("conform", help="judge an event log against a power or another model")
        conforming.add_conform(conform)
        log = actions.add_parser("log", help="write the cases that anybody may know of as an event log")
        logging_out.add_log(log)
        for parser_ in (show, picture, model, brought, check, conform, log):
            add_language(parser_)
        simulating.add_parsers(actions)

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        with speaking(options["language"]):
            {
                "show": self.show,
                "draw": self.draw,
                "bpmn": self.bpmn,
                "import": self.import_model,
                "check": self.check_file,
                "conform": self.conform,
                "log": self.log,
                "simulate": lambda asked: simulating.simulate(self, asked),
                "separation": lambda asked: simulating.separation(self, asked),
            }[action](options)

    def show(self, options: dict[str, Any]) -> None:
        """The outline of a power from the files."""
        edition, power = self._power(options["slug"])
        for line in outline(power, edition, options["language"]):
            self.stdout.write(line)

    def draw(self, options: dict[str, Any]) -> None:
        """The drawing of a power from the files, with the limits of the edition."""
        edition, power = self._power(options["slug"])
        file: Path = options["file"]
        if file.suffix not in (".svg", ".html"):
            raise CommandError(f"{file}: write a name that ends in .svg or .html.")
        words = lexicon(edition, options["language"])
        made = draw.layout(power.flow, words, options["direction"], options["width"])
        dress = "paper" if file.suffix == ".svg" else "screen"
        svg = draw.write(made, power.title.to(options["language"]), dress=dress)
        write_file(file, svg if file.suffix == ".svg" else _page(svg, options["language"]))
        steps = len(power.flow.steps())
        self.stdout.write(f"{file}: {steps} steps, {round(made.width)} × {round(made.height)} px.")

    def conform(self, options: dict[str, Any]) -> None:
        """What a log's cases did otherwise than the model says."""
        try:
            conforming.conform(options, self._flow, self.stdout)
        except DefinitionError as error:
            self._refuse(error.complaints)

    def log(self, options: dict[str, Any]) -> None:
        """The public cases as a file."""
        try:
            self.stdout.write(logging_out.log_out(options, sys.stderr))
        except DefinitionError as error:
            self._refuse(error.complaints)

    def _flow(self, name: str) -> tuple[Edition, Flow]:
        """The process of a power of the catalogue, or of a definition in a file of its own, under no limits yet."""
        if is_file(name):
            edition, power = with_file(Path(name))
            return edition, power.flow
        edition = self._edition(read_sources(settings.CATALOGUE, settings.EDITION))
        return edition, self._named(edition, name).flow

    def bpmn(self, options: dict[str, Any]) -> None:
        """The process of a power from the files, with the limits of the edition."""
        self.stdout.write(bpmn.write(*self._power(options["slug"]), options))

    def import_model(self, options: dict[str, Any]) -> None:
        """A draft of a definition, written only when it fits the rest of the catalogue."""
        files, file = read_sources(settings.CATALOGUE, settings.EDITION), options["file"]
        try:
            text, found = importing.drafted(self._edition(files), options)
        except DefinitionError as error:
            self._refuse(error.complaints)
        try:
            load_beside(files, path_in_catalogue(file, text), text)
        except DefinitionError as error:
            self._refuse([replace(complaint, file=str(file)) for complaint in error.complaints])
        write_file(file, text)
        told = {"file": file, "steps": found.steps, "facts": len(found.facts)}
        self.stdout.write(_("%(file)s：%(steps)d 个步骤、%(facts)d 处要选。写着“待填写”的请补上。") % told)

    def _power(self, slug: str) -> tuple[Edition, Power]:
        edition = self._edition(read_sources(settings.CATALOGUE, settings.EDITION))
        return edition, power_under(self._named(edition, slug), edition.limits)

    def _named(self, edition: Edition, slug: str) -> Power:
        power = edition.powers.get(slug)
        if power is None:
            near = said(closest(slug, edition.powers))
            raise CommandError(_("没有“%(slug)s”这一项权力。%(near)s") % {"slug": slug, "near": near})
        return power

    def _edition(self, files: dict[str, str]) -> Edition:
        try:
            return load_edition(files)
        except DefinitionError as error:
            self._refuse(error.complaints)

    def check_file(self, options: dict[str, Any]) -> None:
        """Exit 1 when there is any complaint about this file."""
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(_("%(file)s：没有这个文件。请写一项权力的文件名。") % {"file": file})
        try:
            text = read_text(file, str(file))
            path = path_in_catalogue(file, text)
        except DefinitionError as error:
            self._refuse(error.complaints)
        files = read_sources(settings.CATALOGUE, settings.EDITION)
        try:
            power = load_beside(files, path, text).powers[Path(path).stem]
        except DefinitionError as error:
            self._judge(error, path, file)
        else:
            self.stdout.write(_("%(file)s：没有要改的地方。%(size)s") % {"file": file, "size": _size(power)})

    def _judge(self, error: DefinitionError, path: str, file: Path) -> None:
        ours = [replace(complaint, file=str(file)) for complaint in error.complaints if complaint.file == path]
        others = len(error.complaints) - len(ours)
        if others:
            more = ngettext(
                "清单的其他文件有 %(n)d 处要改：请看 qingdan catalogue check。",
                "清单的其他文件有 %(n)d 处要改：请看 qingdan catalogue check。",
                others,
            )
            self.stderr.write(more % {"n": others})
        if ours:
            self._refuse(ours)
        raise CommandError(_("%(file)s 读得通，但清单的其他文件有要改的地方，没法一起核对。") % {"file": file})

    def _refuse(self, complaints: tuple[Complaint, ...] | list[Complaint]) -> NoReturn:
        raise CommandError(write_complaints(self.stdout, complaints))


def _page(svg: str, language: str) -> str:
    """A drawing as a page that any browser opens."""
    return f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>qingdan flow draw</title>{svg}</html>'


def _size(power: Power) -> str:
    flow = power.flow
    sizes = {"steps": len(flow.steps()), "facts": len(flow.facts), "outcomes": len(flow.outcomes)}
    return _("%(steps)d 个步骤，%(facts)d 个数据项，%(outcomes)d 种结局。") % sizes
