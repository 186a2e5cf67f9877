"""A phone that looks at pages, and which kind of page is made of which template.

Whoever adds a template of a page adds its kind here (tests/guards/test_looked_at.py says so) and a way to it in
``test_axe.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.test.signals import template_rendered
from playwright.sync_api import Page

from tests.browser import axe_findings
from tests.journeys.walking import draw

ERRORS = ("403", "404", "409", "429")  # shown by the gallery
LAST_WORDS = "500"  # a file that is not rendered
CASE = "cases/case.html"

# Pages that only a static copy has: test_static_copy.py looks at them.
OF_A_COPY = ("publishing/moved.html", "publishing/said.html")
KINDS: dict[str, str] = {
    **{error: f"{error}.html" for error in (*ERRORS, LAST_WORDS)},
    "home": "portal/home.html",
    "villages": "portal/villages.html",
    "village-about": "portal/village.html",
    "village-qr": "portal/village_qr.html",
    "powers": "portal/powers.html",
    "powers-norm": "portal/powers.html",
    "nothing-found": "portal/powers.html",
    "guide": "portal/guide.html",
    "guide-goods": "portal/guide.html",
    "drawing": "portal/drawing.html",
    "kit": "publicity/kit.html",
    "duties": "portal/duties.html",
    "duty": "portal/duty.html",
    "prohibition": "portal/prohibition.html",
    "prohibitions": "portal/prohibitions.html",
    "handbook": "handbook/cover.html",
    "handbook-norm": "handbook/norm.html",
    "handbook-power": "handbook/power.html",
    "handbook-waiting": "handbook/waiting.html",
    "handbook-duties": "handbook/duties.html",
    "handbook-prohibitions": "handbook/prohibitions.html",
    "handbook-sources": "handbook/sources.html",
    "no-village": "portal/boards.html",
    "boards": "boards/village.html",
    "board": "boards/board.html",
    "board-own": "boards/board.html",
    "notice": "boards/notice.html",
    "log": "transparency/log.html",
    "notice-own": "boards/notice.html",
    "notice-corrected": "boards/notice.html",
    "notice-correction": "boards/notice.html",
    "notice-wall-code": "boards/notice.html",
    "board-marked": "boards/board.html",
    "wall": "boards/wall.html",
    "write": "boards/write.html",
    "write-on": "boards/write.html",
    "draft-review": "boards/draft.html",
    "draft-back": "boards/draft.html",
    "draft-leaking": "boards/draft.html",
    "answer-check": "boards/check.html",
    "answer-word": "boards/check.html",
    "photo": "boards/photo.html",
    "desk-board-full": "boards/desk.html",
    "object": "boards/object.html",
    "object-wrong": "boards/object.html",
    "receipt": "boards/receipt.html",
    "receipt-new": "boards/receipt.html",
    "objection": "boards/objection.html",
    "objection-answered": "boards/objection.html",
    "progress": "progress/village.html",
    "progress-done": "progress/village.html",
    "progress-case": "progress/case.html",
    "progress-drawing": "progress/drawing.html",
    "coming": "progress/coming.html",
    "question-ask": "hearings/ask.html",
    "question-receipt": "hearings/receipt.html",
    "question-answer": "hearings/answer.html",
    "sign": "hearings/sign.html",
    "signed": "hearings/signed.html",
    "questions": "hearings/waiting.html",
    "question": "hearings/question.html",
    "question-check": "hearings/question.html",
    "hall": "hearings/hall.html",
    "ask-where": "portal/ask_where.html",
    "ask": "portal/ask.html",
    "ask-mistakes": "portal/ask.html",
    "ask-look": "portal/ask_look.html",
    "ask-look-mistakes": "portal/ask_look.html",
    "asked": "portal/asked.html",
    "asked-gone": "portal/asked.html",
    "todo": "portal/tracked.html",
    "follow-do": "portal/follow_do.html",
    "follow-again": "portal/again.html",
    "follow-stop": "portal/follow_stop.html",
    "track": "portal/track.html",
    "track-wrong": "portal/track.html",
    "tracked": "portal/tracked.html",
    "sign-in": "people/sign_in.html",
    "sign-in-wrong": "people/sign_in.html",
    "sign-in-code": "people/sign_in_code.html",
    "gallery": "web/gallery.html",
    "gallery-print": "web/gallery_print.html",
    "inbox": "cases/inbox.html",
    "list": "cases/list.html",
    "list-over": "cases/list.html",
    "choose": "cases/choose.html",
    "open": "cases/open.html",
    "open-for": "cases/open.html",
    "slip": "cases/code.html",
    "case-drawing": "cases/drawing.html",
    **{
        f"case-{step}": CASE
        for step in (
            "do", "approve", "serve", "meet", "confirming", "review", "pay", "disclose", "waiting", "archive", "over",
            "empty", "mistakes", "elect", "takes-office", "tried",
        )
    },
    "call": "cases/call.html",
    "meeting-notice": "cases/meeting.html",
    "meeting-record": "cases/meeting.html",
    "meeting-count": "cases/meeting.html",
    "desk-board": "boards/desk.html",
    "subscribe": "reach/subscribe.html",
    "subscribe-asked": "reach/asked.html",
    "subscription": "reach/mine.html",
    "share": "reach/share.html",
    "robots": "reach/desk.html",
    "robot-set": "reach/robot.html",
    "to-publish": "duties/village.html",
    "to-publish-one": "duties/occasion.html",
    "publish-town": "duties/overview.html",
    "publish-desk": "duties/desk.html",
    "publish-say": "duties/say.html",
    "publish-settle": "duties/settle.html",
    "answer": "boards/answer.html",
    "papers": "intake/papers.html",
    "papers-wrong": "intake/papers.html",
    "register": "ledger/entries.html",
    "more": "web/more.html",
    "simulations": "simulation/list.html",
    "simulation": "simulation/power.html",
    "separation": "simulation/separation.html",
    "rolls": "rolls/village.html",
    "rolls-town": "rolls/index.html",
    "roll": "rolls/roll.html",
    "roll-back-then": "rolls/roll.html",
    "roll-enter": "rolls/enter.html",
    "roll-import": "rolls/import.html",
    "roll-mistakes": "rolls/import.html",
    "roll-preview": "rolls/preview.html",
    "roll-entry": "rolls/entry.html",
    "roll-closed": "rolls/closed.html",
    "roll-person": "rolls/person.html",
    "households": "rolls/households.html",
    "household-add": "rolls/household_add.html",
    "household": "rolls/household.html",
    "member-leave": "rolls/member.html",
    "limits": "limits/list.html",
    "verify": "verifying/page.html",
    "limits-place": "limits/place.html",
    "limits-look": "limits/look.html",
    "places": "places/list.html",
    "place": "places/village.html",
    "place-join": "places/join.html",
    "place-change": "places/change.html",
    "place-split": "places/split.html",
    "places-merge": "places/merge.html",
    "places-merge-look": "places/merge_preview.html",
    "handovers": "handovers/list.html",
    "handover": "handovers/handover.html",
    "ledgers": "ledgers/list.html",
    "ledger": "ledgers/ledger.html",
    "ledger-import": "ledgers/import.html",
    "ledger-preview": "ledgers/preview.html",
    "ledger-villages": "ledgers/villages.html",
    "ledger-power": "ledgers/power.html",
    "me": "people/me.html",
    "password": "people/password.html",
    "second-factor": "people/second_factor.html",
    "second-factor-off": "people/second_factor_off.html",
    "kin-lookup": "people/kin_lookup.html",
    "recovery": "people/recovery.html",
}  # fmt: skip

# What a thumb cannot hit: lower than 48 px, unless it is a word in a sentence, or a box whose label is taller.
SMALL = """() => [...document.querySelectorAll('a[href], button, summary, input, select, textarea')].filter(e => {
  const box = e.getBoundingClientRect();
  if (!box.width || box.height >= 47.5 || ['hidden', 'radio', 'checkbox'].includes(e.type)) return false;
  if (getComputedStyle(e).visibility === 'hidden' || e.classList.contains('qd-skip')) return false;
  const inSentence = getComputedStyle(e).display === 'inline'
    && e.parentElement.textContent.trim().length > e.textContent.trim().length;
  return !inSentence;
}).map(e => `${e.outerHTML.slice(0, 90)} is ${Math.round(e.getBoundingClientRect().height)} px high`)"""


class Parts(HTMLParser):
    """What a page is made of: each element with its class, its attributes' names and what it stands in."""

    VOID = frozenset(
        ["br", "col", "hr", "img", "input", "link", "meta", "wbr", "path", "use", "circle", "rect", "line"]
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()
        self._in = [""]
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        sign = f"{tag}.{dict(attrs).get('class') or ''}"
        self.found.add((self._in[-1], sign, *sorted(name for name, _ in attrs)))
        if tag not in self.VOID:
            self._in.append(sign)

    def handle_endtag(self, tag: str) -> None:
        if len(self._in) > 1 and tag not in self.VOID:
            self._in.pop()


@dataclass
class Look:
    """A phone that looks at pages, remembering of what parts it has seen any."""

    page: Page
    site: str
    rendered: set[str] = field(default_factory=set)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)

    def at(self, kind: str, path: str, who: str, client: Client) -> int:
        """Ask for a page as somebody; look at it when there is something new in it. Gives the status."""
        answer = client.get(path)
        if answer.status_code != 200 and kind not in ERRORS:
            return answer.status_code
        parts = Parts(answer.content.decode()).found
        if kind not in self.looked_at or not parts <= self.seen:
            self.seen |= parts
            self.open(kind, path, who, client)
        return answer.status_code

    def open(self, kind: str, path: str, who: str, client: Client) -> None:
        """Open a page in the browser as somebody, and look at it."""
        self.page.context.clear_cookies()
        cookies = [{"name": c.key, "value": c.value, "url": self.site} for c in client.cookies.values() if c.value]
        self.page.context.add_cookies(cookies)
        self.page.goto(self.site + path)
        self.judge(kind, who)

    def judge(self, kind: str, who: str) -> None:
        """Look at the page that is open now."""
        if KINDS[kind] not in self.rendered and kind != LAST_WORDS:
            self.faults.append(f"{kind} as {who}: {self.page.url} is not made of {KINDS[kind]}")
        self.rendered.clear()
        self.looked_at.add(kind)
        draw(self.page, f"{kind}-{who}")
        self.faults += [f"{kind} as {who}: {fault}" for fault in axe_findings(self.page)]
        self.faults += [f"{kind} as {who}: {fault}" for fault in self.page.evaluate(SMALL)]
        over = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            self.faults.append(f"{kind} as {who}: {over} px wider than the phone")


@contextmanager
def looking(page: Page, site: str) -> Iterator[Look]:
    """A look that hears which templates the house renders."""
    look = Look(page, site)

    def hear(template: Any, **_more: Any) -> None:
        if template.name:
            look.rendered.add(template.name)

    template_rendered.connect(hear)
    try:
        yield look
    finally:
        template_rendered.disconnect(hear)
