"""Words for what somebody is to the head of a household, as booklets and clerks write them (after GB/T 4761)."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from qingdan.domain.rules.reasons import Unusable


class Relation(StrEnum):
    """What a member is to the head."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILDS_SPOUSE = "childs-spouse"
    GRANDCHILD = "grandchild"
    PARENT = "parent"
    SPOUSES_PARENT = "spouses-parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    OTHER = "other"


# The order of the file is that of the booklet: the head first.
ORDER = {relation: place for place, relation in enumerate(Relation)}

_RANKS = "[长大次二三四五六七八九小幼独养继]?"
_CALLED: tuple[tuple[Relation, str], ...] = (
    (Relation.HEAD, "户主|本人|户主本人|本户户主|head"),
    (Relation.SPOUSE, "配偶|妻|妻子|夫|丈夫|爱人|老婆|spouse"),
    (Relation.CHILD, f"子女|{_RANKS}(子|女|儿子|女儿|男|儿)|child"),
    (Relation.CHILDS_SPOUSE, f"{_RANKS}(儿媳|媳|儿媳妇|女婿|婿)|媳妇"),
    (Relation.GRANDCHILD, f"{_RANKS}(外)?(孙子|孙女|孙|曾孙|曾孙子|曾孙女)|孙媳|孙媳妇|孙女婿|孙子女|外孙子女"),
    (Relation.PARENT, "父母|父|父亲|母|母亲|爸|妈|继父|继母|养父|养母"),
    (Relation.SPOUSES_PARENT, "岳父|岳母|公公|婆婆|岳父母|公婆"),
    (Relation.GRANDPARENT, "(外)?(祖父|祖母|祖父母)|爷爷|奶奶|姥爷|姥姥|外公|外婆"),
    (Relation.SIBLING, f"兄弟姐妹|{_RANKS}(兄|弟|姐|妹|哥)|哥哥|弟弟|姐姐|妹妹|兄弟|姐妹|胞兄|胞弟"),
    (
        Relation.OTHER,
        "其他|其它|其他亲属|非亲属|侄子|侄女|侄|(表|堂)(兄|弟|姐|妹|哥)|外甥|外甥女|弟媳|嫂|嫂子|姐夫|妹夫|寄养|寄居|other",
    ),
)
_PATTERNS = tuple((relation, re.compile(words)) for relation, words in _CALLED)
EXAMPLES = "户主、配偶、子、女、父亲、母亲、儿媳、女婿、孙子、孙女、兄弟姐妹、其他"


def parse_relation(text: str) -> Relation:
    """``长子`` → child, ``妻`` → spouse. :raises Unusable: relation-unknown."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold().removeprefix("户主的").removeprefix("之")
    found = next((relation for relation, words in _PATTERNS if words.fullmatch(plain)), None)
    if found is None:
        shown = plain[:20]
        raise Unusable(
            "relation-unknown",
            f"认不出“{shown}”是户主的什么人，请写：{EXAMPLES}",
            f"“{shown}” is no relation to the head known here: write 户主, 配偶, 子, 女, 父亲, 母亲 … or 其他.",
        )
    return found
