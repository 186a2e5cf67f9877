"""A page is closed unless it stands on the list of open ones, with the reason why anybody may read it."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatch

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, path

OPEN = {
    "home": "the front door",
    "healthz": "asked by machines",
    "web:mode": "the size of type",
    "web:language": "the language",
    "web:gallery*": "examples of components, on a developer's machine",
    "portal:*": "what villagers read, and lodge, without an account",
    "limits:list": "the numbers by which a procedure goes are public, as the list is",
    "handbook:*": "how officials must do it is for everybody to read",
    "forms:blank*": "a blank form says nothing of anybody",
    "publicity:*": "what a village tells of a power; it says nothing of anybody",
    "forms:notice-a3": "the same, large",
    "forms:notice": "the printed sheet of a notice; its audience decides, as on its page",
    "intake:sheet": "the code on a form: leads to 查进度 whoever may not open the case, and says nothing of it",
    "boards:*": "public boards and notices; their audience decides what is on them",
    "duties:village": "what a village must make public, and has not, is for everybody to know",
    "duties:occasion": "the same, one of them",
    "progress:*": "how a case comes along, without persons; its definition says for whom, and others get 404",
    "hearings:ask": "a villager asks a meeting without an account",
    "hearings:receipt": "the receipt of a question, in the browser that asked",
    "hearings:answer": "the answer to a question, by the code of its receipt",
    "hearings:sign*": "people sign in at a hearing on their own telephones, by the code on the wall",
    "transparency:*": "the public log holds no name and no content; it is there to be verified by anybody",
    "reach:feed-*": "feeds of notices for everybody",
    "reach:share": "what is ready to be passed on of such a notice",
    "reach:subscribe": "one subscribes without an account",
    "reach:asked": "the same",
    "reach:mine": "who has the code of a letter has the letter",
    "reach:confirm": "the same",
    "reach:stop": "the same; mail programs press it",
    "people:sign-in*": "one cannot be signed in yet",
    "people:sign-out": "one may have been signed out already",
    "people:recovery": "a lost password",
    "verifying:page": "whoever holds a receipt verifies it; it reads nothing of the house",
    "demo:*": "one-click sign-in of a demonstration",
}


def pages(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, bool]]:
    """(name with namespace, is it open) of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name or pattern.pattern}", not getattr(pattern.callback, "login_required", True)


def is_listed(name: str) -> bool:
    return any(fnmatch(name, known) for known in OPEN)


def test_open_pages_are_on_the_list() -> None:
    surprising = [name for name, is_open in pages(get_resolver().url_patterns) if is_open and not is_listed(name)]
    assert not surprising, f"anybody may read these; close them or add them to OPEN with the reason: {surprising}"


def test_every_page_has_a_name() -> None:
    nameless = [
        name
        for name, _ in pages(get_resolver().url_patterns)
        if not name.replace(":", "").replace("-", "").isidentifier()
    ]
    assert not nameless, f"give it a name= so that links and tests can say it: {nameless}"


@login_not_required
def _open(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def _closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@pytest.mark.parametrize(("view", "is_open"), [(_open, True), (_closed, False)])
def test_the_guard_tells_them_apart(view: object, is_open: bool) -> None:
    assert list(pages([path("x/", view, name="x")])) == [("x", is_open)]
    assert not is_listed("x")
