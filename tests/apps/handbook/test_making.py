"""A handbook that is not there yet is made beside the pages: once, however many ask, and again after a crash."""

from __future__ import annotations

import os
import threading
import time

import pytest
from django.db import connection
from django.urls import reverse

from qingdan.records.regions.models import DivisionCode
from qingdan.web.handbook import making, paper, shelf
from qingdan.web.handbook.making import State
from tests.apps.handbook.making_of import order_for, small, texts
from tests.apps.printing.reading import squeezed

WAIT = "/handbook-waiting/"


@pytest.fixture(autouse=True)
def var(settings, tmp_path):
    """A shelf with nothing on it."""
    settings.VAR = tmp_path
    return tmp_path


@pytest.fixture
def maker(settings, monkeypatch):
    """What is begun, with a copy of the lock that the new process would hold; ``die`` lets go of it."""

    class Maker:
        begun, locks = [], []

        def begin(self, order, lock):
            self.begun.append(order)
            self.locks.append(os.dup(lock))

        def die(self):
            while self.locks:
                os.close(self.locks.pop())

    made = Maker()
    made.begun, made.locks = [], []
    monkeypatch.setattr(making, "begin", made.begin)
    yield made
    made.die()


def test_two_who_ask_at_once_make_it_once(maker):
    order, states = order_for(small()), []
    start = threading.Barrier(8)

    def ask():
        start.wait()
        states.append(making.ask(order))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(maker.begun) == 1
    assert any(state.mine for state in states)
    assert not any(state.ready or state.failed for state in states)
    assert making.ask(order).mine and len(maker.begun) == 1


def test_one_that_died_is_taken_over_but_not_for_ever(maker, monkeypatch):
    order = order_for(small())
    for tries in range(1, making.MOST_TRIES + 1):
        assert making.ask(order).mine
        assert len(maker.begun) == tries
        maker.die()
    assert making.ask(order) == State(failed=True)
    assert len(maker.begun) == making.MOST_TRIES
    now = time.time()
    monkeypatch.setattr(making.time, "time", lambda: now + making.PATIENCE + 1)
    assert making.ask(order).mine
    assert len(maker.begun) == making.MOST_TRIES + 1


def test_another_one_waits_for_its_turn(maker):
    whole, norm = order_for(small()), order_for(small(), "buying")
    assert making.ask(whole).mine
    assert making.ask(norm) == State(of=2)
    maker.die()
    assert making.ask(norm).mine
    assert making.ask(whole) == State(of=2)  # that one died: its turn comes again
    assert [order.norm for order in maker.begun] == ["", "buying"]


def test_how_far_it_is_is_seen_while_it_is_made(maker, monkeypatch):
    order, seen = order_for(small()), []
    making.ask(order)

    def slow(order, told, processes, kept):
        for _power in order.powers:
            told()
            seen.append(making.ask(order))
        told()
        return b"%PDF-made"

    monkeypatch.setattr(paper, "pdf", slow)
    kept = making.make(order)
    assert [(state.done, state.of, state.percent, state.mine) for state in seen] == [
        (1, 2, 50, True),
        (2, 2, 100, True),
    ]
    assert kept.read_bytes() == b"%PDF-made"
    assert making.ask(order) == State(ready=True)
    assert len(maker.begun) == 1
    assert [file.suffix for file in shelf.folder().iterdir() if file.is_file()].count(".far") == 0


def test_what_failed_says_so_and_is_tried_again_later(maker, monkeypatch):
    order = order_for(small())
    monkeypatch.setattr(paper, "pdf", lambda *args: 1 / 0)
    making.ask(order)
    with pytest.raises(ZeroDivisionError):
        making.make(order)
    maker.die()
    assert making.ask(order) == State(failed=True)
    now = time.time()
    monkeypatch.setattr(making.time, "time", lambda: now + making.PATIENCE + 1)
    assert making.ask(order).mine


def test_the_oldest_go_from_the_shelf(monkeypatch):
    monkeypatch.setattr(shelf, "MOST_BOOKS", 3)
    for number in range(5):
        file = shelf.keep(f"{number}", b"%PDF")
        os.utime(file, (number, number))
    assert shelf.book("0") is None and shelf.book("1") is None
    assert shelf.book("2")  # asked for: it stays longer than those that nobody wants
    shelf.keep("5", b"%PDF")
    assert [n for n in range(6) if shelf.book(str(n))] == [2, 4, 5]


def test_a_file_is_another_when_something_on_it_is(settings):
    whole = order_for(small())
    keys = {shelf.key_of(whole), shelf.key_of(order_for(small(), "buying"))}
    dearer = making.Order(whole.edition, {**whole.limits, "petty": 1}, whole.day)
    keys.add(shelf.key_of(dearer))
    settings.BASE_URL = "https://qingdan.example"
    keys.add(shelf.key_of(whole))
    assert len(keys) == 4
    assert shelf.key_of(whole) == shelf.key_of(order_for(small()))


