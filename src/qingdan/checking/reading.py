"""A log's files, from a folder or from the web: only what its format allows, and never more than its format needs."""

from __future__ import annotations

import http.client
import stat
import time
import urllib.error
import urllib.parse
import urllib.request
import zlib
from collections.abc import Iterable
from pathlib import Path

from qingdan.domain.transparency import notes, policies, tiles
from qingdan.domain.transparency.faults import Broken, CannotRead
from qingdan.domain.transparency.merkle import HASH_SIZE
from qingdan.domain.words import Words

PATIENCE = 20  # seconds that a server may be silent
DEADLINE = 120  # seconds for one file
_CHUNK = 64 * 1024
_LATER = Words("请检查网络后再试。", "Check the network and try again.")
_RIGHTS = Words("请检查文件是否完好、是否有权读取。", "Check that the file is whole and that you may read it.")


def longest(path: str) -> int:
    """How many bytes a log's file of this path may have."""
    if path.startswith("tile/entries/"):
        return tiles.LONGEST_BUNDLE
    return tiles.WIDTH * HASH_SIZE if path.startswith("tile/") else max(notes.LONGEST, policies.LONGEST)


def too_long(path: str, most: int) -> Broken:
    """The error for a file that is longer than any of its kind."""
    return Broken(
        Words(f"{path} 超过 {most} 字节，太长了", f"{path} has more than {most} bytes, which is too long"),
        Words("请核对目录、网址或文件。", "Check the folder, address or file."),
    )


class Folder:
    """A log in a folder of this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __call__(self, path: str) -> bytes | None:
        """One file. :raises CannotRead: no rights, a damaged disk. :raises Broken: far too long."""
        try:
            return read_file(self.root / path, longest(path))
        except (FileNotFoundError, NotADirectoryError):
            return None

    def partials(self, path: str) -> Iterable[int]:
        """The widths of what lies there of a tile (see ``verifying.Partials``), the full tile's among them."""
        try:
            names = [entry.name for entry in (self.root / f"{path}.p").iterdir()]
        except (FileNotFoundError, NotADirectoryError):
            names = []
        except OSError as error:
            raise cannot_read(f"{path}.p", error) from None
        widths = [int(name) for name in names if name.isascii() and name.isdecimal() and len(name) < 4]
        return [w for w in widths if 0 < w < tiles.WIDTH] + ([tiles.WIDTH] if (self.root / path).is_file() else [])


def read_file(file: Path, most: int) -> bytes:
    """A file of at most ``most`` bytes. :raises FileNotFoundError: :raises CannotRead: :raises Broken: too long."""
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileNotFoundError(file)
        if not stat.S_ISREG(mode):  # a pipe or device would never end
            raise OSError("not a regular file")
        with file.open("rb") as stream:
            data = stream.read(most + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise
    except (OSError, ValueError) as error:
        raise cannot_read(file.name, error) from None
    if len(data) > most:
        raise too_long(file.name, most)
    return data


def cannot_read(name: str, error: Exception) -> CannotRead:
    """What happened, in the system's own words after ours."""
    why = getattr(error, "strerror", None) or str(error)
    return CannotRead(Words(f"读不了 {name}（{why}）", f"cannot read {name} ({why})"), _RIGHTS)


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A log's prefix is part of its identity: whoever is sent elsewhere decides that himself."""

    def redirect_request(self, request: object, stream: object, code: int, *_rest: object) -> None:
        return None


class Site:
    """A log at a web address."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix.rstrip("/") + "/"
        self._opener = urllib.request.build_opener(_NoRedirects)

    def __call__(self, path: str) -> bytes | None:
        """One file; None for 404 and 410. :raises CannotRead: anything else but 200. :raises Broken: far too long."""
        asked = urllib.request.Request(self.prefix + path, headers={"Accept-Encoding": "gzip, identity"})  # noqa: S310
        try:
            with self._opener.open(asked, timeout=PATIENCE) as answer:
                return _body(answer, path, answer.headers.get("Content-Encoding", "identity"))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in (404, 410):
                return None
            raise _refused(path, error) from None
        except Broken:
            raise
        except (OSError, ValueError, http.client.HTTPException, zlib.error) as error:
            why = str(getattr(error, "reason", "") or error) or type(error).__name__
            raise CannotRead(Words(f"取不到 {path}（{why}）", f"cannot fetch {path} ({why})"), _LATER) from None


def _refused(path: str, error: urllib.error.HTTPError) -> CannotRead:
    if 300 <= error.code < 400:
        to = str(error.headers.get("Location", ""))[:200]
        return CannotRead(
            Words(f"网址把 {path} 转到别处：{to}", f"the address sends {path} elsewhere: {to}"),
            Words("信得过就直接给出新网址。", "If you trust it, give that address."),
        )
    return CannotRead(
        Words(f"服务器拒绝了 {path}（{error.code}）", f"the server refused {path} ({error.code})"), _LATER
    )


def _body(answer: http.client.HTTPResponse, path: str, coding: str) -> bytes:
    """The body, unpacked, within its length and its time."""
    if coding not in ("identity", "gzip", "x-gzip"):
        raise ValueError(f"unknown coding {coding[:40]}")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if coding != "identity" else None
    most, data, end = longest(path), bytearray(), time.monotonic() + DEADLINE
    while chunk := answer.read(_CHUNK):
        data += unpack.decompress(chunk, most + 1 - len(data)) if unpack else chunk
        if len(data) > most or (unpack and unpack.unconsumed_tail):
            raise too_long(path, most)
        if time.monotonic() > end:
            raise TimeoutError(f"not there after {DEADLINE} s")
    if (unpack and not unpack.eof) or answer.length:  # it was said to be longer
        raise ValueError("cut off")
    return bytes(data)


def reader_of(log: str) -> Folder | Site:
    """What reads the log at a folder or an http(s) address. :raises CannotRead: there is no such folder."""
    kind = urllib.parse.urlsplit(log).scheme if "://" in log else ""
    if kind in ("http", "https"):
        return Site(log)
    if kind:
        raise CannotRead(
            Words(f"不支持 {kind}:// 网址", f"addresses of {kind}:// are not supported"),
            Words("请给出目录，或 http、https 网址。", "Give a folder, or an address of http or https."),
        )
    folder = Path(log)
    if not folder.is_dir():
        raise CannotRead(
            Words(f"没有目录 {log}", f"there is no folder {log}"),
            Words("请核对目录或网址。", "Check the folder or address."),
        )
    return Folder(folder)
