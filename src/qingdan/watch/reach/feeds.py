"""Atom feeds of notices for everybody (RFC 4287), made by Django's own feed generator.

An entry's id is that of the first version of its notice and never changes; a correction takes the place of what it
corrects, with its own moment as ``updated``; what was taken down is gone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.utils.translation import get_language

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.publicity.notices import days, written
from qingdan.records.regions.models import Division
from qingdan.watch.boards import presenting
from qingdan.watch.boards.models import Notice
from qingdan.watch.reach import queries
from qingdan.watch.reach.reading import page_of, posted_of

NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # when a feed changed in which nothing ever stood
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Asked:
    """Which feed: of a place, on one board or from the powers of one area. ``url`` and ``page`` are whole addresses:
    its own, and that of the page which shows the same."""

    place: Division
    title: str
    url: str
    page: str
    board: str = ""
    powers: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A feed, what it is known by, and when it last changed."""

    content: bytes
    digest: str
    changed: datetime


class _Feed(Atom1Feed):
    """Django's, but for the moment of a feed without entries, which there is that of asking."""

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed"]
        return changed


def feed(asked: Asked, edition: Edition | None) -> Made:
    """The feed, in the language of the moment. Three queries, however much hangs."""
    notices = queries.hanging(asked.place, asked.board, asked.powers)
    changed = queries.changed_at(asked.place, asked.board, asked.powers) or NEVER
    before = queries.corrections(asked.place)
    made = _Feed(
        title=_clean(asked.title),
        link=asked.page,
        description="",
        language=get_language(),
        author_name=_clean(asked.place.name),
        feed_url=asked.url,
        feed_guid=_id(asked.url),
        changed=changed,
    )
    for notice in _newest(notices, before):
        _add(made, notice, _first(notice.code, before), edition)
    content = made.writeString("utf-8").encode()
    return Made(content, sha256(content).hexdigest(), changed)


def _newest(notices: list[Notice], before: Mapping[str, str]) -> list[Notice]:
    """Without those that another corrects."""
    corrected = set(before.values())
    return [notice for notice in notices if notice.code not in corrected]


def _first(code: str, before: Mapping[str, str]) -> str:
    """The code of the first version of a notice."""
    seen = {code}
    while code in before and before[code] not in seen:
        code = before[code]
        seen.add(code)
    return code


def _add(made: Atom1Feed, notice: Notice, first: str, edition: Edition | None) -> None:
    posted = posted_of(notice, edition, corrects=first != notice.code)
    text = "\n".join([posted.board, "", *written(posted), "", *days(posted)])
    made.add_item(
        title=_clean(posted.head),
        link=page_of(notice),
        description=str(linebreaks(_clean(text), autoescape=True)),
        unique_id=_id(f"/n/{first}/"),
        pubdate=notice.posted_at,
        updateddate=notice.posted_at,
        author_name=_clean(notice.village.name),
        categories=[presenting.board_words(edition, notice.board)],
    )


def _id(path: str) -> str:
    """A tag URI (RFC 4151), which stays when the page moves."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"tag:{host},2026:{urlsplit(path).path}"


def _clean(text: str) -> str:
    """Without characters that XML does not have."""
    return _NOT_XML.sub("", text)
