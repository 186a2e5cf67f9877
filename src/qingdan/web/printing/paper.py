"""What a form is printed for: a power's step, perhaps a village, perhaps a running case; and what stands around it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

import segno
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.catalogue.parts import Form
from qingdan.domain.flow.model import Step
from qingdan.features.cases.messages import local
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division, SupervisionContact
from qingdan.watch.boards.citing import Citation, citations
from qingdan.watch.boards.qr import address
from qingdan.web import formats
from qingdan.web.printing.listing import forms_of, title_of
from qingdan.web.printing.reading import CaseReading, Known
from qingdan.web.printing.sheet import Document, Sheet

MOST_RED_LINES = 3


@dataclass(frozen=True)
class Place:
    """Where a form is used: the village and the telephones that belong on it."""

    village: Division
    contacts: Sequence[SupervisionContact]

    @property
    def name(self) -> str:
        """Town and village."""
        town = self.village.parent.short_name if self.village.parent else ""
        return f"{town} {self.village.short_name}".strip()


@dataclass(frozen=True)
class Paper:
    """One form to be printed. ``known`` None: it is blank, and everything is for the pen."""

    edition: Edition
    power: Power
    step: Step
    place: Place | None = None
    reading: CaseReading | None = None
    known: Known | None = None

    @cached_property
    def form(self) -> Form | None:
        """What the catalogue says about this form."""
        return self.edition.forms.get(self.step.form or "")

    @property
    def title(self) -> str:
        return title_of(self.edition, self.step)

    @property
    def number(self) -> int:
        """Which of the power's forms it is."""
        return [step.id for step, _title, _url in forms_of(self.edition, self.power)].index(self.step.id) + 1

    @property
    def demo(self) -> bool:
        return bool(self.place and self.place.village.is_demo)

    def sheet(self, blocks: Iterable[dict[str, Any]], *, title: str = "", name: str = "") -> Sheet:
        """The form with everything around ``blocks``."""
        return Sheet(
            name=name or (self.known.key if self.known else self.step.id),
            title=title or self.title,
            above=" · ".join(
                (
                    local(self.edition.title),
                    local(self.power.title),
                    _("表%(n)d %(step)s") % {"n": self.number, "step": local(self.step.name)},
                )
            ),
            under=self._under(),
            code=code_svg(self.address),
            code_text=self.address,
            code_words=_("扫码查进度、交回") if self.reading else _("扫码看本表"),
            blocks=[*blocks],
            **self.around(),
        )

    def around(self) -> dict[str, Any]:
        """Foot and marks, the same on every sheet."""
        return {
            "telephones": telephones(self.place),
            "note": _("网上点的是登记，签了字的这张纸才是凭据。签好拍照，归入案卷。"),
            "version": _("表样 %(version)s · %(digest)s")
            % {"version": self.edition.head.version, "digest": self.power.digest[:8]},
            "demo": self.demo,
            "demo_words": _("示例"),
        }

    def _under(self) -> list[str]:
        place = self.place.name if self.place else _("______镇（街道）______村")
        number = self.reading.case.number if self.reading else "____________"
        return [place, _("案卷号 %(number)s") % {"number": number}]

    @property
    def address(self) -> str:
        """What the code on the paper says: the case and step to which it comes back, or this blank form again."""
        if self.reading and self.known:
            return address(reverse("intake:sheet", args=[self.reading.case.pk, self.known.key]))
        return address(reverse("forms:blank", args=[self.power.slug, self.step.id]))

    def basis(self) -> list[str]:
        """The step's legal bases, else the power's; those not read in their text are marked."""
        found = citations(self.edition, self.step.basis or self.power.basis, local_date(timezone.now()))
        return cited(found)

    def red_lines(self) -> list[str]:
        """The prohibitions that this step guards, else the nearest of the power."""
        guarded = [slug for slug in self.step.guards if slug in self.edition.prohibitions]
        named = guarded or [line.prohibition for line in self.power.red_lines]
        rows = [self.edition.prohibitions[slug] for slug in named[:MOST_RED_LINES]]
        return [_("%(title)s（%(id)s）") % {"title": local(p.title), "id": p.id} for p in rows]


def cited(found: Iterable[Citation]) -> list[str]:
    """Legal bases in words, each marked when its articles were not read in the text, or are no longer law."""
    named = _("《%(law)s》%(articles)s")
    return [named % {"law": c.law, "articles": c.articles} + doubt(c) for c in found]


def doubt(citation: Citation) -> str:
    """The mark of a basis that was not read in its text, or is no longer law; else ""."""
    return {"open": _("〔待核实〕"), "dead": _("〔已失效〕"), "ok": ""}[citation.state]


def telephones(place: Place | None) -> str:
    """The supervision telephones in one line; lines for the pen where none is known."""
    if place is None or not place.contacts:
        return _("监督电话：村 __________  镇 __________  市 __________")
    said = [f"{c.name} {c.phone}" for c in place.contacts]
    return _("监督电话：%(numbers)s") % {"numbers": "　".join(said)}


def code_svg(text: str) -> str:
    """A QR code as an SVG picture, error level M."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=1, nl=False)
    return drawn.getvalue().decode("ascii")


def day_words(value: date | datetime) -> str:
    """A day as people write it; a moment by the day of the place."""
    return formats.day_text(local_date(value) if isinstance(value, datetime) else value, get_language())


def time_words(value: datetime) -> str:
    """A moment in the time of the place."""
    return formats.time_text(timezone.localtime(value), get_language())


def document(title: str, edition: Edition, sheets: Iterable[Sheet], day: date | None = None) -> Document:
    """Sheets in one file. ``day`` is when what stands on them was so; a blank form is of the edition's own day."""
    of = day or edition.head.in_force
    english = formats.is_english(get_language())
    return Document(
        title=title,
        date=(of.year, of.month, of.day),
        publisher=local(edition.title),
        language="en" if english else "zh",
        region=None if english else "cn",
        page_words=_("第{page}页 共{pages}页"),
        demo=_("示例"),
        sheets=list(sheets),
    )


def digest_of(made: Document, standard: str) -> str:
    """What a printed document is kept under: it changes with whatever stands on it."""
    return hashlib.sha256(f"{standard}{made!r}".encode()).hexdigest()
