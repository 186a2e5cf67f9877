"""``qingdan kit DIR``: the publicity kit of every power, a folder for each, for a village or for none."""

from __future__ import annotations

import shutil
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.complaints import closest
from qingdan.web.icons import not_built
from qingdan.web.management.asked import add_norm_and_village, asked
from qingdan.web.management.progress import Progress
from qingdan.web.management.speaking import add_language, speaking
from qingdan.web.printing.serving import place_of
from qingdan.web.printing.whole_set import folder_of
from qingdan.web.publicity.files import contents
from qingdan.web.publicity.kit import Kit, kit_for


class Command(BaseCommand):
    """The kits as folders."""

    help = "Writes poster, strip, card and texts of every power into one folder each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder", type=Path, metavar="DIR", help="where to: a folder that is not there yet, or empty"
        )
        add_norm_and_village(parser)
        parser.add_argument("--power", default="", metavar="SLUG", help="one power only")
        add_language(parser)

    def handle(self, *args: Any, folder: Path, norm: str, power: str, village: str, **options: Any) -> None:
        of = asked(norm, village)
        edition, powers = of.edition, _powers(of.edition, norm, power)
        place = place_of(of.village) if of.village else None
        if missing := not_built():
            raise CommandError(f"the icons are not built ({len(missing)} are missing): qingdan manage icons")
        _is_free(folder)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with speaking(options["language"]), Progress(self.stderr, "kits", len(powers)) as bar:
            made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            try:
                for one in powers:
                    _write(made / folder_of(edition, one), kit_for(edition, one, place))
                    bar.more()
                made.chmod(0o755)  # a temporary folder is closed to everybody else
                made.replace(folder)
            except BaseException:
                shutil.rmtree(made, ignore_errors=True)
                raise
        self.stdout.write(f"{folder}: {len(powers)} powers")


def _powers(edition: Edition, norm: str, power: str) -> list[Power]:
    if power and power not in edition.powers:
        raise CommandError(f"no power {power!r}. {closest(power, edition.powers).en}".rstrip())
    found = [p for p in edition.powers.values() if norm in ("", p.norm) and power in ("", p.slug)]
    if not found:
        raise CommandError(f"the power {power!r} is not of the norm {norm!r}")
    return found


def _is_free(folder: Path) -> None:
    """What is there is not overwritten; an empty folder is taken."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CommandError(f"{folder} is there already; give another name")


def _write(folder: Path, kit: Kit) -> None:
    folder.mkdir(parents=True)
    for name, content in contents(kit):
        (folder / name).write_bytes(content)
