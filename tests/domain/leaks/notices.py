"""Clean notices: every notice of every power in the shipped list, filled in as a careful clerk fills it in."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.domain.flow.model import Fact, FactType, Step
from qingdan.domain.rules.audience import Audience
from qingdan.domain.rules.money import format_money
from tests.domain.leaks.numbers import account, credit_code

SEED = 20261130
EACH = 6  # fillings of each notice
KNOWN = ("0391-6691234", "13900000000")  # what the house publishes: the town's office, the man on duty
SHOPS = ("示例建筑工程有限公司", "示例五金店", "示例便民超市", "示例园林绿化中心", "示例农机合作社", "示例会计师事务所")
NAMES = ("李某", "王某某", "张*英", "赵*", "示例·孙主任", "钱某等3人")
ROADS = (
    "三组至五组生产路",
    "村北街12号门前",
    "二组渠边",
    "村委会大院",
    "四组8号机井旁",
    "示例小学门口",
    "五组东头水塘",
)
MORE = (
    "监督电话：12388、12345，镇纪委0391-6691234。",
    "值班电话：13900000000（每天8:00-18:00）。",
    "联系村务监督委员会，办公电话0391-6691234。",
    "附：会议记录1份（3页）、报价单3份、照片6张。",
    "以上内容公示15天，自{day}起，有异议请在期内提出。",
    "依据：村民委员会组织法第35条，豫政办〔2026〕{n}号。",
)
Say = Callable[[random.Random], str]


def day(luck: random.Random) -> str:
    year, month, of = luck.choice((2025, 2026)), luck.randint(1, 12), luck.randint(1, 28)
    ways = (f"{year}年{month}月{of}日", f"{year}-{month:02}-{of:02}", f"{year}.{month}.{of}", f"{month}月{of}号")
    return luck.choice(ways)


def serial(luck: random.Random) -> str:
    """Numbers of papers in their many shapes."""
    n, year = luck.randint(1, 999), luck.choice((2025, 2026))
    return luck.choice((
        f"HT-{year}-{n:04}", f"合同编号：{year}{luck.randint(1, 12):02}{n:04}", f"济坡合字〔{year}〕第{n:03}号",
        f"凭证号：{luck.randint(10**10, 2 * 10**10)}", f"凭证{year}-{n:04}", f"编号 419001105213{year}{n:04}",
        f"发票号码{luck.randint(10**19, 10**20 - 1)}", f"发票代码0410026{n:05} 号码{luck.randint(10**7, 10**8 - 1)}",
        f"订单号{luck.randint(10**18, 10**19 - 1)}", f"项目代码2605-419001-04-01-{luck.randint(10**5, 10**6 - 1)}",
        f"统一社会信用代码{credit_code(luck)}", f"标段号ZB{year}1{n:03}", f"（{year}）豫9001民初{n}号",
        f"宗地代码419001105213JC{n:05}", f"区划代码419001105{n:03}", f"GB/T {luck.randint(10000, 49999)}-{year - 5}",
        f"流水号{luck.randint(10**15, 10**16 - 1)}", f"No.{luck.randint(10**7, 10**8 - 1)}",
        f"户名：{luck.choice(SHOPS)}，账号：{account(luck)}",
    ))  # fmt: skip


def amount(luck: random.Random) -> str:
    fen = luck.choice((luck.randint(100, 10**6), luck.randint(10**6, 10**9)))
    return luck.choice(
        (f"{fen // 100}元", format_money(fen), f"{fen / 10**6:.2f}万元", f"{fen // 100}.{fen % 100:02}元")
    )


def things(luck: random.Random) -> str:
    what = luck.choice(
        ("路灯灯泡60瓦", "编织袋", "打印纸A4-70g", "水泵扬程138米", "C30混凝土", "复合肥15-15-15", "监控NVR-1381")
    )
    return (
        f"{what}{luck.randint(1, 2000)}{luck.choice(('个', '袋', '箱', '台', '立方', '米', '套'))}，单价{amount(luck)}"
    )


def people(luck: random.Random) -> str:
    return f"{luck.choice(NAMES)}、{luck.choice(NAMES)}，共{luck.randint(2, 138)}人，{luck.randint(1, 60)}户"


def where(luck: random.Random) -> str:
    size = f"长{luck.randint(100, 3000)}米，宽{luck.randint(2, 8)}.5米，面积{luck.randint(1, 200)}.38亩"
    return f"{luck.choice(ROADS)}，{size}"


def meeting(luck: random.Random) -> str:
    come = luck.randint(20, 138)
    return f"{day(luck)}{luck.randint(8, 17)}时开会，应到{come + 9}人，实到{come}人，同意{come - 3}票，反对2票，弃权1票"


def plan(luck: random.Random) -> str:
    return f"一、{things(luck)}；二、{where(luck)}；三、{day(luck)}前完成，由{luck.choice(SHOPS)}负责，{serial(luck)}"


# By what the title of a fact speaks of; the last word decides nothing.
ABOUT: tuple[tuple[str, tuple[Say, ...]], ...] = (
    ("编号 号码 凭证 票据 文号 合同 代码 账", (serial,)),
    ("人 户 名单 成员 对象 代表 小组", (people,)),
    ("地点 位置 范围 四至 地块 哪里 面积 土地", (where,)),
    ("会 表决 决议 票", (meeting,)),
    ("时间 日期 期限 起止 什么时候", (day,)),
    ("数量 规格 买什么 物资 清单 材料 设备", (things,)),
    ("钱 金额 价 费 款 资金 收支", (amount, serial)),
)
ANY: tuple[Say, ...] = (plan, things, where, people, meeting, serial)


def clean_notices(edition: Edition) -> Iterator[tuple[str, Audience]]:
    """The text and the audience of every notice, each filled in several times."""
    luck = random.Random(SEED)
    for power in edition.powers.values():
        for step in power.flow.steps().values():
            for _n in range(EACH if step.disclosure else 0):
                assert step.disclosure is not None
                yield _notice(luck, power, step), step.disclosure.audience


def _notice(luck: random.Random, power: Power, step: Step) -> str:
    assert step.disclosure is not None
    facts = [power.flow.facts[name] for name in step.disclosure.fields]
    lines = [f"{power.title.zh}：{step.name.zh}", *(f"{f.title.zh}：{_value(luck, f)}" for f in facts)]
    lines += luck.sample(MORE, 3)
    return "\n".join(lines).format(day=day(luck), n=luck.randint(1, 200))


def _value(luck: random.Random, fact: Fact) -> str:
    match fact.type:
        case FactType.MONEY:
            return amount(luck)
        case FactType.COUNT:
            return str(luck.randint(0, 3000))
        case FactType.DATE:
            return day(luck)
        case FactType.YES_NO:
            return luck.choice(("是", "否"))
        case FactType.CHOICE:
            return luck.choice([words.zh for words in fact.choices.values()])
        case FactType.ORGANISATION:
            return f"{luck.choice(SHOPS)}（{credit_code(luck)}）"
        case FactType.LIST:
            return "；".join(f"第{n}项 {amount(luck)}" for n in range(1, luck.randint(2, 9)))
        case FactType.PERSON | FactType.SLATE | FactType.PROXIES:
            return people(luck)
    return "；".join(say(luck) for say in luck.sample(_said_of(fact), 1) + luck.choices(ANY, k=luck.randint(0, 2)))


def _said_of(fact: Fact) -> tuple[Say, ...]:
    for words, says in ABOUT:
        if any(word in fact.title.zh for word in words.split()):
            return says
    return ANY
