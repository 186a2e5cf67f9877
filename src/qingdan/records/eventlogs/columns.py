"""Which column of an event log is what: the names of XES and of common tools, and how village ledgers call them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qingdan.domain.complaints import Complaint, DefinitionError, closest
from qingdan.domain.rules.written import plain
from qingdan.domain.words import Words

NEEDED = ("case", "activity")
# field → the spellings of its column, ours first
SPELLINGS: Mapping[str, str] = {
    "case": "case case:concept:name case_id caseid trace 案号 案件 案件号 案件编号 编号 事项编号 件号 单号 流水号 "
    "受理号 序号",
    "activity": "activity concept:name task event step 步骤 环节 活动 事项环节 办理环节 程序",
    "time": "time time:timestamp timestamp complete_timestamp end_timestamp date 时间 日期 办理时间 办理日期 完成时间 "
    "发生时间",
    "began": "began start_timestamp start 开始时间 开始日期 公示开始 张贴日期 通知日期",
    "recorded": "recorded recorded_at 录入时间 录入日期 登记时间 登记日期",
    "person": "person org:resource resource user 经办人 办理人 姓名 承办人 责任人",
    "role": "role org:role 职务 岗位 身份",
    "result": "result outcome 结果 办理结果 意见 结论",
    "item": "item 第几项 分项",
    "present": "present 实到 实到人数 到会人数 出席人数",
    "entitled": "entitled 应到 应到人数",
    "for": "for in_favour 赞成 赞成票 同意票 同意人数",
    "against": "against 反对 反对票",
    "recused": "recused 应回避 回避 回避人",
    "transition": "transition lifecycle:transition lifecycle",
}
FIELDS: Mapping[str, str] = {word: field for field, words in SPELLINGS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands, by its number counted from 0, and the columns that nothing reads."""

    at: Mapping[str, int]
    unread: tuple[str, ...]


def asked_columns(text: str) -> dict[str, str]:
    """``case=案号,activity=步骤`` as field → column. :raises DefinitionError: for a field that there is not."""
    found = {}
    for pair in filter(None, (part.strip() for part in re.split("[,，]", text))):
        field, mark, column = (part.strip() for part in pair.partition("="))
        if field not in SPELLINGS or not mark or not column:
            what = Words(f"看不懂“{pair}”", f"“{pair}” is not understood")
            remedy = Words("请写成 字段=列名，例如 case=案号。", "Write FIELD=COLUMN, for example case=Case ID.")
            raise DefinitionError([Complaint("--columns", 1, what, remedy + closest(field, SPELLINGS))])
        found[field] = column
    return found


def columns_of(file: str, header: Sequence[str], asked: Mapping[str, str], line: int = 1) -> Columns:
    """The columns of a header. :raises DefinitionError: when a needed one, or one that was asked for, is not there."""
    names = [plain(name) for name in header]
    at: dict[str, int] = {}
    for field, column in asked.items():
        if plain(column) not in names:
            what = Words(f"表头里没有“{column}”这一列", f"the header has no column “{column}”")
            raise DefinitionError([Complaint(file, line, what, closest(column, filter(None, names)))])
        at[field] = names.index(plain(column))
    for number, name in enumerate(names):
        known = FIELDS.get(name.casefold().replace(" ", "_")) or FIELDS.get(name)
        if known and known not in at and number not in at.values():
            at[known] = number
    missing = [field for field in NEEDED if field not in at]
    if missing:
        names_zh = {"case": "案号", "activity": "步骤"}
        what = Words(
            "认不出哪一列是" + "、".join(names_zh[f] for f in missing), f"no column is known as {' or '.join(missing)}"
        )
        shown = ", ".join(filter(None, names))[:200]
        remedy = Words(
            f"请用 --columns case=…,activity=…,time=… 指明。表头是：{shown}。",
            f"Name them: --columns case=…,activity=…,time=…. The header is: {shown}.",
        )
        raise DefinitionError([Complaint(file, line, what, remedy)])
    return Columns(at, tuple(name for number, name in enumerate(names) if name and number not in at.values()))
