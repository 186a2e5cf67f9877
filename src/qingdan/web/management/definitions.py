"""A definition in a file of its own, read as a part of the catalogue: one that stands there, or a draft beside it."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.load import load_beside
from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.reading import read_yaml
from qingdan.domain.words import Words
from qingdan.records.editions.sources import read_sources, read_text


def is_file(name: str) -> bool:
    """Whether what somebody named is the file of a definition, and not a power's short name."""
    return Path(name).suffix == ".yaml"


def with_file(file: Path) -> tuple[Edition, Power]:
    """The edition with the definition in ``file``, and its power.

    :raises DefinitionError: with what is wrong in it, or in how it fits. :raises CommandError: when there is none.
    """
    if not file.is_file():
        raise CommandError(_("%(file)s：没有这个文件。请写一项权力的文件名。") % {"file": file})
    text = read_text(file, str(file))
    path = path_in_catalogue(file, text)
    edition = load_beside(read_sources(settings.CATALOGUE, settings.EDITION), path, text)
    return edition, edition.powers[Path(path).stem]


def path_in_catalogue(file: Path, text: str) -> str:
    """Where the definition stands, or would stand, inside ``catalogue/``."""
    root = Path(settings.CATALOGUE).resolve()
    if file.resolve().is_relative_to(root):
        return file.resolve().relative_to(root).as_posix()
    place = read_yaml(str(file), text)
    norm = place.need("norm", Words("请写属于哪条规范。", "Name the norm it stands under.")).text()
    slug = place.need("slug", Words("请写代号。", "Write its short name.")).text()
    return f"{settings.EDITION}/powers/{norm}/{slug}.yaml"
