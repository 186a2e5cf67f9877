"""Logs are JSON lines that tell what happened and to nobody who it was."""

from __future__ import annotations

import io
import json
import logging
import sys

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from qingdan.web.logs import JsonLines, RequestLog, without_addresses
from tests.cast import PASSWORD, client_for

ADDRESS = "203.0.113.77"


@pytest.fixture
def lines():
    """Every line written, as the formatter writes it, at any level."""
    buffer = io.StringIO()
    handler = logging.StreamHandler(buffer)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lambda: [json.loads(line) for line in buffer.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def page_of(line: dict[str, object]) -> tuple[object, object]:
    return line.get("page"), line.get("status")


def nothing_of(secrets: list[str], lines: list[dict[str, object]]) -> None:
    text = json.dumps(lines, ensure_ascii=False)
    assert not [secret for secret in secrets if secret in text]


@pytest.mark.django_db
def test_a_sign_in_logs_no_name_password_or_address(cast, lines):
    browser = Client(REMOTE_ADDR=ADDRESS)
    address = reverse("people:sign-in")
    for password in (PASSWORD, "falsch-示例"):
        browser.post(f"{address}?next=/desk/", {"username": "supervision-head", "password": password})
    assert ("people:sign-in", 302) in map(page_of, lines())
    assert ("people:sign-in", 422) in map(page_of, lines())
    nothing_of(["supervision-head", PASSWORD, "falsch", "示例", ADDRESS, "203.0.113.7", "/desk/"], lines())


@pytest.mark.django_db
def test_a_case_page_logs_no_title_number_or_person(house, lines):
    case = house.open(timezone.now(), title="示例事由：给示例·陶村民买药")
    client_for(house.cast["clerk"]).get(reverse("cases:case", args=[case.pk]) + "?step=request")
    assert ("cases:case", 200) in map(page_of, lines())
    nothing_of(["示例", case.number, "陶村民", "step=", "clerk", "127.0.0.1"], lines())


@pytest.mark.django_db
def test_following_a_case_logs_neither_number_nor_code(house, lines):
    case = house.open(timezone.now())
    for address in (f"/track/?number={case.number}&code=ABCDE23456", f"/track/{case.number}/ABCDE23456/"):
        Client(REMOTE_ADDR=ADDRESS).get(address)
        Client(REMOTE_ADDR=ADDRESS).post(address, {"number": case.number, "code": "ABCDE23456"})
    assert len([line for line in lines() if line["event"] == "request"]) == 4
    nothing_of([case.number, "ABCDE23456", ADDRESS, "/track"], lines())


@pytest.mark.django_db
def test_a_page_that_breaks_says_where_and_not_with_whose_words(cast, lines, monkeypatch):
    def breaks(*args: object, **options: object) -> None:
        raise ValueError("示例·陶村民 13900000000")

    monkeypatch.setattr("qingdan.features.cases.queries.inbox", breaks)
    browser = client_for(cast["clerk"])
    browser.raise_request_exception = False
    assert browser.get(reverse("cases:inbox")).status_code == 500
    faults = [line["fault"] for line in lines() if "fault" in line]
    assert faults[0]["kind"] == "builtins.ValueError"
    assert any("inbox" in frame for frame in faults[0]["frames"])
    nothing_of(["陶村民", "13900000000", "/desk/"], lines())


def test_only_a_developer_reads_the_words_of_an_exception(settings):
    def said() -> dict[str, object]:
        try:
            raise KeyError("示例")
        except KeyError:
            record = logging.LogRecord("qingdan.x", logging.ERROR, "x.py", 1, "broke", (), sys.exc_info())
        return json.loads(JsonLines().format(record))["fault"]

    assert "words" not in said()
    settings.DEBUG = True
    assert "示例" in said()["words"]


def test_parameters_of_other_packages_are_left_out():
    record = logging.LogRecord("axes.x", logging.ERROR, "x.py", 1, "login of %s", ("示例",), None)
    assert json.loads(JsonLines().format(record))["event"] == "login of %s"


def test_our_own_lines_keep_their_fields():
    record = logging.makeLogRecord({"name": "qingdan.x", "msg": "piece %s", "args": ("one",), "count": 3})
    line = json.loads(JsonLines().format(record))
    assert (line["event"], line["count"]) == ("piece one", 3)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("from 203.0.113.77:80", "from 203.0.…:80"),
        ("from 2001:db8::8a2e:370:7334", "from …"),
        ("Django 5.2.19 at 22:14:55", "Django 5.2.19 at 22:14:55"),
    ],
)
def test_addresses_are_cut(text, left):
    assert without_addresses(text) == left


@pytest.mark.parametrize(("path", "status", "logged"), [("/static/x.css", 200, 0), ("/static/x.css", 404, 1)])
def test_files_are_logged_only_when_they_fail(lines, path, status, logged):
    RequestLog(lambda request: HttpResponse(status=status))(RequestFactory().get(path))
    assert len(lines()) == logged
    nothing_of(["x.css"], lines())
