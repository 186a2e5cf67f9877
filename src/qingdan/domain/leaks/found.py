"""What the finders hand on: a stretch of a folded text that is of some kind."""

from __future__ import annotations

import re
from typing import NamedTuple

from qingdan.domain.leaks.model import LeakKind

# Words just before a number that say it names a paper or a thing, and no person: 合同编号, 发票号码, 案号 …
_CODE = re.compile(
    r"(?:编号|代码|编码|凭证号|凭单号|发票号|票据号|票号|单据号|单号|合同号|案号|批号|文号|流水号|登记号|许可证号|"
    r"批准号|备案号|标准号|项目号|标段号|交易号|回单号|条码|条形码|型号|规格|序列号|宗地号|图斑号|资产号|№|"
    r"(?<![A-Za-z])N[Oo]\.?)码?(?:[\s:为是\"“(]){0,4}$"
)
# The same where the number begins with words, as 采购编号:济采购2026-138-…
_CODE_IN_WORDS = re.compile(r"(?:编号|代码|编码|文号|合同号|项目号|凭证号)码?[:为是\s]{0,2}[^\s0-9,。;:]{0,8}$")
_LETTERS = re.compile(r"[A-Za-z]{1,12}[-_ /]?$")
_CALLS = re.compile(r"(?:tel|phone|mob(?:ile)?|cell|call|wx|vx|wechat|qq|id|no|card|a/?c)[-_ /]?$", re.IGNORECASE)
BEFORE = 24  # characters in which a word still says what the number after it is


class Found(NamedTuple):
    """A detail at ``start`` to ``end`` of a folded text; ``plain``: without separators; ``shown``: masked."""

    kind: LeakKind
    start: int
    end: int
    plain: str
    shown: str


def said_before(plain: str, start: int) -> str:
    """The words just before a place, on the same or the last line."""
    return plain[max(0, start - BEFORE) : start]


def is_code_in_words(before: str) -> bool:
    """Whether the words before the first of several groups name a paper's number that begins with words."""
    return bool(_CODE_IN_WORDS.search(before))


def is_code(before: str) -> bool:
    """Whether the words before a number say that it is the number of a paper, an order or a thing."""
    return bool(_CODE.search(before))


def is_glued(before: str) -> bool:
    """Whether letters stand before a number as in a contract's number (HT-138…), and not as in TEL-138…"""
    return bool(_LETTERS.search(before)) and not _CALLS.search(before)
