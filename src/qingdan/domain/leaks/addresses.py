"""Home addresses in free words: down to the door. A village or a group alone is where everybody lives, and no address.

What stands at an address may be an office, a shop or a work site; the words around it say so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qingdan.domain.leaks.found import Found
from qingdan.domain.leaks.model import LeakKind

_N = r"[0-9一二三四五六七八九十百零〇](?:\s?[0-9一二三四五六七八九十百零〇]){0,4}\s?"
# What else bears a number: a well, a lamp, a plot; a paper; or it is a day of the month.
_NOT_A_DOOR = (
    r"(?![ \t]?(?:机井|水井|井|渠|支渠|路灯|灯|电杆|杆|地块|地|田|坑|桥|泵|泵站|塘|坝|堤|涵|标段|标|段|宗地|宗|图斑|"
    r"变压器|台区|线|大棚|棚|窖|池|点位|点|摄像|监控|公厕|厕所|仓库|库|厂房|厂|门面|商铺|铺|摊位|摊|车|机|窑|林班|小班|档|柜|盒|"
    r"文件|文|公告|公示|决议|通知|令|会议|纪要|凭证|合同|项目|工程|上午|下午|晚|早|中午|开会|开始|之前|以前|前|起|至|到|止|日|"
    r"楼长|院长|网格))"
)
_DOORS = (
    re.compile(rf"{_N}\s?(?:村民)?小?组\s?(?:第|门牌)?\s?{_N}号{_NOT_A_DOOR}"),
    # A group by its name; bodies that are called groups end otherwise (工作组, 检查组).
    re.compile(rf"[一-鿿][^\W0-9作导收查小项评筹估询测班巡督察访调审验委党妇]组\s?{_N}号(?:院)?{_NOT_A_DOOR}"),
    re.compile(rf"(?:院|区|村|庄|组|园|巷)\s?{_N}排\s?{_N}号{_NOT_A_DOOR}"),
    re.compile(rf"(?:村|庄|社区|屯|寨)\s?(?:门牌)?{_N}号(?:院)?{_NOT_A_DOOR}"),
    re.compile(
        rf"(?<![0-9A-Za-z])[0-9A-Za-z一二三四五六七八九十]{{1,4}}\s?(?:号楼|号院|栋|幢|座|#楼|#)[\s-]?"
        rf"(?:[0-9一二三四五六七八九十甲乙丙东西中]{{1,3}}\s?单元[\s-]?)?(?:{_N}(?:层|楼)[\s-]?)?(?:[0-9]{{3,4}}|[0-9]{{1,4}}\s?(?:室|号|户|房)|[一二三四五六七八九][〇零][一二三四五六七八九])"
    ),
    re.compile(rf"{_N}\s?单元[\s-]?(?:{_N}(?:层|楼)[\s-]?)?(?:[0-9]{{2,4}}\s?(?:室|号|户|房)?|[东西中南北]户)"),
    re.compile(r"(?:小区|花园|家园|公寓|家属院|苑|新村|名城)\s?[0-9]{1,2}[-#][0-9]{1,2}[-#][0-9]{2,4}(?![0-9-])"),
    re.compile(rf"(?:路|街|巷|胡同|大道|弄)\s?(?:[东西南北中]段)?\s?[甲乙丙丁]?{_N}号(?:院|附{_N}号)?{_NOT_A_DOOR}"),
)
_ROAD = _DOORS[-1]
_OFFICE = re.compile(
    r"办公|村委|委员会|政府|办事处|中心|学校|小学|中学|幼儿园|大学|党校|医院|卫生|诊所|大厦|写字楼|公司|厂|商店|店|超市|商行|宾馆|"
    r"酒店|饭店|法院|检察院|派出所|公安|大厅|图书|银行|信用社|农商|合作社|广场|市场|交易|站|局|文化|体育|礼堂|祠堂|敬老院|"
    r"养老|仓库|车间|门市|部门|窗口|驿站"
)
_WORKS = re.compile(
    r"工程|工地|施工|道路|路面|路灯|硬化|改造|修缮|维修|建设|管网|下水|渠|绿化|亮化|拆除|围墙|外墙|门前|门口|至|拓宽"
)
_DRAWN = re.compile(r"抽签|摇号|抓阄|选号|排号")
_LIVES = re.compile(r"(?:住址|住所|家住|住在|现住|居住|户籍|家庭地址|门牌|家在|家里|[他她我]家|住)[^。;\n0-9]{0,18}$")
_LABEL = re.compile(
    r"(?:家庭住址|家庭地址|户籍(?:所在地|地址|地)|现住(?:址|地址|地)|居住(?:地址|地)|常住地址?|通[讯信]地址|收[货件]地址|住址|家住)"
    r"[\s:为是]{0,3}"
)
_UNTIL = re.compile(r"[。;\n\t]")
_DOOR = re.compile(rf"{_N}\s?(?:号(?:院|楼)?|栋|幢|单元|室|户|弄)")
_LONGEST = 48  # characters of an address after its label
_TOWARDS = 16  # characters before and after an address in which an office or works is named


def find_addresses(words: str) -> Iterator[Found]:
    """Home addresses in a folded text."""
    for label in _LABEL.finditer(words):
        yield from _labelled(words, label.end())
    for pattern in _DOORS:
        for hit in pattern.finditer(words):
            if not _is_public(words, hit, pattern is _ROAD):
                yield _found(words, hit.start(), hit.end())


def _labelled(words: str, start: int) -> Iterator[Found]:
    """What a label calls somebody's address, as far as its last door."""
    until = _UNTIL.search(words, start, start + _LONGEST)
    end = until.start() if until else min(len(words), start + _LONGEST)
    doors = list(_DOOR.finditer(words, start, end))
    if doors and not _OFFICE.search(words, start, end):
        yield _found(words, start, doors[-1].end())


def _is_public(words: str, hit: re.Match[str], on_road: bool) -> bool:
    """Whether an office, a shop or a work site stands there. Along a road the words after it count as well: there
    most doors are not homes."""
    line = max(words.rfind(sign, max(0, hit.start() - _TOWARDS), hit.start()) for sign in "。;\n") + 1
    before = words[max(line, hit.start() - _TOWARDS) : hit.start()]
    if _LIVES.search(before):
        return False
    before = before.rpartition("家属")[2]  # 水泥厂家属院: whose families live there says no office
    if _DRAWN.search(before):
        return True
    after = words[hit.end() : hit.end() + (_TOWARDS if on_road else 8)]
    after = _UNTIL.split(after)[0]
    name = 3 if on_road else 0  # of the road itself, as in 学校路
    return bool(_OFFICE.search(before[: len(before) - name]) or _OFFICE.search(after) or _WORKS.search(after))


def _found(words: str, start: int, end: int) -> Found:
    written = words[start:end]
    shown = re.sub(r"[0-9A-Za-z一二三四五六七八九十百零〇]", "*", written)
    return Found(LeakKind.ADDRESS, start, end, re.sub(r"\s", "", written), shown)