# ---- as pages --------------------------------------------------------------------------------------------------------
def put(stage, content=b"%PDF-there", **asked):
    order = making.Order.of(stage.edition, stage.cast["clerk"].acting.at.date(), **asked)
    return shelf.keep(shelf.key_of(order), content)


@pytest.mark.django_db
def test_what_is_on_the_shelf_is_sent_and_not_twice(stage, client):
    put(stage)
    answer = client.get("/handbook.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert b"".join(answer.streaming_content) == b"%PDF-there"
    assert "filename*=UTF-8''" in answer["Content-Disposition"]
    assert "max-age" in answer["Cache-Control"]
    assert client.get("/handbook.pdf", headers={"if-none-match": answer["ETag"]}).status_code == 304


@pytest.mark.django_db
def test_what_is_not_there_is_waited_for(stage, client, maker):
    answer = client.get("/handbook/buying.pdf")
    assert (answer.status_code, answer["Location"]) == (302, f"{WAIT}?norm=buying")
    page = client.get(answer["Location"])
    text = page.content.decode()
    assert "正在做：3项权力，做好了0项。" in text
    assert '<progress class="qd-progress mb-3" max="3" value="0"' in text
    assert '<noscript><meta http-equiv="refresh"' in text  # without a script
    assert f'data-look="{WAIT}?norm=buying&amp;part=1"' in text  # with one
    assert "no-store" in page["Cache-Control"] and "noindex" in page["X-Robots-Tag"]
    assert len(maker.begun) == 1
    part = client.get(f"{WAIT}?norm=buying&part=1").content.decode()
    assert "data-waits" in part and "<html" not in part
    put(stage, norm="buying")
    text = client.get(answer["Location"]).content.decode()
    assert 'href="/handbook/buying.pdf"' in text and "data-waits" not in text and "http-equiv" not in text


@pytest.mark.django_db
def test_who_waits_for_another_and_what_failed_are_told(stage, client, maker):
    client.get(WAIT)
    assert "前面还有一本在做" in client.get(f"{WAIT}?norm=buying").content.decode()
    maker.die()
    for _again in range(making.MOST_TRIES):
        client.get(WAIT)
        maker.die()
    assert "这一次没有做成" in client.get(WAIT).content.decode()


@pytest.mark.django_db
def test_a_village_has_its_own(stage, client, maker):
    code = DivisionCode.objects.get(division=stage.cast.one, valid_to=None).code
    answer = client.get("/handbook.pdf", {"village": code})
    assert answer["Location"] == f"{WAIT}?village={code}"
    assert "坡头镇 示例一村 一项规范指导手册" in client.get(answer["Location"]).content.decode()
    assert maker.begun[0].place.name == "坡头镇 示例一村"
    client.get(reverse("portal:village", args=[stage.cast.one.pk]))
    assert f'href="/handbook.pdf?village={code}"' in client.get("/handbook/").content.decode()
    assert f'href="/handbook/buying.pdf?village={code}"' in client.get("/handbook/buying/").content.decode()


@pytest.mark.django_db
def test_the_cover_says_whose_numbers_it_has(stage):
    order = making.Order.of(stage.edition, stage.cast["clerk"].acting.at.date(), stage.cast.one, "buying")
    making.make(order, processes=1)
    first = texts(shelf.book(shelf.key_of(order)).read_bytes())[0]
    for words in ("坡头镇示例一村", "用坡头镇示例一村现在执行的数", "0391-0000001", "规范1村级采购", "示例"):
        assert squeezed(words) in first, words


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/handbook/no-such.pdf", f"{WAIT}?norm=no-such", "/handbook.pdf?village=1", "/handbook.pdf?village=000000000000",
     f"{WAIT}?village=%27--", "/handbook.pdf?village=" + "9" * 400],
)  # fmt: skip
def test_what_is_not_there_is_404(stage, client, maker, path):
    assert client.get(path).status_code == 404
    assert not maker.begun


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/handbook.pdf", WAIT])
def test_a_look_costs_few_queries(stage, client, maker, path, django_assert_max_num_queries):
    client.get(path)
    with django_assert_max_num_queries(3):
        client.get(path)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_process_of_its_own_makes_it(stage, client, settings, monkeypatch, var):
    """The whole way: asked for on a page, made by a new process on the same database, opened."""
    if connection.vendor == "sqlite":
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{connection.settings_dict['NAME']}")
    monkeypatch.setenv("QINGDAN_VAR", str(var))
    monkeypatch.setenv("QINGDAN_EDITION", settings.EDITION)
    monkeypatch.setenv("QINGDAN_CATALOGUE", str(settings.CATALOGUE))
    settings.HANDBOOKS_MADE_BESIDE = True
    path = client.get("/handbook.pdf")["Location"]
    for _look in range(240):
        text = client.get(path).content.decode()
        if "做好了。" in text:
            break
        assert "没有做成" not in text
        time.sleep(0.5)
    answer = client.get("/handbook.pdf")
    assert answer.status_code == 200
    assert "零星采购" in "".join(texts(b"".join(answer.streaming_content)))
