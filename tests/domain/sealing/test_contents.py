"""Texts and files in one piece; and whatever a stranger seals is read as data or refused."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingdan.domain.sealing import contents
from qingdan.domain.sealing.contents import Content, File, decode, encode
from qingdan.domain.sealing.faults import NotSealed, Unfit
from tests.domain.sealing.cast import REPORT

texts = st.dictionaries(st.from_regex(contents.NAME, fullmatch=True), st.text(max_size=50), max_size=4)
files = st.lists(
    st.builds(File, st.sampled_from(["附件1.jpg", "a b.pdf"]), st.just("image/jpeg"), st.binary(max_size=99))
)


@given(texts, files.filter(lambda f: len(f) <= contents.MOST_FILES))
def test_what_was_written_comes_back(written: dict, attached: list) -> None:
    content = Content(written, tuple(attached))
    assert decode(encode(content)) == content


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotSealed):
        decode(data)


@given(st.data())
def test_no_altered_content_is_read_as_another_form(data: st.DataObject) -> None:
    whole = bytearray(encode(REPORT)[:600])
    whole[data.draw(st.integers(0, 120))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(NotSealed, Unfit):
        assert encode(decode(bytes(whole))) == bytes(whole)


@pytest.mark.parametrize(
    "name", ["../x.jpg", ".htaccess", "a/b", "a\\b", "a\nb", "", "x" * 101, "gpj.\u202eexe", 'a"b']
)
def test_a_name_is_fit_for_a_disk_and_a_page(name: str) -> None:
    with pytest.raises(NotSealed):
        Content({}, (File(name, "image/jpeg", b""),))


@pytest.mark.parametrize("mime", ["text/html; charset=x", "", "image", "IMAGE/JPEG"])
def test_a_type_is_a_plain_one(mime: str) -> None:
    with pytest.raises(NotSealed):
        Content({}, (File("a.jpg", mime, b""),))


def test_more_than_a_message_holds_is_refused_with_what_to_do() -> None:
    small = File("a.jpg", "image/jpeg", b"")
    large = File("a.jpg", "image/jpeg", bytes(contents.LONGEST + 1))
    for wrong in ({"texts": {"a": "字" * 50_001}}, {"files": (small,) * 21}, {"files": (large,)}):
        with pytest.raises(Unfit, match="凭回执再补充"):
            Content(**{"texts": {}, **wrong})
