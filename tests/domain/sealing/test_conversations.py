"""A report and the talk after it: who reads what, and what a host can neither read nor make up."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.sealing import boxes, contents, conversations, envelopes
from qingdan.domain.sealing.contents import Content
from qingdan.domain.sealing.conversations import file, hear, held_back, open_filed, open_own, pass_on, say
from qingdan.domain.sealing.envelopes import Place, Side
from qingdan.domain.sealing.faults import DoesNotOpen, NotSealed
from tests.domain.sealing.cast import REPORT, keys, private, public

OFFICE = [public("town-1"), public("town-2")]
ANSWER = Content({"text": "已经受理，正在核查。"})


def test_the_office_reads_the_report_and_so_does_its_reporter() -> None:
    filed = file(REPORT, keys(), OFFICE)
    content, thread = open_filed(filed, private("town-1"))
    assert content == REPORT == open_own(filed, keys())[0]
    assert thread == open_own(filed, keys())[1]


def test_an_answer_reaches_the_reporter_and_the_word_back_the_office() -> None:
    filed = file(REPORT, keys(), OFFICE)
    _, thread = open_filed(filed, private("town-2"))
    answer = say(ANSWER, thread, Side.OFFICE, 0, OFFICE)
    mine = open_own(filed, keys())[1]
    assert hear(answer, keys().private, mine) == ANSWER
    back = say(Content({"text": "还有一张照片"}), mine, Side.REPORTER, 1, OFFICE)
    assert hear(back, private("town-1"), thread).texts == {"text": "还有一张照片"}


def test_what_the_office_notes_for_itself_the_reporter_cannot_read() -> None:
    filed = file(REPORT, keys(), OFFICE)
    _, thread = open_filed(filed, private("town-1"))
    note = say(Content({"text": "内部"}), thread, Side.INSIDE, 0, [*OFFICE, keys().public])
    assert hear(note, private("town-2"), thread).texts == {"text": "内部"}
    with pytest.raises(DoesNotOpen):
        hear(note, keys().private, thread)


# -- a host that lies ----------------------------------------------------------------------------------------------
def test_a_host_cannot_read_an_answer_by_naming_its_own_key_as_the_reporter_s() -> None:
    """The reporter's key comes out of the sealed report, so there is no place where a host could name another."""
    filed = file(REPORT, keys(), OFFICE)
    _, thread = open_filed(filed, private("town-1"))
    answer = say(ANSWER, thread, Side.OFFICE, 0, OFFICE)
    assert set(answer.slots) == {boxes.id_of(k) for k in (*OFFICE, keys().public)}


def test_a_host_cannot_speak_for_either_side() -> None:
    """It knows every public key, and the thread's id, and still not the thread's secret."""
    filed = file(REPORT, keys(), OFFICE)
    _, thread = open_filed(filed, private("town-1"))
    for secret in (None, bytes(32), thread.id * 2, thread.reporter):
        for side, reader in ((Side.OFFICE, keys().private), (Side.REPORTER, private("town-1"))):
            place = Place(thread.id, side, 5)
            forged = envelopes.seal(contents.encode(ANSWER), place, [*OFFICE, keys().public], secret)
            with pytest.raises(DoesNotOpen):
                hear(forged, reader, thread)


def test_a_host_cannot_put_another_report_in_its_place() -> None:
    other = conversations.codes.Keys(bytes(32), private("mallory"), bytes(32))
    forged = file(Content({"what": "没有的事"}), other, [*OFFICE, keys().public])
    with pytest.raises(DoesNotOpen):
        open_own(forged, keys())


def test_what_a_host_keeps_back_shows() -> None:
    _, thread = open_filed(file(REPORT, keys(), OFFICE), private("town-1"))
    said = [say(ANSWER, thread, Side.OFFICE, n, OFFICE) for n in range(4)]
    assert held_back(said) == {}
    assert held_back([said[0], said[3]]) == {Side.OFFICE: (1, 2)}


def test_a_message_of_one_thread_is_not_heard_in_another() -> None:
    (_, one), (_, other) = (open_filed(file(REPORT, keys(), OFFICE), private("town-1")) for _ in range(2))
    with pytest.raises(DoesNotOpen):
        hear(say(ANSWER, one, Side.OFFICE, 0, OFFICE), keys().private, other)


# -- posts change hands --------------------------------------------------------------------------------------------
@given(st.sets(st.sampled_from("abcd"), min_size=1), st.sampled_from(list(Side)))
def test_a_thread_is_passed_on_to_the_office_as_it_is_now(now: set[str], side: Side) -> None:
    filed = file(REPORT, keys(), OFFICE)
    _, thread = open_filed(filed, private("town-1"))
    message = filed if side is Side.REPORTER else say(ANSWER, thread, side, 0, OFFICE)
    passed = pass_on(message, private("town-1"), thread, [public(name) for name in now])
    readers = {boxes.id_of(public(name)) for name in now}
    assert set(passed.slots) == readers | ({boxes.id_of(keys().public)} if side is not Side.INSIDE else set())
    with pytest.raises(DoesNotOpen):
        envelopes.unseal(passed, private("town-2"), thread.secret)


def test_nothing_is_sealed_for_nobody() -> None:
    _, thread = open_filed(file(REPORT, keys(), OFFICE), private("town-1"))
    for office in ([], [keys().public]):
        with pytest.raises(NotSealed, match="没有收件人"):
            file(REPORT, keys(), office)
        with pytest.raises(NotSealed, match="没有收件人"):
            say(ANSWER, thread, Side.OFFICE, 0, office)


def test_a_later_message_is_no_report_and_the_report_no_later_message() -> None:
    _, thread = open_filed(file(REPORT, keys(), OFFICE), private("town-1"))
    with pytest.raises(NotSealed):
        open_filed(say(ANSWER, thread, Side.OFFICE, 0, OFFICE), private("town-1"))
    with pytest.raises(NotSealed):
        say(ANSWER, thread, Side.REPORTER, 0, OFFICE)
    assert "secret" not in repr(replace(thread))
