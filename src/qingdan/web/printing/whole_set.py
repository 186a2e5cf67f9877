"""Every blank form of a village in one archive: a folder for each norm and power, each form as PDF and for Word."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.settled import power_under
from qingdan.features.cases.messages import local
from qingdan.web.printing import engine, word
from qingdan.web.printing.listing import forms_of, said
from qingdan.web.printing.making import sheet_of
from qingdan.web.printing.paper import Paper, Place, document

# Signs that Windows does not have in the names of files.
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
LONGEST = 40  # signs of one name: with its folders within what Windows opens


def forms(edition: Edition, power: Power, place: Place | None) -> Iterator[tuple[str, bytes]]:
    """The path inside the archive and the content of every form of a power under the limits that it holds."""
    folder = folder_of(edition, power)
    for step, title, _url in forms_of(edition, power):
        made = document(title, edition, [sheet_of(Paper(edition, power, step, place))]).plain()
        named = f"{folder}/{said(Paper(edition, power, step, place).number)}-{_name(title)}"
        yield f"{named}.pdf", engine.pdf(made)
        yield f"{named}.docx", word.docx(made)


def archive(
    edition: Edition, powers: Iterable[Power], place: Place | None, limits: Mapping[str, int],
    step: Callable[[], None] = lambda: None,
) -> bytes:  # fmt: skip
    """The forms of several powers as a ZIP file; ``step`` is told after each power. The same edition, village and
    limits give the same forms; only what a file's clock says differs."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for power in powers:
            for path, content in forms(edition, power_under(power, limits), place):
                made.writestr(path, content)
            step()
        made.writestr(_("说明") + ".txt", _about(edition, place))
    return kept.getvalue()


def folder_of(edition: Edition, power: Power) -> str:
    """The folder of a power in that of its norm, by number and name."""
    norm = edition.norms[power.norm]
    return f"{norm.number}-{_name(local(norm.title))}/{power.number:02d}-{_name(local(power.plain))}"


def _about(edition: Edition, place: Place | None) -> str:
    lines = [local(edition.title), local(edition.head.note)]
    if place:
        lines.append(place.name)
    lines.append(_("每张表有 PDF 和 Word 两种：PDF 打印了手写，Word 可以打字。签了字的纸才是凭据。"))
    return "\n".join(lines) + "\n"


def _name(text: str) -> str:
    return _NOT_IN_NAMES.sub("_", text).strip("._")[:LONGEST]
