"""Whether a complaint is wholly in one language: what is quoted, written as code or named may be in another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words

HAN = re.compile(r"[\u4e00-\u9fff]")
SENTENCE = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2,}")
# Not of the sentence's own language: quotations, titles of laws, code in brackets, commands, paths and places.
QUOTED = re.compile(
    r"“[^”]*”|'[^']*(?:'|…)|\"[^\"]*\"|《[^》]*》|\{[^{}]*\}|\[[^\[\]]*\]|`[^`]*`|qingdan [\w-]+ [\w-]+"
    r"|\d{4}-\d\d-\d\d: \S+"
)
# In Chinese no space ends a path: there it may only be of ASCII.
PLACES = {"zh": re.compile(r"[!-~]+[./][!-~]+"), "en": re.compile(r"\S+[./]\S+")}


def bare(text: str, language: str) -> str:
    """The text without what it quotes; brackets inside brackets go first."""
    while (less := QUOTED.sub(" ¤ ", text)) != text:
        text = less
    return PLACES[language].sub(" ¤ ", text)


def wrong_words(words: Words) -> Iterator[str]:
    """What in a phrase is missing, or in the other language."""
    chinese, english = bare(words.zh, "zh"), bare(words.en, "en")
    if not HAN.search(chinese):
        yield f"no Chinese in {words.zh!r}"
    if SENTENCE.search(chinese):
        yield f"English in {words.zh!r}"
    if not re.search(r"[a-z]{2}", english):
        yield f"no English in {words.en!r}"
    if HAN.search(english):
        yield f"Chinese in {words.en!r}"


def strays(complaint: Complaint) -> list[str]:
    """What is not as it should be in a complaint: a missing remedy, or a word in the other language."""
    return [*wrong_words(complaint.what), *wrong_words(complaint.remedy)]
