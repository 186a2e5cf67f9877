"""``qingdan flow show | draw | check``: one power's process, in words, as a picture, and checked."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.outline import outline
from qingdan.domain.flow import draw
from qingdan.domain.reading import Complaint, DefinitionError, closest, read_yaml
from qingdan.records.editions.sources import read_sources, read_text


class Command(BaseCommand):
    """One flow on the command line."""

    help = "Shows, draws or checks the process of one power."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        show = actions.add_parser("show", help="print a power's steps as an outline")
        show.add_argument("slug", help="the power's short name, as petty-goods")
        show.add_argument("--language", choices=("zh", "en"), default="zh")
        picture = actions.add_parser("draw", help="write a power's drawing as SVG, or as HTML to look at in a browser")
        picture.add_argument("slug", help="the power's short name, as petty-goods")
        picture.add_argument("file", type=Path, help="where to: NAME.svg (for paper) or NAME.html")
        picture.add_argument("--language", choices=("zh", "en"), default="zh")
        picture.add_argument("--direction", choices=(draw.COLUMNS, draw.ROWS), default=draw.COLUMNS)
        picture.add_argument("--width", type=float, default=0.0, help="the room in px; left out: as wide as it comes")
        check = actions.add_parser("check", help="check one definition against the rest of the catalogue")
        check.add_argument("file", type=Path, help="the definition, inside the catalogue or anywhere else")

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        {"show": self.show, "draw": self.draw, "check": self.check_file}[action](options)

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
        file.write_text(svg if file.suffix == ".svg" else _page(svg, options["language"]), encoding="utf-8")
        steps = len(power.flow.steps())
        self.stdout.write(f"{file}: {steps} steps, {round(made.width)} × {round(made.height)} px.")

    def _power(self, slug: str) -> tuple[Edition, Power]:
        edition = self._edition(read_sources(settings.CATALOGUE, settings.EDITION))
        power = edition.powers.get(slug)
        if power is None:
            raise CommandError(f"There is no power {slug!r}. {closest(slug, edition.powers)}")
        return edition, power

    def _edition(self, files: dict[str, str]) -> Edition:
        try:
            return load_edition(files)
        except DefinitionError as error:
            self._refuse(error.complaints)

    def check_file(self, options: dict[str, Any]) -> None:
        """Exit 1 when there is any complaint about this file."""
        file: Path = options["file"]
        if not file.is_file():
            raise CommandError(f"{file}: there is no such file. Name a power's definition.")
        try:
            text = read_text(file, str(file))
            path = _path_in_catalogue(file, text)
        except DefinitionError as error:
            self._refuse(error.complaints)
        files = read_sources(settings.CATALOGUE, settings.EDITION)
        try:
            power = load_edition({**files, path: text}).powers[Path(path).stem]
        except DefinitionError as error:
            self._judge(error, path, file)
        else:
            self.stdout.write(f"{file}: nothing to complain about. {_size(power)}")

    def _judge(self, error: DefinitionError, path: str, file: Path) -> None:
        ours = [Complaint(str(file), c.line, c.what, c.remedy) for c in error.complaints if c.file == path]
        others = len(error.complaints) - len(ours)
        if others:
            self.stderr.write(f"The rest of the catalogue has {others} complaints: see `qingdan catalogue check`.")
        if ours:
            self._refuse(ours)
        raise CommandError(f"{file} can be read, but not checked against a catalogue that has complaints itself.")

    def _refuse(self, complaints: tuple[Complaint, ...] | list[Complaint]) -> NoReturn:
        for complaint in complaints:
            self.stdout.write(str(complaint))
        raise CommandError(f"{len(complaints)} complaint{'s' if len(complaints) > 1 else ''}.")


def _page(svg: str, language: str) -> str:
    """A drawing as a page that any browser opens."""
    return f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>qingdan flow draw</title>{svg}</html>'


def _path_in_catalogue(file: Path, text: str) -> str:
    """Where the definition stands, or would stand, inside ``catalogue/``."""
    root = Path(settings.CATALOGUE).resolve()
    if file.resolve().is_relative_to(root):
        return file.resolve().relative_to(root).as_posix()
    place = read_yaml(str(file), text)
    norm = place.need("norm", "Name the norm it stands under.").text()
    slug = place.need("slug", "Write its short name.").text()
    return f"{settings.EDITION}/powers/{norm}/{slug}.yaml"


def _size(power: Power) -> str:
    flow = power.flow
    return f"{len(flow.steps())} steps, {len(flow.facts)} facts, {len(flow.outcomes)} outcomes."
