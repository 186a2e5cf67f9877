"""A village's boards: all of them, and one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.notices import Mark
from qingdan.domain.rules.audience import Audience
from qingdan.features.cases.messages import local
from qingdan.records.editions.queries import NoEdition, current_edition
from qingdan.records.regions.days import local_date
from qingdan.records.regions.models import Division
from qingdan.watch.boards import presenting, queries
from qingdan.watch.boards.gates import audiences_of, seeing, village_gate
from qingdan.watch.boards.models import Notice

FULL = "done"  # the state of a notice whose days are over


@login_not_required
@require_safe
def village(request: HttpRequest, pk: int) -> HttpResponse:
    """The boards of a village, with how much hangs on each, and the newest notices of all."""
    where, now = village_gate(pk), timezone.now()
    audiences = audiences_of(seeing(request, where))
    edition = _edition()
    standing, paper = queries.standing_counts(where, audiences, now), queries.on_paper_only(where, audiences, now)
    boards = [
        {"slug": slug, "name": words, "standing": standing.get(slug, 0), "paper": paper.get(slug, 0)}
        for slug, words in (edition.head.boards if edition else {}).items()
    ]
    notices = rows(queries.newest(where, audiences, 6), edition)
    return _answer(request, where, audiences, "boards/village.html", boards=boards, notices=notices)


@login_not_required
@require_safe
def board(request: HttpRequest, pk: int, board: str) -> HttpResponse:
    """One board, newest first; ``?before=`` pages by key."""
    where, now, edition = village_gate(pk), timezone.now(), _edition()
    if edition is None or board not in edition.head.boards:
        raise Http404
    audiences = audiences_of(seeing(request, where))
    marks = edition.notices.marks if edition.notices else {}
    mark = request.GET.get("mark", "")
    mark = mark if mark in marks else ""
    found = queries.board_page(where, board, audiences, queries.key_in(request.GET.get("before", "")), mark)
    page = found[: queries.PAGE]
    shown = rows(page, edition)
    return _answer(
        request,
        where,
        audiences,
        "boards/board.html",
        board=board,
        boards=edition.head.boards,
        name=presenting.board_words(edition, board),
        standing=[row for row in shown if row["state"] != FULL],
        past=[row for row in shown if row["state"] == FULL],
        marks=_filters(marks, mark),
        mark=mark,
        older=page[-1].pk if len(found) > queries.PAGE else None,
        paper=queries.on_paper_only(where, audiences, now).get(board, 0),
    )


def _filters(marks: Mapping[str, Mark], chosen: str) -> list[dict[str, Any]]:
    """What a board can be narrowed to: 三重一大, one by one."""
    if not marks:
        return []
    every = [{"word": _("全部"), "url": "?", "on": not chosen, "count": None}]
    return every + [
        {"word": local(m.name), "url": f"?mark={slug}", "on": slug == chosen, "count": None}
        for slug, m in marks.items()
    ]


def rows(notices: list[Notice], edition: Edition | None) -> list[dict[str, Any]]:
    """Notices as rows of a list: title, power and day beneath, a chip. No query once the editions are warm."""
    now = timezone.now()
    made = []
    for notice in notices:
        state, word = presenting.chip_of(notice, now)
        made.append(
            {
                "notice": notice,
                "power": presenting.power_words(notice),
                "board": presenting.board_words(edition, notice.board),
                "mark": presenting.mark_words(edition, notice.mark),
                "state": state,
                "word": word,
            }
        )
    return made


def _edition() -> Edition | None:
    try:
        return current_edition(local_date(timezone.now()))
    except NoEdition:
        return None


def _answer(
    request: HttpRequest, where: Division, audiences: list[Audience], template: str, **context: Any
) -> HttpResponse:
    request.village = where  # type: ignore[attr-defined]  # whose telephones stand at the foot
    context.update(section="boards", village=where, demo=where.is_demo)
    context["village_name"] = f"{where.parent.short_name} {where.short_name}"  # type: ignore[union-attr]
    response = render(request, template, context)
    if audiences != [Audience.INTERNET]:  # a reader with more rights than everybody: nothing for a cache to keep
        add_never_cache_headers(response)
    return response
