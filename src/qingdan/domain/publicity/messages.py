"""The written texts: a short message, a post for Weibo, a text for a WeChat group."""

from __future__ import annotations

from itertools import accumulate, product

from qingdan.domain.publicity.fitting import (
    Part,
    TooLong,
    clauses,
    composed,
    sentence,
    units,
    ways,
    without_asides,
)
from qingdan.domain.publicity.told import Told

SMS_MOST = 70  # UTF-16 units in one message, the sender's sign included
WEIBO_MOST = 140  # characters of one post; two Latin letters count as one
GROUP_RED_LINES = 3


def sms(told: Told) -> str:
    """One short message. What it is about and one way to learn more are always there; the rest as far as it fits. What
    is too long gives way to something shorter: the villager's word to the official title and to the entry's number, the
    address to a telephone, and at last the village's name to that of the list.

    :raises TooLong: when nothing helps.
    """
    matters = [sentence(words, told.english) for words in (told.plain, told.title, told.item)]
    begun = [(sign, matter) for sign in _signs(told) for matter in matters]
    if told.english:  # what it is about counts for more than who sends it
        begun.sort(key=lambda pair: matters.index(pair[1]))
    for (sign, matter), more in product(begun, _more(told)):
        try:
            return _sms(told, sign + matter, more)
        except TooLong:
            continue
    raise TooLong(told.item)


def _signs(told: Told) -> list[str]:
    """Who sends it. Chinese carriers ask for it; Latin words need the room, and then nobody is named."""
    general = told.say("村级清单", "Village list")
    signs = [f"【{name}】" for name in dict.fromkeys((told.village or general, general))]
    return [*signs, ""] if told.english else signs


def _sms(told: Told, about: str, more: str) -> str:
    parts = [
        Part((about,)),
        Part(ways(told.where, told.english, told.say("去哪儿：", "Where: ")), 1),
        Part(ways(told.how_long, told.english), 4),
        Part(ways(told.cost, told.english), 2),
        Part(tuple(call for call in _calls(told) if call != more), 3),
        Part((more,)),
    ]
    return composed(parts, SMS_MOST, units, told.say("", " "))


def _more(told: Told) -> list[str]:
    """How one learns more, the best first."""
    found = [told.say(f"详情 {told.short}", told.short)] if told.short else []
    return [*found, *_calls(told), told.say(f"详情问{told.ask}。", f"Ask the {told.ask}.")]


def _calls(told: Told) -> tuple[str, ...]:
    """The nearest telephone as a sentence, where there is one."""
    return tuple(told.say(f"监督电话{t.number}。", f"Supervision: {t.number}.") for t in told.telephones[:1])


def weibo(told: Told) -> str:
    """One post: its topics, what it is about, as much of how as fits, and where to read on.

    :raises TooLong: when not even what it is about fits.
    """
    space, about = told.say("", " "), sentence(told.plain, told.english)
    topics = [f"#{_topic(name)}#{told.say(' ', '')}" for name in (told.listed, told.norm)]
    told_so_far = tuple(accumulate(clauses(told.summary, told.english), lambda a, b: f"{a}{space}{b}"))
    waiting = told.say("（参考清单，待确认）", "(Reference list, to be confirmed.)") if told.reference else ""
    parts = [
        Part((topics[0],)),
        Part((topics[1],), 5),
        Part((about, told.say(f"{told.village}：", f"{told.village}: ") + about) if told.village else (about,)),
        Part(told_so_far, 1),
        Part(ways(told.where, told.english, told.say("去哪儿：", "Where: ")), 3),
        Part(ways(told.cost, told.english), 2),
        Part(_calls(told), 4),
        Part((waiting,)),
        Part((told.say(f"全文 {told.short}", f"In full: {told.short}"),)),
    ]
    return composed(parts, WEIBO_MOST, _halves if told.english else units, space)


def _halves(text: str) -> int:
    """The length of a post in Latin letters, of which two count as one character."""
    return -(-sum(1 if ord(c) < 0x2E80 else 2 for c in text) // 2)


def _topic(name: str) -> str:
    """A name as a topic may be: without brackets, signs or a hash of its own."""
    return "".join(c for c in without_asides(name) if c.isalnum() or c in " -").strip()


def group(told: Told) -> str:
    """A text for a WeChat group: short lines, no markup, everything that the guide answers."""
    say = told.say
    lines = [say(f"【{told.plain}】", told.plain), *([told.village] if told.village else []), told.summary, ""]
    answers = (
        (say("找谁办", "Who"), told.who),
        (say("去哪儿", "Where"), told.where),
        (say("带什么", "Bring"), (say("、", ", ").join(told.bring),) if told.bring else ()),
        (say("多久有结果", "How long"), told.how_long),
        (say("要花钱吗", "Cost"), told.cost),
        (say("怎么参与", "Take part"), told.take_part),
        (say("怎么盯着办", "Keep watch"), told.watch),
    )
    lines += [_line(told, label, phrases) for label, phrases in answers if phrases]
    if told.red_lines:
        red = say("；", "; ").join(told.red_lines[:GROUP_RED_LINES])
        lines += [_line(told, say("干部的红线", "Red lines for officials"), (red,))]
    lines += ["", *(f"{t.name} {t.number}" for t in told.telephones)]
    lines += [say(f"步骤、表格、流程图：{told.address}", f"Steps, forms and the chart: {told.address}")]
    if told.reference:
        lines += [say("参考清单，待本市确认。", "A reference list, to be confirmed by the city.")]
    return "\n".join(lines)


def _line(told: Told, label: str, phrases: tuple[str, ...]) -> str:
    space = told.say("", " ")
    return f"{label}{told.say('：', ': ')}{space.join(sentence(p, told.english) for p in phrases)}"
