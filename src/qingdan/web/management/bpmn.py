"""``qingdan flow bpmn SLUG FILE.bpmn``: one power's process for whatever program reads BPMN 2.0."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.bpmn import to_bpmn
from qingdan.web.management.outputs import write_file


def arguments(parser: ArgumentParser) -> None:
    """What the subcommand is told."""
    parser.add_argument("slug", help="the power's short name, as petty-goods")
    parser.add_argument("file", type=Path, help="where to: NAME.bpmn")


def write(edition: Edition, power: Power, options: dict[str, Any]) -> str:
    """Write the file with the limits of the edition; the answer says what was written. :raises CommandError: when the
    name has another ending."""
    file: Path = options["file"]
    if file.suffix != ".bpmn":
        raise CommandError(_("%(file)s：请写以 .bpmn 结尾的文件名。") % {"file": file})
    words = lexicon(edition, options["language"])
    write_file(file, to_bpmn(power.flow, words, power.title.to(options["language"]), edition.limits))
    return _("%(file)s：%(steps)d 个步骤。") % {"file": file, "steps": len(power.flow.steps())}
