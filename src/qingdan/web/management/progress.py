"""A bar on one line of a terminal; in a log, a line for each tenth; nothing when told to be quiet."""

from __future__ import annotations

from typing import TextIO

WIDTH = 40  # characters


class Progress:
    """``with Progress(stream, "reading", total) as bar: bar.to(done)``; a total of 0 counts without a bar."""

    def __init__(self, stream: TextIO, what: str, total: int, quiet: bool = False) -> None:
        self.stream, self.what, self.total, self.quiet = stream, what, total, quiet
        self.is_terminal = stream.isatty()
        self.done = 0
        self._shown = -1

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *fault: object) -> None:
        if self._shown >= 0 and self.is_terminal:
            self.stream.write("\n")
            self.stream.flush()

    def to(self, done: int) -> None:
        """Show that ``done`` of the total are done."""
        self.done = done
        percent = min(100, done * 100 // self.total) if self.total else 0
        step = 1 if self.is_terminal else 10
        if self.quiet or percent // step == self._shown // step:
            return
        self._shown = percent
        full = WIDTH * percent // 100
        line = f"{self.what} [{'#' * full}{'.' * (WIDTH - full)}] {percent:3d}%"
        self.stream.write(f"\r{line}" if self.is_terminal else f"{line}\n")
        self.stream.flush()

    def more(self, count: int = 1) -> None:
        """Show that ``count`` more are done."""
        self.to(self.done + count)
