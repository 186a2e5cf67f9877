"""What is inside a sealed message: named texts and cleaned files, in one piece, so that their number does not show."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from qingdan.domain.sealing.faults import NotSealed, Unfit
from qingdan.domain.transparency.leaves import canonical
from qingdan.domain.words import Words

LONGEST = 32 * 1024 * 1024  # bytes of everything together
MOST_FILES = 20
LONGEST_TEXT = 50_000  # characters of all texts together
NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
SHOWN = re.compile(r"[^\x00-\x1f\x7f/\\<>:\"|?*\u202a-\u202e\u2066-\u2069]{1,100}")  # a name that a disk may be given
MIME = re.compile(r"[a-z]+/[a-z0-9.+-]{1,100}")
_HEAD = 4


@dataclass(frozen=True, slots=True)
class File:
    """A file as its readers get it: the name that we gave it, its type, its bytes."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """``texts``: name of a field → what was written. :raises Unfit: more than a message may hold."""

    texts: Mapping[str, str]
    files: tuple[File, ...] = field(default=())

    def __post_init__(self) -> None:
        size = sum(len(f.content) for f in self.files)
        if sum(map(len, self.texts.values())) > LONGEST_TEXT or len(self.files) > MOST_FILES or size > LONGEST:
            most = (LONGEST_TEXT, MOST_FILES, LONGEST // 1024**2)
            raise Unfit(
                Words(
                    "一次最多写{}个字、带{}份文件，文件合计不超过{}MB".format(*most),
                    "at most {} characters, {} files and {} MB in one message".format(*most),
                ),
                Words("请先交一部分，凭回执再补充。", "Send a part of it first and the rest with your receipt."),
            )
        if not all(NAME.fullmatch(n) for n in self.texts) or not all(
            SHOWN.fullmatch(f.name) and not f.name.startswith(".") and MIME.fullmatch(f.mime) for f in self.files
        ):
            raise NotSealed("名称不合格式", "a name is not as it must be")


def encode(content: Content) -> bytes:
    """Length of the head (4 bytes), the head (canonical JSON), then the files one after the other."""
    files = [{"name": f.name, "mime": f.mime, "size": len(f.content)} for f in content.files]
    head = canonical({"v": 1, "texts": dict(content.texts), "files": files})
    return len(head).to_bytes(_HEAD, "big") + head + b"".join(f.content for f in content.files)


def decode(data: bytes) -> Content:
    """Read it again. Whoever has a public key may have sealed it: nothing is trusted. :raises NotSealed:"""
    size = int.from_bytes(data[:_HEAD], "big")
    head, rest = data[_HEAD : _HEAD + size], data[_HEAD + size :]
    try:
        value = json.loads(head)
        texts = {str(name): text for name, text in value["texts"].items() if isinstance(text, str)}
        files, at = [], 0
        for one in value["files"][: MOST_FILES + 1]:
            end = at + int(one["size"])
            files.append(File(one["name"], one["mime"], rest[at:end]))
            at = end
        content = Content(texts, tuple(files))
        same = encode(content) == data
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        same = False
    if not same:
        raise NotSealed("内容不合格式", "what is in it is not as it must be")
    return content
