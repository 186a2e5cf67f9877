"""What is said of one notice beyond its board: in a group chat, by mail, in a short message, over the loudspeaker.

Values in, texts out. Whoever makes a :class:`Posted` puts in only what anybody on the internet may read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qingdan.domain.publicity.broadcast import seconds
from qingdan.domain.publicity.fitting import Part, TooLong, composed, sentence, units
from qingdan.domain.publicity.messages import SMS_MOST
from qingdan.domain.publicity.spoken import aloud, digits, digits_apart
from qingdan.domain.publicity.told import Telephone

LONGEST_SCRIPT = 120  # seconds: after that nobody listens
_MONEY = re.compile(r"¥([\d,]+)(?:\.(\d)(\d))?")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a notice: what it is called and what it says. Of a list, ``items`` are its rows."""

    term: str
    value: str = ""
    items: tuple[tuple[str, str], ...] = ()

    def written(self, colon: str) -> str:
        """The line as it is written, a list with its items below."""
        below = [f"· {' '.join(part for part in item if part)}" for item in self.items]
        return "\n".join([f"{self.term}{colon}{self.value}".rstrip(), *below])


@dataclass(frozen=True, slots=True)
class Posted:
    """The words of one notice, in one language. ``objections`` and ``stands`` are days in words, ``objections`` "" when
    none are taken; ``call`` is the telephone of the supervision; ``address`` leads to the notice."""

    english: bool
    village: str
    board: str
    title: str
    lines: tuple[Line, ...]
    objections: str
    stands: str
    address: str
    call: Telephone | None = None
    corrects: bool = False
    example: bool = False

    def say(self, zh: str, en: str) -> str:
        """The phrase in this notice's language."""
        return en if self.english else zh

    @property
    def head(self) -> str:
        """What it is, in one line, marked where it corrects another or where the village is an invented one."""
        marks = [self.say("示例", "Example")] if self.example else []
        marks += [self.say("更正", "Corrected")] if self.corrects else []
        joined = "".join(self.say(f"【{mark}】", f"[{mark}] ") for mark in marks)
        return f"{joined}{self.village}{self.say('：', ': ')}{self.title}"

    @property
    def colon(self) -> str:
        return self.say("：", ": ")


def subject(posted: Posted) -> str:
    """The subject of a mail, in one line."""
    return " ".join(posted.head.split())


def message(posted: Posted, limit: int | None = None, measure: Callable[[str], int] = units) -> str:
    """A notice for a group chat or a mail. Within ``limit`` whole lines are left out from the last one on, and the text
    says how many; what it is and where to read all of it is always there.

    :raises TooLong: when not even that fits.
    """
    lines = written(posted)
    for shown in range(len(lines), -1, -1):
        text = _put_together(posted, lines[:shown], len(lines) - shown)
        if limit is None or measure(text) <= limit:
            return text
    raise TooLong(posted.title)


def written(posted: Posted) -> list[str]:
    """Its lines as they are written."""
    return [line.written(posted.colon) for line in posted.lines]


def _put_together(posted: Posted, lines: Sequence[str], left: int) -> str:
    say = posted.say
    parts = [posted.head, posted.board, "", *lines]
    if left:
        parts.append(say(f"还有{left}项，点开看。", f"{left} more on the page."))
    parts += ["", *days(posted)]
    if posted.call is not None:
        parts.append(f"{posted.call.name} {posted.call.number}")
    parts.append(say(f"原文、提异议：{posted.address}", f"In full, and to object: {posted.address}"))
    return "\n".join(parts)


def days(posted: Posted) -> list[str]:
    """Until when objections are taken, and until when it hangs."""
    say = posted.say
    said = [say(f"贴到{posted.stands}。", f"It hangs until {posted.stands}.")]
    if posted.objections:
        said.insert(
            0,
            say(f"有异议的，请在{posted.objections}24:00以前提。", f"Objections are taken until {posted.objections}."),
        )
    return said


