"""What ruamel finds wrong in a text, in the words of whoever wrote it: it speaks of tokens and in English only."""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words

_LOOK = Words(
    "也请看上一行：可能少了冒号、引号或括号，或者缩进不对。",
    "Look at the line above it too: a missing colon, quote or bracket, or a wrong indent.",
)
_OPEN_LIST = Words("方括号 [ 没有在该合上的地方合上", "a bracket [ is not closed where it should be")
_OPEN_MAP = Words("花括号 { 没有在该合上的地方合上", "a bracket { is not closed where it should be")
_QUOTE = Words("请给整段文字加上引号。", "Put the whole text in quotes.")
_COLON = Words(
    "文字里有冒号就给整段加引号，并看看缩进对不对。",
    "Put a text with a colon in quotes, and look whether the indent is right.",
)
_INDENT = Words("这一行的缩进和上面的不齐", "this line is not indented like those above it")

_NO_TAB = Words("请改用空格。", "Use spaces.")
_NO_ALIAS = Words("请把要重复的内容写出来。", "Write the repeated part out.")
_ONE_FILE = Words("请每份内容放一个文件。", "Give each a file of its own.")
_NO_BACKSLASH = Words("请改用单引号，或写成 \\\\。", "Use single quotes, or write it twice.")

# By a part of ruamel's own sentence, the first that fits: what is wrong, and what to do.
_KNOWN: tuple[tuple[str, Words, Words], ...] = (
    (r"found character '\\t'", Words("这里用了制表符（Tab）", "a tab stands where only spaces may"), _NO_TAB),
    (r"found character", Words("这个符号不能放在开头", "this sign cannot begin a value"), _QUOTE),
    (r"expected ',' or '\]'", _OPEN_LIST, _LOOK),
    (r"expected ',' or '\}'", _OPEN_MAP, _LOOK),
    (r"could not find expected ':'", Words("这一行或上一行的键后面少了冒号", "a colon is missing after a key"), _LOOK),
    (r"mapping values are not allowed", Words("这里不该出现冒号", "a colon may not stand here"), _COLON),
    (
        r"(sequence entries|mapping keys) are not allowed",
        Words("这里不能另起一项", "no new item may begin here"),
        _LOOK,
    ),
    (r"expected <block end>", _INDENT, _LOOK),
    (r"more indented follow up line", _INDENT, _LOOK),
    (r"end of stream|document separator", Words("引号没有合上", "a quotation mark is not closed"), _LOOK),
    (r"escape", Words("双引号里的反斜杠写法不对", "a backslash in double quotes begins nothing known"), _NO_BACKSLASH),
    (
        r"undefined alias",
        Words("引用的锚点（*）前面没有定义", "an alias (*) repeats what nothing before it names"),
        _NO_ALIAS,
    ),
    (r"another document", Words("一个文件里写了两份内容（---）", "two documents (---) stand in one file"), _ONE_FILE),
)


def complaint_of(file: str, fault: MarkedYAMLError) -> Complaint:
    """The complaint that says where the text is broken, and how as far as that can be said plainly."""
    mark = fault.problem_mark or fault.context_mark
    problem = str(fault.problem or fault.context or "")
    unknown = Words("读到这里读不下去", problem or "it cannot be read on from here")
    found, remedy = next(((what, do) for part, what, do in _KNOWN if re.search(part, problem)), (unknown, _LOOK))
    what = Words(f"这里不是 YAML 的写法：{found.zh}", f"this is not YAML: {found.en}")
    return Complaint(file, mark.line + 1 if mark else 1, what, remedy)
