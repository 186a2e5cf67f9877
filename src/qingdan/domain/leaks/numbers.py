"""Numbers of persons in free words: identity numbers, bank cards and accounts, mobile numbers.

A run is digits with little between them. In each run every stretch of whole groups that has the right length is
tried, so that 138 1234 5678, 410881-1990-… and a number broken by the end of a line are found, and the third column
of a table is not taken for the end of the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from qingdan.domain.leaks.found import Found, is_code, is_code_in_words, is_glued, said_before
from qingdan.domain.leaks.model import LeakKind
from qingdan.domain.rules.identity import mask_account, mask_id, mask_phone, parse_credit_code, parse_id_number
from qingdan.domain.rules.reasons import Unusable

_RUN = re.compile(
    r"[0-9](?:(?:[ .·_()-]{1,3}|[ ]{0,3}\n[ ]{0,3})?[0-9])*(?:(?:[ .·_-]{1,2}|[ ]{0,3}\n[ ]{0,3})?[Xx](?![A-Za-z]))?"
)
_PIECE = re.compile(r"[0-9]+|[Xx]")
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
_IDENTITY = re.compile(r"(?:身份证|证件|公民身份|身份号)[^\n]{0,12}$|(?<![A-Za-z])ID[^A-Za-z\n]{0,6}$")
_ACCOUNT = re.compile(
    r"(?:(?<!台)[账帐]号|账户|帐户|卡号|存折|折号|一折通|一卡通|银行卡|惠农卡|社保卡账?户?|储蓄卡|工资卡|打入|汇入|转入|打到|转到|汇到)"
    r"[^0-9\n。;,]{0,12}$"
)
_HOLDER = re.compile(
    r"(?:户名|账户名称?|帐户名称?|开户名称?|收款单位|收款方|收款人|单位名称|供应商|中标人|成交人|施工单位|代理机构)[\s:为是]{0,3}"
)
_ORGANISATION = re.compile(
    r"[^\n。;,]{0,30}?(?:公司|厂|店|合作社|委员会|村委会|政府|办事处|中心|局|财政所|站|事务所|超市|门市部|经营部|农场|养殖场|学校|医院|社区|经济组织|合作联社|商行|协会)"
)
_WORTH = re.compile(r"\s?(?:元|万|亿|圆|亩|公顷|㎡|m2|m²|平方|公斤|千克|吨|立方|公里|千米|米|%|度|株|棵|户次|人次)")
_MONEY = re.compile(r"(?:¥|￥|\$|RMB|人民币|金额|合计|共计|小写)[\s:为是]{0,3}$")
_CARD_STARTS = {
    16: ("62", "60", "4", "5", "35", "90", "95"), 17: ("62",), 18: ("62",), 19: ("62", "60", "94", "95"),
}  # fmt: skip
_MOBILE = re.compile(r"(?:86|0086|0)?(1[3-9][0-9]{9})")
_MOBILE_SHAPES = frozenset({(11,), (3, 4, 4), (3, 8), (7, 4), (3, 3, 5), (4, 4, 3), (5, 6), (1,) * 11})
_CALLED = re.compile(r"(?:电话|手机|联系|号码|拨打|致电|tel|phone|mobile|微信|同号)[^\n]{0,14}$", re.IGNORECASE)
_LETTER = re.compile("[A-Za-z]")
_BORN_LATEST_IN_CODES = 2015  # a contract's number may hold its year where an identity number holds the birthday's
_PROVEN, _LOOSE = (20, 18, 15), (19, 18, 17, 16, 15, 14, 13, 12, 11)  # lengths, the longer reading first
_KIND_AND_DEGREE = re.compile("[1-7][1-4](?![0-9])")  # of a disability, after the identity number


def find_numbers(plain: str, words: str) -> Iterator[Found]:
    """Numbers in one reading of a folded text; ``words`` is the text itself, in which the cues stand."""
    for run in _RUN.finditer(plain):
        if run.end() - run.start() >= 8:
            yield from _in_run(plain, words, run)


def _in_run(plain: str, words: str, run: re.Match[str]) -> Iterator[Found]:
    pieces = list(_PIECE.finditer(plain, run.start(), run.end()))
    digits = "".join(p[0] for p in pieces).upper()
    starts, length = [], 0
    for piece in pieces:
        starts.append(length)
        length += len(piece[0])
    after = {start + len(p[0]): n + 1 for n, (start, p) in enumerate(zip(starts, pieces, strict=True))}
    n = 0
    while n < len(pieces):
        hit = _from(plain, words, pieces, digits, starts, after, n)
        if hit:
            yield hit[0]
        n = hit[1] if hit else n + 1


def _from(
    plain: str, words: str, pieces: list[re.Match[str]], digits: str, starts: list[int], after: dict[int, int], n: int
) -> tuple[Found, int] | None:
    """The longest number that begins with a piece, and the piece that comes after it."""
    start, at = starts[n], pieces[n].start()
    before = said_before(words, at)
    if before.endswith("*"):
        return None
    for length in _PROVEN:
        stop = after.get(start + length)
        number = digits[start : start + length]
        if stop is not None and _is_proven(number, before):
            end = pieces[stop - 1].end()
            degree = _KIND_AND_DEGREE.match(plain, end) if number.endswith("X") else None
            shown = mask_id(number)
            return Found(LeakKind.ID_NUMBER, at, degree.end() if degree else end, number, shown), stop
    account = _account(words, before, pieces, n) if n == 0 else None  # digits before a number are no words
    if account:
        return account
    for length in _LOOSE:
        stop = after.get(start + length)
        if stop is not None:
            number, end = digits[start : start + length], pieces[stop - 1].end()
            kind = _loose_kind(number, before, plain, pieces[n:stop], end)
            kind = None if kind is LeakKind.PHONE and _continues_a_code(plain, words, pieces, n) else kind
            if kind is not None and plain[end : end + 1] != "*":
                return Found(kind, at, end, _bare(kind, number), _shown(kind, number)), stop
    return None


def _is_proven(number: str, before: str) -> bool:
    """Whether this is an identity number, which proves itself by its check character or is called one."""
    if len(number) == 18:
        return _is_identity(number, before)
    if len(number) == 20:  # a disability certificate: the identity number, the kind and the degree
        return number.isdigit() and _is_identity(number[:18], before)
    return number.isdigit() and _is_old_identity(number) and not is_code(before)


def _is_identity(number: str, before: str) -> bool:
    if number[:2] not in _PROVINCES or number[6:8] not in ("19", "20"):
        return False
    called = bool(_IDENTITY.search(before))
    try:
        born = parse_id_number(number).born
    except Unusable as fault:
        # One digit mistyped hides nobody: where it is called an identity number and holds a birthday, it is one. A
        # spreadsheet keeps fifteen digits of it and writes zeros for the rest.
        rounded = number.endswith("000") and int(number[6:10]) < _BORN_LATEST_IN_CODES and not is_code(before)
        return (called or rounded) and fault.reason.code == "id-check"
    if called:
        return True
    return not (is_code(before) and born.year >= _BORN_LATEST_IN_CODES) and not _is_credit_code(number)


def _is_credit_code(number: str) -> bool:
    try:
        return bool(parse_credit_code(number)) and number[0] == "9"
    except Unusable:
        return False


def _is_old_identity(number: str) -> bool:
    if number[:2] not in _PROVINCES:
        return False
    try:
        date(1900 + int(number[6:8]), int(number[8:10]), int(number[10:12]))
    except ValueError:
        return False
    return True


def _continues_a_code(plain: str, words: str, pieces: list[re.Match[str]], n: int) -> bool:
    """Whether dashes tie a group to the one before it, and the first of them begins the number of a paper."""
    first = n
    while first and plain[pieces[first - 1].end() : pieces[first].start()] in ("-", "_"):
        first -= 1
    return first < n and is_code_in_words(said_before(words, pieces[first].start()))


def _loose_kind(number: str, before: str, plain: str, pieces: list[re.Match[str]], end: int) -> LeakKind | None:
    """A bank card or a mobile number, which other numbers may resemble: what stands around it decides."""
    card, mobile = _is_card(number, pieces), _MOBILE.fullmatch(number)
    if not (card or mobile) or is_code(before) or _MONEY.search(before) or _WORTH.match(plain, end):
        return None
    if card:
        return LeakKind.BANK_ACCOUNT
    if is_glued(before) or _LETTER.match(plain, end):
        return None
    shape, broken = _shape(pieces, len(number) - 11), "\n" in plain[pieces[0].start() : end]
    called = shape in _MOBILE_SHAPES or (broken and len(shape) == 2) or _CALLED.search(before)
    return LeakKind.PHONE if called else None


def _shape(pieces: list[re.Match[str]], prefix: int) -> tuple[int, ...]:
    """How many digits stand together, without those of the country's code before them."""
    lengths = [len(p[0]) for p in pieces]
    while prefix and lengths:
        taken = min(prefix, lengths[0])
        prefix, lengths[0] = prefix - taken, lengths[0] - taken
        lengths = lengths if lengths[0] else lengths[1:]
    return tuple(lengths)