def sms(posted: Posted, way_out: str = "") -> str:
    """One short message: who, what, where to read it, and how to stop such messages.

    :raises TooLong: when nothing helps.
    """
    mark = posted.say("示例·", "Example, ") if posted.example else ""
    sign = posted.say(f"【{mark}{posted.village}】", f"[{mark}{posted.village}] ")
    corrected = posted.say("更正", "Corrected: ") if posted.corrects else ""
    parts = [
        Part((f"{sign}{posted.say('贴出', '')}{corrected}",)),
        Part((posted.say("新公示。", "New notice. "), posted.say(f"“{posted.title}”。", f"{posted.title}. "))),
        Part((f"{posted.address} ",)),
        Part((posted.say(f"退订{way_out}", f"Stop: {way_out}"),) if way_out else ()),
    ]
    return composed(parts, SMS_MOST * 2, units).strip()


def script(posted: Posted) -> str:
    """Sentences for the loudspeaker, a paragraph each; what takes too long is left to the board.

    :raises TooLong: when what must be said takes longer than ``LONGEST_SCRIPT``.
    """
    return _english(posted) if posted.english else _chinese(posted)


def _chinese(posted: Posted) -> str:
    call = posted.call
    number = digits(call.number) if call else ""
    asks = f"有不明白的，打{spoken(call.name)}，{number}。" if call and number else "有不明白的，打公开栏上的监督电话。"
    parts = [
        Part((_said(f"{posted.village}的各位村民，请注意听"),)),
        Part(("这是示例，不是真的公示。",) if posted.example else ()),
        Part((_said(f"{'更正一份公示' if posted.corrects else '现在播送一份公示'}：{posted.title}"),)),
        *(Part(tuple(map(_said, _ways(line, "，", "；"))), rank) for rank, line in enumerate(posted.lines, 1)),
        Part((_said(f"有异议的，最晚{posted.objections}提出来"),) if posted.objections else ()),
        Part((_said(f"公示贴在{posted.board}，贴到{posted.stands}"),)),
        Part((asks,)),
        Part(("下面再播一遍。",)),
    ]
    return composed([part for part in parts if part.ways], LONGEST_SCRIPT, seconds, "\n")


def _ways(line: Line, comma: str, stop: str, colon: str = "") -> tuple[str, ...]:
    """A line as it is said: of a list its sum where there is one, and all of its items when there is time for them."""
    items = stop.join(comma.join(part for part in item if part) for item in line.items)
    said = (line.value, stop.join(part for part in (items, line.value) if part))
    return tuple(dict.fromkeys(f"{line.term}{colon or comma}{one}" for one in said if one)) or (line.term,)


def _said(phrase: str) -> str:
    return sentence(spoken(phrase))


def spoken(phrase: str) -> str:
    """A written phrase as it is read out, sums of money in yuan, jiao and fen."""
    return aloud(_THOUSANDS.sub("", _MONEY.sub(_money, phrase)))


def _money(found: re.Match[str]) -> str:
    yuan, jiao, fen = found[1].replace(",", ""), found[2] or "0", found[3] or "0"
    small = (f"{jiao}角" if jiao != "0" else "") + (f"{fen}分" if fen != "0" else "")
    if small and yuan == "0":
        return small
    return f"{yuan}元{'零' if jiao == '0' and fen != '0' else ''}{small}"


def _english(posted: Posted) -> str:
    call = posted.call
    number = digits_apart(call.number) if call else ""
    asks = (
        f"For questions call {call.name}: {number}."
        if call and number
        else "For questions call the supervision telephone on the board."
    )
    what = "A notice is corrected" if posted.corrects else "A notice has been put up"
    parts = [
        Part((f"Villagers of {posted.village}, please listen.",)),
        Part(("This is an example, not a real notice.",) if posted.example else ()),
        Part((sentence(f"{what}: {posted.title}", True),)),
        *(
            Part(tuple(sentence(way, True) for way in _ways(line, ", ", "; ", ": ")), rank)
            for rank, line in enumerate(posted.lines, 1)
        ),
        Part((f"Objections are taken until {posted.objections}.",) if posted.objections else ()),
        Part((f"It hangs on the board, {posted.board}, until {posted.stands}.",)),
        Part((asks,)),
        Part(("We read it once more.",)),
    ]
    return composed(
        [part for part in parts if part.ways], LONGEST_SCRIPT, lambda text: seconds(text, english=True), "\n"
    )
