"""The command line of the programs: ``verify`` and ``witness``.

Exit codes: 0 everything is as it should be; 1 something is wrong with the log or receipt; 2 the command was given
wrongly; 3 it could not be read, so nothing can be said of it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from qingdan.checking import verify, witness
from qingdan.domain.complaints import Miswritten
from qingdan.domain.transparency.faults import CannotRead
from qingdan.domain.words import Words

SOUND, WRONG, USAGE, UNREAD = 0, 1, 2, 3


def main(arguments: Sequence[str], program: str = "qingdan log") -> int:
    """Run one of the programs; never a stack trace for what a file or server holds. The exit code."""
    options = _parser(program).parse_args(arguments)
    say = Saying(options.language)
    try:
        if options.does == "witness":
            return witness.run(options, say)
        return verify.run(options, say)
    except CannotRead as error:
        say.error(Words(error.to("zh"), error.to("en")))
        return UNREAD
    except Miswritten as error:
        say.error(Words(error.to("zh"), error.to("en")))
        return WRONG if getattr(error, "is_of_log", True) else USAGE
    except KeyboardInterrupt:
        return 130


class Saying:
    """Prints in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def line(self, words: Words) -> None:
        """A line of the answer."""
        print(words.to(self.language), flush=True)

    def error(self, words: Words) -> None:
        """A line for whoever must do something."""
        print(words.to(self.language), file=sys.stderr, flush=True)

    def progress(self, done: int | None) -> None:
        """How many entries were read, on a terminal only; None clears the line."""
        if sys.stderr.isatty():
            print(f"\r{'' if done is None else done:<20}\r", end="", file=sys.stderr, flush=True)


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=program, description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    does = parser.add_subparsers(dest="does", required=True)
    one = does.add_parser("verify", help="recompute a whole log, or verify a receipt, without any server")
    one.add_argument("log", nargs="?", help="folder or http(s) address of the log")
    one.add_argument(
        "--key", action="append", default=[], metavar="VKEY", help="the log's public key, or a file with it"
    )
    one.add_argument(
        "--witness", action="append", default=[], metavar="VKEY", help="public key of a witness that must have cosigned"
    )
    one.add_argument("--policy", metavar="FILE", help="trusted logs and witnesses (C2SP tlog-policy) instead of keys")
    one.add_argument("--against", metavar="FILE", help="an older checkpoint with which the log must still agree")
    one.add_argument("--proof", metavar="FILE", help="a receipt (tlog-proof): what it proves")
    one.add_argument("--content", metavar="FILE", help="the published content: is it the one of the receipt?")
    two = does.add_parser("witness", help="watch a log: cosign what continues it, keep evidence of what does not")
    two.add_argument("--log", required=True, help="folder or http(s) address of the log")
    two.add_argument("--folder", required=True, help="the witness's own folder: its key, what it saw, evidence")
    two.add_argument("--name", help="name of the witness, chosen once (a domain that it owns)")
    two.add_argument("--key", action="append", default=[], metavar="VKEY", help="the log's public key, known once")
    two.add_argument("--once", action="store_true", help="look once and stop")
    two.add_argument("--every", type=float, default=60, metavar="SECONDS", help="how often to look (60)")
    for each in (one, two):
        each.add_argument("--language", choices=["zh", "en"], default="zh", help="of what is said (zh)")
    return parser
