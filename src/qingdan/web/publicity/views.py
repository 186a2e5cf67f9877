"""The kit of a power as a page and as files, open to everybody."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.text import format_lazy
from django.views.decorators.http import require_safe

from qingdan.records.regions.queries import contacts_for
from qingdan.watch.reach.gates import shared_gate
from qingdan.watch.reach.reading import posted_of
from qingdan.web.portal.queries import edition_today
from qingdan.web.portal.village import chosen_village, page
from qingdan.web.printing.paper import Place
from qingdan.web.printing.serving import FileType, asked_place, open_file, place_of
from qingdan.web.publicity.card import HIGH, WIDE
from qingdan.web.publicity.files import FILES, digest_of
from qingdan.web.publicity.kit import Kit, kit_for
from qingdan.web.publicity.notice import digest_of as digest_of_notice
from qingdan.web.publicity.notice import notice_png
from qingdan.web.publicity.strip import panels_of, picture
from qingdan.web.publicity.texts import texts

PICTURE = FileType("png", "image/png", "inline")
ALONE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"  # a drawing opened by itself loads and runs nothing


@login_not_required
@require_safe
def short(request: HttpRequest, number: int) -> HttpResponse:
    """From the number that a power has in the list of today to its guide: short enough for a text message."""
    edition = edition_today()
    power = next((p for p in edition.powers.values() if p.number == number), None) if edition else None
    if power is None:
        raise Http404
    return redirect("portal:guide", slug=power.slug)


@login_not_required
@require_safe
def kit(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything of a power's kit to look at and to take, for the reader's village where one is chosen."""
    village = chosen_village(request)
    made = _kit(slug, place_of(village) if village else None)
    pictures = [(panel, mark_safe(picture(panel, made))) for panel in panels_of(made)]  # noqa: S308 - no text in it
    return page(
        request,
        "publicity/kit.html",
        village,
        section="powers",
        power=made.power,
        norm=made.edition.norms[made.power.norm],
        edition=made.edition,
        asked=f"?village={village.pk}" if village else "",
        pictures=pictures,
        texts=texts(made),
        card={"wide": WIDE, "high": HIGH},
    )


@login_not_required
@require_safe
def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of a kit; ``?village=ID`` puts a village's name and telephones on it."""
    wanted = FILES.get(name)
    if wanted is None:
        raise Http404
    made = _kit(slug, asked_place(request))
    title = str(format_lazy("{title} {plain}", title=wanted.title, plain=made.told.plain))
    response = open_file(request, wanted.type, digest_of(made, name), title, lambda: wanted.make(made))
    if wanted.type.ending == "svg":
        response.headers["Content-Security-Policy"] = ALONE
    return response


@login_not_required
@require_safe
def notice(request: HttpRequest, code: str) -> HttpResponse:
    """A notice for everybody as a picture for a group chat."""
    found = shared_gate(request, code).notice
    posted = posted_of(found, edition_today(), contacts_for(found.village))
    return open_file(request, PICTURE, digest_of_notice(posted), posted.head, lambda: notice_png(posted))


def _kit(slug: str, place: Place | None) -> Kit:
    """The kit of a power. :raises Http404: when there is no such power."""
    edition = edition_today()
    if edition is None or slug not in edition.powers:
        raise Http404
    return kit_for(edition, edition.powers[slug], place)
