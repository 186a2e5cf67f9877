"""What an entry may say, and what its digests prove."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

import pytest

from qingdan.domain.transparency import leaves
from qingdan.domain.transparency.faults import Broken
from qingdan.domain.transparency.leaves import Leaf
from tests.domain.transparency.logs import FIRST, content_of, entry, salt_of

SPEC = (
    b'{"at":"2026-11-23T08:07:00.000000Z","digests":{"content":'
    b'"DIGEST"},"kind":"boards.put-up","place":"419001105901","subject":"notice/7","v":1}'
)


def test_an_entry_as_the_specification_prints_it() -> None:
    """The digest is what ``(printf 'qingdan salted digest v1\\n'; cat salt content) | sha256sum`` prints."""
    digest = hashlib.sha256(b"qingdan salted digest v1\n" + salt_of(7) + content_of(7)).hexdigest()
    assert entry(7) == SPEC.replace(b"DIGEST", digest.encode())
    leaf = leaves.decode(entry(7))
    assert leaf.encode() == entry(7) and leaf.at.isoformat() == "2026-11-23T08:07:00+00:00"
    assert leaves.opens(digest, salt_of(7), content_of(7))
    assert not leaves.opens(digest, salt_of(8), content_of(7))
    assert not leaves.opens(digest, salt_of(7), content_of(8))
    assert not leaves.opens(digest, b"", content_of(7))
    with pytest.raises(ValueError, match="32 bytes"):
        leaves.salted_digest(b"short", b"")


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "notice/张三"},
        {"subject": "person/419001199001011234"},
        {"subject": "phone/13800138000"},
        {"subject": "低保/7"},
        {"refers": "notice/"},
        {"place": "示例一村"},
        {"place": "4190011059011"},
        {"kind": "put up"},
        {"kind": "公示"},
        {"at": datetime(2026, 11, 23)},
        {"digests": {"content": "张三"}},
        {"digests": {"姓名": "0" * 64}},
        {"digests": {"content": "0" * 63}},
    ],
)
def test_names_numbers_and_titles_find_no_room(change: dict[str, object]) -> None:
    said = {"kind": "boards.put-up", "at": FIRST, "place": "419001105901", "subject": "notice/7"}
    Leaf(**said)
    with pytest.raises(ValueError, match="a leaf cannot say"):
        Leaf(**{**said, **change})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"null",
        b"\xff",
        b"[" * 5000,
        b"9" * 5000,
        entry(1) + b" ",
        entry(1).replace(b'"v":1', b'"v":true'),
        entry(1).replace(b'"v":1', b'"v":0'),
        entry(1).replace(b'"v":1', b'"v":1,"v":1'),
        entry(1).replace(b'"v":1', b'"title":"x","v":1'),
        entry(1).replace(b".000000Z", b"Z"),
        entry(1).replace(b'"subject":"notice/1",', b""),
        entry(1).replace(b'"notice/1"', b"[]"),
        entry(1).replace(b"}", b"]", 1),
        b'{"v":' + b"9" * 9000 + b"}",
    ],
)
def test_what_is_no_entry(data: bytes) -> None:
    with pytest.raises(Broken, match="不合格式"):
        leaves.decode(data)


def test_a_later_version_is_told_apart() -> None:
    with pytest.raises(leaves.OfLaterVersion):
        leaves.decode(json.dumps({"v": 2, "new": "thing"}).encode())


def test_an_entry_has_its_length() -> None:
    with pytest.raises(ValueError, match="at most"):
        Leaf("a.b", FIRST, "419001", "a/1", digests={f"n{n}": "0" * 64 for n in range(200)}).encode()
