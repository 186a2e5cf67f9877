"""What a page and an act cost as the cases grow tenfold and tenfold again."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.copies import cases_there, grow_to, weight
from bench.house import Desk, durable
from bench.measure import Section, Size, percentile
from qingdan.features.cases.models import Task
from qingdan.records.people.models import Account
from qingdan.records.people.posts import posts_at
from qingdan.records.people.queries import who_may
from qingdan.records.people.sign_in import MODEL_BACKEND
from qingdan.records.regions.days import local_date
from qingdan.watch.boards.models import Notice

SIZES = {Size.TINY: (200,), Size.NORMAL: (1_000, 10_000), Size.FULL: (1_000, 10_000, 100_000)}
LEVELS = ("village", "town", "city")  # whose inboxes are read: the post with the most to do at each


@dataclass(frozen=True)
class Page:
    """A page as somebody reads it, answered in this process on its own connection to the database."""

    name: str
    get: Callable[[], int]  # bytes of the answer


def run(size: Size = Size.NORMAL) -> list[Section]:
    """A row for each size: milliseconds of each page and of the act, and queries in brackets."""
    durable()
    desk, cells, names = Desk.find(), [], []
    for cases in SIZES[size]:
        grow_to(cases)
        pages = _pages(desk)
        entries, size_on_disk = weight()
        figures = [_page(page, 3 if size is Size.TINY else 30) for page in pages]
        names = [page.name for page in pages]
        acts = _act(desk, 3 if size is Size.TINY else 40)
        cells.append([f"{cases_there():,}", f"{entries:,}", f"{size_on_disk / 2**20:,.0f} MB", *figures, acts])
    head = ["cases", "register entries", "database", *names, "the act"]
    notes = [
        "milliseconds, median (99 of 100), and queries; pages are answered in one process without a network",
        "an inbox is that of the busiest post at its level; a page has at most 30 rows",
        "a tenth of all cases lies in the one village whose inbox and board are read, the rest in all 560 villages",
    ]
    return [Section("Growth: the same page and the same act with more and more cases", head, cells, notes)]


def _pages(desk: Desk) -> list[Page]:
    inboxes = [Page(f"inbox, {level}", _reader(desk, level, reverse("cases:inbox"))) for level in LEVELS]
    cases = Page("case list, village", _reader(desk, "village", reverse("cases:list")))
    return [*inboxes, cases, Page("board, anybody", _getter(Client(), board_address(desk)))]


def board_address(desk: Desk) -> str:
    """The fullest board of the village for everybody."""
    boards = Notice.objects.filter(village=desk.village, audience="internet").values_list("board", flat=True)
    found = list(boards)
    fullest = max(sorted(set(found)), key=found.count) if found else next(iter(desk.edition.head.boards))
    return reverse("boards:board", args=[desk.village.pk, fullest])


def _reader(desk: Desk, level: str, address: str) -> Callable[[], int]:
    """Reads a page as the holder of the busiest post of a level."""
    held = who_may([post.slug for post in posts_at(level)], desk.village, _today())
    waiting = Task.objects.filter(role__in={h.holding.post for h in held}, waiting=False).values_list("role")
    busy = dict(waiting.annotate(Count("pk")))
    holder = max(held, key=lambda h: busy.get(h.holding.post, 0))
    client = Client()
    client.force_login(Account.objects.get(person_id=holder.person.pk), backend=MODEL_BACKEND)
    return _getter(client, address)


def _today() -> date:
    return local_date(timezone.now())


def _getter(client: Client, address: str) -> Callable[[], int]:
    def get() -> int:
        answer = client.get(address, SERVER_NAME="127.0.0.1")
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        return len(answer.content)

    return get


def _page(page: Page, count: int) -> str:
    page.get()
    with CaptureQueriesContext(connection) as captured:
        page.get()
        queries = len(captured)  # the next request empties the log
    times = []
    for _ in range(count):
        start = time.perf_counter()
        page.get()
        times.append(time.perf_counter() - start)
    return _figures(times, queries)


def _act(desk: Desk, count: int) -> str:
    first, *ready = desk.open(1 + count)
    with CaptureQueriesContext(connection) as captured:
        desk.hand_in(first)
    times = []
    for one in ready:
        start = time.perf_counter()
        desk.hand_in(one)
        times.append(time.perf_counter() - start)
    queries = [q for q in captured.captured_queries if q["sql"] not in ("BEGIN", "COMMIT")]
    return _figures(times, len(queries))


def _figures(times: list[float], queries: int) -> str:
    return f"{statistics.median(times) * 1000:.1f} ({percentile(times, 0.99) * 1000:.0f}), {queries} q"
