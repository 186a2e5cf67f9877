"""Sending what was made: a file with its name, kept for the next who asks, asked for again only when it changed."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_vary_headers

from qingdan.records.regions.models import Division
from qingdan.records.regions.queries import contacts_for
from qingdan.watch.boards.gates import village_gate
from qingdan.web.printing.paper import Place

OPEN_FOR = 3600  # seconds that an open file may be kept; after that its digest is asked for again
MOST_KEPT = 64
_kept: OrderedDict[str, bytes] = OrderedDict()  # open files, which many people ask for, by their digest


@dataclass(frozen=True)
class FileType:
    """What kind of file is sent: the ending of its name, its type, and whether it is shown or saved."""

    ending: str
    type: str
    disposition: str = "attachment"


def asked_place(request: HttpRequest) -> Place | None:
    """The village that ``?village=ID`` asks for. :raises Http404: when there is none."""
    asked = request.GET.get("village", "")
    if not asked:
        return None
    if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
        raise Http404
    return place_of(village_gate(int(asked)))


def place_of(village: Division) -> Place:
    """A village with the telephones that belong on its papers. One query."""
    return Place(village, contacts_for(village))


def open_file(request: HttpRequest, of: FileType, digest: str, title: str, make: Callable[[], bytes]) -> HttpResponse:
    """A file for everybody: made only when nobody has asked for the very same, sent only when it changed."""
    response = get_conditional_response(request, etag=f'"{digest}"')
    if response is None:
        response = answer(of, _once(digest, make), title)
        response.headers["ETag"] = f'"{digest}"'
    response.headers["Cache-Control"] = f"public, max-age={OPEN_FOR}"
    patch_vary_headers(response, ["Cookie", "Accept-Language"])  # the language of the words on it
    return response


def _once(digest: str, make: Callable[[], bytes]) -> bytes:
    """A file's content, kept for the next who asks for the very same."""
    if digest in _kept:
        _kept.move_to_end(digest)
        return _kept[digest]
    _kept[digest] = make()
    while len(_kept) > MOST_KEPT:
        _kept.popitem(last=False)
    return _kept[digest]


def answer(of: FileType, content: bytes, title: str) -> HttpResponse:
    """A file with a name for whoever keeps it."""
    response = HttpResponse(content, content_type=of.type)
    name = quote(f"{title}.{of.ending}", safe="")
    response.headers["Content-Disposition"] = (
        f"{of.disposition}; filename=\"form.{of.ending}\"; filename*=UTF-8''{name}"
    )
    return response


def private(response: HttpResponse) -> HttpResponse:
    """Kept by no cache and listed by no robot."""
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
