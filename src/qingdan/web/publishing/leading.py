"""Where each link of a page of the copy leads: to another file of it, or to the live house."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from qingdan.web.publishing import plan
from qingdan.web.publishing.addresses import PAGE, Address, place_of, way
from qingdan.web.publishing.pages import Page
from qingdan.web.publishing.rewriting import FORMS, Lead, guarded, rewritten, with_addresses
from qingdan.web.publishing.targets import Target, To
from qingdan.web.publishing.walking import Walk, is_listing


class Leading:
    """The links of a copy that ``walk`` found, with its forms on ``live``, to stand at ``at``."""

    def __init__(self, walk: Walk, live: str, at: str) -> None:
        self._walk, self._live, self._at = walk, live.rstrip("/"), at.rstrip("/")

    def page(self, address: Address, page: Page, body: bytes) -> bytes:
        """The content of a page's file."""
        if page.kind == PAGE:
            return guarded(rewritten(body.decode(), self._lead(address, page)), self._live).encode()
        if is_listing(page.kind):
            return with_addresses(
                body.decode(errors="replace"), settings.BASE_URL.rstrip("/"), self._named(address)
            ).encode()
        return body

    def _lead(self, here: Address, page: Page) -> Lead:
        def lead(tag: str, attribute: str, value: str) -> tuple[str, str]:
            target = self._walk.reader.read(here, value)
            if attribute in FORMS:
                return self._to_the_house(target, here, form=True), ""
            if target.to is To.ELSEWHERE:
                return value, ""
            if target.to in (To.STATIC, To.FOLDER):
                return way(page.file, target.file) + target.fragment, ""
            end = self._walk.end_of(target.address) if target.address is not None else None
            if end is None:
                return self._to_the_house(target, here), ""
            return way(page.file, end.file) + target.fragment, ' download=""' if end.saved else ""

        return lead

    def _to_the_house(self, target: Target, here: Address, form: bool = False) -> str:
        """The live house's address; a reader of another language finds it in his."""
        path = target.path or here.asked
        if here.language and not form:
            path = f"{reverse(plan.LANGUAGE_SWITCH)}?{urlencode({'to': here.language, 'next': path})}"
        return f"{self._live}{path}{target.fragment}"

    def _named(self, here: Address) -> Callable[[str], str]:
        def named(whole: str) -> str:
            target = self._walk.reader.read(here, whole)
            end = self._walk.end_of(target.address) if target.address is not None else None
            file = end.file if end is not None else target.file
            return self._at + place_of(file) if file else f"{self._live}{target.path}"

        return named