def _is_card(number: str, pieces: list[re.Match[str]]) -> bool:
    starts = _CARD_STARTS.get(len(number))
    if starts is None or not number.startswith(starts) or not number.isdigit():
        return False
    least = 4 if any(b.start() - a.end() > 1 for a, b in pairwise(pieces)) else 3  # at a broken line
    if any(len(p[0]) < least for p in pieces[: None if least == 4 else -1]):
        return False
    doubled = (sum(divmod(2 * int(d), 10)) for d in number[-2::-2])
    return (sum(doubled) + sum(map(int, number[-1::-2]))) % 10 == 0


def _account(words: str, before: str, pieces: list[re.Match[str]], n: int) -> tuple[Found, int] | None:
    """A number that is called an account or a card: a credit cooperative's has no check digit."""
    if not _ACCOUNT.search(before) or _is_held_by_many(words[max(0, pieces[n].start() - 80) : pieces[n].start()]):
        return None
    stop, length = n, 0
    while stop < len(pieces) and length + len(pieces[stop][0]) <= 30 and pieces[stop][0].isdigit():
        between = words[pieces[stop - 1].end() : pieces[stop].start()] if stop > n else ""
        if between not in ("", " ", "-") and not ("\n" in between and _goes_on(pieces[stop][0], length)):
            break
        length, stop = length + len(pieces[stop][0]), stop + 1
    if length < 8 or (stop and _WORTH.match(words, pieces[stop - 1].end())):
        return None
    number = "".join(p[0] for p in pieces[n:stop])
    end = pieces[stop - 1].end()
    return Found(LeakKind.BANK_ACCOUNT, pieces[n].start(), end, number, _shown(LeakKind.BANK_ACCOUNT, number)), stop


def _goes_on(digits: str, length: int) -> bool:
    """Whether digits at the beginning of a line are the rest of an account, and no serial or telephone number."""
    return len(digits) >= 3 and length + len(digits) <= 23 and not _MOBILE.fullmatch(digits)


def _is_held_by_many(before: str) -> bool:
    """Whether the last holder named before an account is an organisation."""
    holders = list(_HOLDER.finditer(before))
    return bool(holders and _ORGANISATION.match(before, holders[-1].end()))


def _bare(kind: LeakKind, number: str) -> str:
    return number[-11:] if kind is LeakKind.PHONE else number


def _shown(kind: LeakKind, number: str) -> str:
    if kind is LeakKind.PHONE:
        return mask_phone(number[-11:])
    return mask_account(number)
