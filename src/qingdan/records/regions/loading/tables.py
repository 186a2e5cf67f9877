"""Reads one CSV file row by row, knowing the line, the bytes read so far and the digest of the whole."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from qingdan.records.regions.loading.faults import Faults, fault

LONGEST_LINE = 64 * 1024  # bytes; a file without line ends must not be taken into memory whole
REPORT_EVERY = 256 * 1024  # bytes between two reports of progress
BOM = b"\xef\xbb\xbf"


class Table:
    """One CSV file in UTF-8. ``digest`` (SHA-256, hex) is that of the file once all rows were read."""

    def __init__(self, path: Path, on_bytes: Callable[[int], None] = lambda n: None) -> None:
        self.path, self.name = path, path.name
        self._on_bytes, self._sha = on_bytes, hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._sha.hexdigest()

    def columns(self) -> list[str]:
        """The column names of the first line."""
        with self.path.open("rb") as stream:
            first = stream.readline(LONGEST_LINE)
        return next(csv.reader([_decoded(self.name, 1, first.removeprefix(BOM))]), [])

    def rows(self, needed: Sequence[str], optional: Sequence[str], faults: Faults) -> Iterator[tuple[int, list[str]]]:
        """Each row's line and its fields in the order ``needed`` + ``optional`` (absent optional columns are empty).

        A row of the wrong width goes to ``faults`` and is left out.

        :raises DivisionFileError: at once for wrong columns, text that is not UTF-8, or broken quoting.
        """
        records = self._records()
        _line, header = next(records, (1, []))
        order = self._order(header, needed, optional)
        for line, fields in records:
            if not fields:
                continue
            if len(fields) != len(header):
                what = _("这一行有 %(found)d 列，应当是 %(wanted)d 列。请检查逗号和引号。")
                faults.add(self.name, line, what % {"found": len(fields), "wanted": len(header)})
                continue
            yield line, [fields[i].strip() if i is not None else "" for i in order]

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """The fields of each record and the line on which it begins: a quoted field may run over several."""
        reader = csv.reader(self._lines(), strict=True)
        while True:
            begins = reader.line_num + 1
            try:
                fields = next(reader)
            except StopIteration:
                return
            except csv.Error as broken:
                what = _("引号没有配对，这一行读不出来（%(why)s）。请检查这一行的引号。") % {"why": broken}
                raise fault(self.name, begins, what) from broken
            yield begins, fields

    def _order(self, header: list[str], needed: Sequence[str], optional: Sequence[str]) -> list[int | None]:
        header = [name.strip() for name in header]
        missing = [name for name in needed if name not in header]
        strange = [name for name in header if name not in needed and name not in optional]
        if missing or strange or len(set(header)) != len(header):
            what = _("列名不对：读到“%(found)s”，应当是“%(wanted)s”。请改第一行。")
            raise fault(self.name, 1, what % {"found": ",".join(header)[:200], "wanted": ",".join(needed)})
        return [header.index(name) if name in header else None for name in (*needed, *optional)]

    def _lines(self) -> Iterator[str]:
        read = reported = 0
        with self.path.open("rb") as stream:
            for number in range(1, 2**62):
                raw = stream.readline(LONGEST_LINE)
                if not raw:
                    break
                self._sha.update(raw)
                read += len(raw)
                if read - reported >= REPORT_EVERY:
                    self._on_bytes(read - reported)
                    reported = read
                if len(raw) == LONGEST_LINE and not raw.endswith(b"\n"):
                    raise fault(self.name, number, _("这一行太长，不像是一行数据。请检查文件的换行。"))
                yield _decoded(self.name, number, raw.removeprefix(BOM) if number == 1 else raw)
        self._on_bytes(read - reported)


def _decoded(file: str, line: int, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as broken:
        what = _("这一行不是 UTF-8 编码。请把文件另存为“CSV UTF-8”再载入。")
        raise fault(file, line, what) from broken
    if "\x00" in text:
        raise fault(file, line, _("这一行含有空字节，不是文本文件。请换成 CSV 文件。"))
    return text
