"""The script for the village loudspeaker: read out in about a minute, and then read out once more."""

from __future__ import annotations

from qingdan.domain.publicity.fitting import Part, composed, sentence, ways, without_asides
from qingdan.domain.publicity.spoken import aloud, digits, digits_apart
from qingdan.domain.publicity.told import Told

A_MINUTE = 220  # characters that a Chinese reader says
WORDS_A_MINUTE = 140  # the same in English
LEAST, MOST = 45, 90  # seconds


def script(told: Told) -> str:
    """Sentences to be read out, a paragraph each.

    :raises TooLong: when what must be said takes longer than ``MOST``.
    """
    return _english(told) if told.english else _chinese(told)


def seconds(text: str, english: bool = False) -> int:
    """How long it takes to read a script out."""
    if english:
        return round(len(text.split()) * 60 / WORDS_A_MINUTE)
    return round(sum(1 for c in text if c.isalnum()) * 60 / A_MINUTE)


def _chinese(told: Told) -> str:
    callers = f"{told.village}的各位村民" if told.village else "各位村民"
    call = _said(f"有人不按规矩办，打{told.telephones[0].name}") if told.telephones else ""
    number = f"，{digits(told.telephones[0].number)}" if call and digits(told.telephones[0].number) else ""
    posted = _said("有人不按规矩办，打监督电话，号码贴在村务公开栏")
    parts = [
        Part((_said(f"{callers}，请注意听"),)),
        Part((_said(f"今天说的是：{told.plain}"),)),
        Part(_spoken(told.who), 2),
        Part(_spoken(told.where, "去哪儿办："), 1),
        Part((_said(f"要带的东西：{'、'.join(told.bring)}"),) if told.bring else (), 3),
        Part(_spoken(told.how_long, "多久有结果："), 4),
        Part(_spoken(told.cost), 5),
        Part(_spoken(told.take_part), 7),
        Part(_spoken(told.watch), 6),
        Part((f"{call.rstrip('。')}{number}。" if number else posted,)),
        Part((_said("以上是参考清单，以本市正式公布的为准"),) if told.reference else (), 0),
        Part((_said("详细的办法看公开栏上的宣传画"),), 8),
        Part((_said("下面再播一遍"),)),
    ]
    return composed([p for p in parts if p.ways], MOST, seconds, "\n")


def _spoken(phrases: tuple[str, ...], label: str = "") -> tuple[str, ...]:
    return tuple(dict.fromkeys(_said(way) for way in ways(phrases, label=label)))


def _said(phrase: str) -> str:
    return sentence(aloud(phrase))


def _english(told: Told) -> str:
    callers = f"of {told.village}" if told.village else ""
    telephone = told.telephones[0] if told.telephones else None
    number = digits_apart(telephone.number) if telephone else ""
    call = f"If the rules are not kept, call {telephone.name}: {number}." if telephone and number else ""
    parts = [
        Part((" ".join(f"Villagers {callers}, please listen.".split()).replace(" ,", ","),)),
        Part((sentence(f"Today: {told.plain}", True),)),
        Part(_heard(told.who), 2),
        Part(_heard(told.where, "Where: "), 1),
        Part((sentence(f"Bring: {', '.join(told.bring)}", True),) if told.bring else (), 3),
        Part(_heard(told.how_long, "How long: "), 4),
        Part(_heard(told.cost, "Cost: "), 5),
        Part(_heard(told.take_part), 7),
        Part(_heard(told.watch), 6),
        Part((call or "If the rules are not kept, call the supervision telephone on the village board.",)),
        Part(("This is a reference list, to be confirmed by the city.",) if told.reference else (), 0),
        Part(("The poster on the village board says more.",), 8),
        Part(("We read it once more.",)),
    ]
    return composed([p for p in parts if p.ways], MOST, lambda text: seconds(text, english=True), "\n")


def _heard(phrases: tuple[str, ...], label: str = "") -> tuple[str, ...]:
    return tuple(dict.fromkeys(sentence(without_asides(way), True) for way in ways(phrases, True, label)))
