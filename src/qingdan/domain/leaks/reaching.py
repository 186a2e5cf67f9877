"""Ways to reach or name somebody that carry no check: landlines, e-mail, WeChat, cards, passports, plates, birthdays.

Most are known by the word before them; without it a number of seven digits says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingdan.domain.leaks.found import Found, is_code, is_glued, said_before
from qingdan.domain.leaks.model import LeakKind

_LANDLINE = re.compile(
    r"(?<![0-9*.])(?<![0-9][ -])(?:\+?86[ -]{0,2}|0086[ -]{0,2})?\(?0?"
    r"(?P<area>(?<=0)(?:10|2[0-9]|[3-9][0-9]{2})|(?<=86[ -])[3-9][0-9]{2})"
    r"\)?[ -]{0,2}(?P<own>[1-9](?:[ -]?[0-9]){6,7})(?:[ ]?(?:-|转|分机)[ ]?[0-9]{1,5})?(?![0-9*])"
)
_LOCAL = re.compile(
    r"(?:电话|座机|固话|宅电|(?<![A-Za-z])tel)[\s:为是.]{0,3}(?P<own>[2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9*-])",
    re.IGNORECASE,
)
# A line that an office answers names no private person.
_OFFICE = re.compile(
    r"(?:监督|举报|投诉|咨询|办公|值班|服务|热线|受理|便民|政务|信访|纪委|纪检|纪工委|监察|村委会?|委员会|政府|办事处|"
    r"派出所|卫生院|卫生室|学校|中心|公司|单位|报名|报修|抢修|招标|代理|银行|站|局|所|院|社)(?:24小时)?[^,。;\n0-9]{0,12}$"
)
_OFFICE_AFTER = re.compile(
    r"\s?\((?!代)[^()\n0-9]{0,10}(?:委员会|村委会?|政府|办公室?|值班室?|中心|公司|学校|站|局|所|院)\)"
)
_AT = re.compile(r"@")
_LOCAL_PART = re.compile(r"[A-Za-z0-9_.+-]{1,64}$")
_DOMAIN = re.compile(r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}")
_WECHAT = re.compile(
    r"(?:微信号?|(?<![A-Za-z0-9])(?:wechat|weixin|wx|vx)|薇信|V信)(?!公众|群|小程序|支付)(?:号码|账号|ID|id)?[\s:为是号@]{0,3}"
    r"(?P<own>[A-Za-z][A-Za-z0-9_-]{5,19})(?![A-Za-z0-9_-])", re.IGNORECASE
)  # fmt: skip
_QQ = re.compile(
    r"(?<![A-Za-z0-9])(?:QQ|扣扣|企鹅)(?!群)(?:号码?|邮箱)?[\s:为是]{0,3}(?P<own>[1-9][0-9]{4,11})(?![0-9*])",
    re.IGNORECASE,
)
_CARD = re.compile(
    r"(?:社保卡|社会保障卡|社会保障号|社保号|医保卡|医保编号|医疗证|合作医疗证|参合证?|医疗保险手册|就诊卡|病历|住院|低保证|"
    r"特困证|五保证|残疾人?证|残疾军人证|老年证|优待证|户口[簿本]|结婚证|离婚证|退役证|退伍证|学籍|准考证)"
    r"(?:字?号码?|编号|证号)?[\s:为是第(]{0,3}(?P<own>[A-Za-z]{0,4}[0-9][A-Za-z0-9]*(?:[ -][A-Za-z0-9]{3,8}){0,5})"
)
_PASSPORT = re.compile(
    r"(?:护照|通行证|旅行证|台胞证|回乡证|驾驶证|驾照|永久居留证|居留证)(?:号码?|编号|证号)?[\s:为是]{0,3}"
    r"(?P<own>[A-Za-z]{0,2}[ ]?[0-9](?:[ -]?[0-9]){6,11})(?![0-9*])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][·.\s-]?"
    r"(?P<own>[A-HJ-NP-Z0-9a-hj-np-z]{5,6})(?![A-Za-z0-9*-])"
)
_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12][0-9]|0?[1-9])"
_DATE = (
    rf"(?:1[89]|20)[0-9]{{2}}(?:\s?年\s?{_MONTH}\s?月(?:\s?{_DAY}\s?[日号])?|(?P<sep>[-./ ]){_MONTH}(?P=sep){_DAY}|"
    r"(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9]))"
)
_BIRTHDAY = re.compile(
    rf"(?:出生(?:日期|年月日?|时间|于)?|生日|生于|诞辰)[\s:为是(]{{0,3}}(?P<after>{_DATE})(?!\s?(?:以前|之前|及以前|前|以后|之后|后|起|至|到|-))"
)
_BORN = re.compile(rf"(?P<before>{_DATE})\s?(?:出生|生(?=[,。;、)\s]|$))")


def find_reaching(plain: str, words: str) -> Iterator[Found]:
    """Landlines, accounts of messengers, card and passport numbers, plates and birthdays in one reading of a text."""
    yield from _landlines(plain, words)
    yield from _mails(words)
    for kind, pattern in ((LeakKind.CONTACT, _WECHAT), (LeakKind.CONTACT, _QQ), (LeakKind.PASSPORT, _PASSPORT)):
        for hit in pattern.finditer(plain):
            own = hit["own"]
            yield Found(kind, hit.start("own"), hit.end("own"), own.replace(" ", "").lower(), _ends(own))
    for hit in _CARD.finditer(plain):
        own = hit["own"].strip()
        if sum(map(str.isdigit, own)) >= 6:
            end = hit.start("own") + len(own)
            yield Found(LeakKind.CARD, hit.start("own"), end, re.sub(r"[ -]", "", own).upper(), _ends(own))
    for hit in _PLATE.finditer(words):
        if sum(map(str.isdigit, hit["own"])) >= 2:
            yield Found(LeakKind.PLATE, hit.start(), hit.end(), hit[0].upper(), f"{hit[0][:2]}***{hit[0][-1]}")
    for pattern in (_BIRTHDAY, _BORN):
        for hit in pattern.finditer(plain):
            group = "after" if pattern is _BIRTHDAY else "before"
            own = hit[group]
            yield Found(
                LeakKind.BIRTHDAY, hit.start(group), hit.end(group), re.sub(r"\s", "", own), re.sub("[0-9]", "*", own)
            )


def _landlines(plain: str, words: str) -> Iterator[Found]:
    for pattern in (_LANDLINE, _LOCAL):
        for hit in pattern.finditer(plain):
            start = hit.start("own") if pattern is _LOCAL else hit.start()
            before = said_before(words, start)
            if _OFFICE.search(before) or _OFFICE_AFTER.match(words, hit.end()) or is_code(before) or is_glued(before):
                continue
            own = re.sub("[^0-9]", "", hit["own"])
            area = f"0{hit['area']}" if pattern is _LANDLINE else ""
            shown = f"{area}-****{own[-2:]}" if area else f"****{own[-2:]}"
            yield Found(LeakKind.LANDLINE, start, hit.end(), area + own, shown)


def _mails(words: str) -> Iterator[Found]:
    for at in _AT.finditer(words):
        local = _LOCAL_PART.search(words, max(0, at.start() - 64), at.start())
        domain = _DOMAIN.match(words, at.end(), at.end() + 200)
        if local and domain and not domain[0].lower().endswith((".gov.cn", ".12388.gov.cn")):
            address = f"{local[0]}@{domain[0]}".lower()
            yield Found(LeakKind.CONTACT, local.start(), domain.end(), address, f"{local[0][:1]}***@{domain[0]}")


def _ends(own: str) -> str:
    """The first and the last character, of anything long enough to stay unknown then."""
    return f"{own[0]}****{own[-1]}" if len(own) > 5 else "****"
