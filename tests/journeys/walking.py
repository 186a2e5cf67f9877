"""How people walk through the pages: each in a window of their own, finding fields by their labels as readers do.

Nothing here knows a power: what is filled in, and what the pages then say, stands in the journeys.
"""

from __future__ import annotations

import functools
import io
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, expect

from qingdan.features.cases.sweep import sweep
from tests.browser import Watched, axe_findings
from tests.cast import PASSWORD, Cast

PATIENCE = int(os.environ.get("PATIENCE", "30000"))  # ms: other tests may have the machine
PHONE, DESK = (390, 844), (1440, 900)
LEFT_EMPTY = "() => [...document.querySelectorAll('#step-form :invalid')].map(e => e.name).filter(name => name)"
HANDED_IN = "办好了，已经记入登记簿。"


class Paper(str):
    """A photo to be uploaded; the text is the name of its file."""


@functools.cache
def photo(name: str) -> bytes:
    """A small PNG that differs for each name."""
    image = Image.new("RGB", (96, 64), "#fbf7f0")
    ImageDraw.Draw(image).rectangle((8, 8, 8 + len(name) * 4, 40), fill="#8a7f72")
    kept = io.BytesIO()
    image.save(kept, "PNG")
    return kept.getvalue()


class Clock:
    """The clock of the house, which a journey may move forward; the worker comes round after each move."""

    def __init__(self, monkeypatch: Any) -> None:
        self.ahead = timedelta()
        real = timezone.now
        monkeypatch.setattr(timezone, "now", lambda: real() + self.ahead)

    def forward(self, **by: int) -> datetime:
        """Let time pass, ``forward(days=8)``, and do what the worker does then. Gives the new now."""
        self.ahead += timedelta(**by)
        now = timezone.now()
        sweep(now)
        return now


@dataclass
class Walker:
    """One person in one window. ``username`` is empty for a villager with no account."""

    page: Page
    site: str
    username: str = ""
    seen: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the house; sign in, or once more when the session is over."""
        answer = self.page.goto(self.site + path)
        if "/sign-in/" in self.page.url:
            self._sign_in()
            answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def _sign_in(self) -> None:
        assert self.username, "this page is not for a villager without an account"
        self.page.get_by_label("登录名").fill(self.username)
        self.page.get_by_label("密码").fill(PASSWORD)
        self.page.get_by_role("button", name="登录", exact=True).click()
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)

    # -- the inbox and the step's form ---------------------------------------------------------------------------
    def inbox_first(self, title: str, step: str) -> Walker:
        """Find ``title · step`` in the inbox and open it."""
        self.go("/desk/")
        self.page.get_by_role("link").filter(has_text=f"{title} · {step}").first.click()
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        return self

    def inbox_case(self, title: str) -> Walker:
        """Open a case from the list of cases."""
        self.go("/desk/cases/")
        self.page.get_by_role("link").filter(has_text=title).first.click()
        expect(self.page.get_by_role("heading", name=title, level=1)).to_be_visible()
        return self

    def fill_step(self, data: Mapping[str, str], where: Locator | None = None) -> Walker:
        """Fill fields by their labels: a :class:`Paper` is uploaded, of choices one is picked, the rest is typed."""
        where = where or self.page.locator("main")
        for label, value in data.items():
            self._fill(where, label, value)
        return self

    def also(self, step: str, data: Mapping[str, str]) -> Walker:
        """Tick the step that follows on the same screen, and fill it."""
        where = self.page.get_by_role("group", name=step, exact=True)
        where.get_by_role("checkbox").check()
        where.locator("summary").click()
        return self.fill_step(data, where)

    def _fill(self, where: Locator, label: str, value: str) -> None:
        said = re.compile(rf"^\s*{re.escape(label)}\s*(（选填）)?\s*$")
        choices = where.get_by_role("group", name=said)
        if choices.count():
            choices.first.get_by_label(value, exact=True).check()
        elif isinstance(value, Paper):
            upload = {"name": f"{value}.png", "mimeType": "image/png", "buffer": photo(value)}
            where.get_by_label(said).first.set_input_files(upload)
        else:
            where.get_by_label(said).first.fill(value)

    def hand_in(self) -> Walker:
        """Press the button of the step's form, and see that it was taken."""
        wanted = self.page.evaluate(LEFT_EMPTY)
        assert not wanted, f"the form still wants {wanted}"
        self.press(re.compile("^(交上去|核对无误，我确认)$"))
        self.page.get_by_text(HANDED_IN).or_(self.page.locator(".qd-errors")).first.wait_for()
        complaints = self.page.locator(".qd-errors li").all_inner_texts()
        assert not complaints, complaints
        expect(self.page.get_by_text(HANDED_IN)).to_be_visible()
        return self

    def do(self, title: str, step: str, data: Mapping[str, str] | None = None) -> Walker:
        """From the inbox through the form of a step to its answer."""
        return self.inbox_first(title, step).fill_step(data or {}).hand_in()

    # -- anywhere ------------------------------------------------------------------------------------------------
    def press(self, name: str | re.Pattern[str]) -> Walker:
        self.page.get_by_role("button", name=name).first.click()
        return self

    def follow(self, name: str | re.Pattern[str]) -> Walker:
        self.page.get_by_role("link", name=name).first.click()
        return self

    def sees(self, *words: str) -> Walker:
        """Each of these is somewhere on the page."""
        for word in words:
            expect(self.page.locator("main")).to_contain_text(word)
        return self

    def never_sees(self, *words: str) -> Walker:
        """None of these is anywhere on the page, nor in its source."""
        source = self.page.content()
        assert [word for word in words if word in source] == []
        return self

    def is_fine(self, name: str = "") -> Walker:
        """The page reads for everybody and fits its width; with ``QINGDAN_SHOTS=FOLDER`` it is also drawn."""
        name = name or self.page.url
        draw(self.page, name)
        assert axe_findings(self.page) == [], name
        assert self.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{name} scrolls sideways"
        return self

    def term(self, name: str) -> str:
        """What stands beside a term of a list of facts."""
        return self.page.locator("dt", has_text=re.compile(f"^{name}$")).locator("xpath=../dd").first.inner_text()


def draw(page: Page, name: str) -> None:
    """With ``QINGDAN_SHOTS=FOLDER``, a picture of the whole page there."""
    folder = os.environ.get("QINGDAN_SHOTS")
    if folder:
        page.screenshot(path=str(Path(folder) / f"{name}-{page.viewport_size['width']}.png"), full_page=True)


@dataclass
class Village:
    """Everybody of a journey, by the cast's key; and a villager at the board."""

    browser: Watched
    site: str
    cast: Cast
    clock: Clock
    walkers: dict[str, Walker] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Walker:
        """The person in a window at the desk, opened at the first call."""
        if key not in self.walkers:
            self.walkers[key] = self.window(DESK, self.cast[key].account.username)
        return self.walkers[key]

    def villager(self) -> Walker:
        """A new window of a phone, of somebody without an account."""
        return self.window(PHONE, "", has_touch=True, is_mobile=True)

    def window(self, size: tuple[int, int], username: str, **options: object) -> Walker:
        page = self.browser.page(*size, **options)
        page.set_default_timeout(PATIENCE)
        return Walker(page, self.site, username)
