"""Process trees in files: what is read, and what is said of those that cannot be."""

from __future__ import annotations

import pytest

from qingdan.domain.complaints import DefinitionError
from qingdan.domain.flow.conform.process_tree import Activity, Exclusive, Inclusive, Loop, Sequence, Silent
from qingdan.domain.flow.conform.ptml import read_ptml
from qingdan.domain.safe_xml import MOST_BYTES

A, B, C = map(Activity, "abc")


def file(nodes: str, links: str = "", root: str = "r") -> bytes:
    pairs = "".join(f'<parentsNode sourceId="{pair[0]}" targetId="{pair[1]}"/>' for pair in links.split())
    return f'<ptml><processTree id="p" root="{root}">{nodes}{pairs}</processTree></ptml>'.encode()


def tasks(names: str) -> str:
    return "".join(f'<manualTask id="{name}" name="{name}"/>' for name in names)


READ = {
    "a sequence": (file('<sequence id="r" name=""/>' + tasks("abc"), "ra rb rc"), Sequence((A, B, C))),
    "a choice with nothing": (
        file('<xor id="r" name=""/><automaticTask id="t" name=""/>' + tasks("a"), "ra rt"),
        Exclusive((A, Silent())),
    ),
    "one or more": (file('<or id="r" name=""/>' + tasks("ab"), "ra rb"), Inclusive((A, B))),
    "a loop of two": (file('<xorLoop id="r" name=""/>' + tasks("ab"), "ra rb"), Loop(A, B)),
    "a loop with a way out": (
        file('<xorLoop id="r" name=""/>' + tasks("abc"), "ra rb rc"),
        Sequence((Loop(A, B), C)),
    ),
    "in another encoding": (
        '<?xml version="1.0" encoding="GB18030"?><ptml><processTree root="r"><manualTask id="r" name="申请"/>'
        "</processTree></ptml>".encode("gb18030"),
        Activity("申请"),
    ),
}


@pytest.mark.parametrize("what", READ)
def test_what_is_read(what):
    data, tree = READ[what]
    assert read_ptml("tree.ptml", data) == tree


LAUGHS = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><ptml>&b;</ptml>'
BAD = {
    "no XML": (b"tree", "这不是完整的 XML", "This is not well-formed XML"),
    "entities": (LAUGHS, "文件里有 <!DOCTYPE>", "It has a <!DOCTYPE>"),
    "much": (b"<ptml>" + b" " * MOST_BYTES + b"</ptml>", "最多收 8,000,000 字节", "at most 8,000,000 are taken"),
    "no tree": (b"<ptml/>", "应当有一个 processTree，这里有 0 个", "It has 0 processTree; one is wanted"),
    "another block": (
        file('<magic id="r" name=""/>'),
        "不认识“magic”这种流程块",
        "“magic” is not a block that is known",
    ),
    "no such node": (
        file('<sequence id="r" name=""/>', "rx"),
        "提到了节点“x”，文件里没有",
        "It names the node “x”, which is not in the file",
    ),
    "a ring": (
        file('<sequence id="r" name=""/><sequence id="s" name=""/>', "rs sr"),
        "流程块套了 2 层，或者套住了自己",
        "Blocks stand 2 deep, or inside themselves",
    ),
    "a loop of four": (
        file('<xorLoop id="r" name=""/>' + tasks("abcd"), "ra rb rc rd"),
        "循环应当有 2 或 3 个分支，这里有 4 个",
        "A loop has 2 or 3 children, this one 4",
    ),
    "an encoding": (
        b'<?xml version="1.0" encoding="klingon"?><ptml/>',
        "文字编码读不出：klingon",
        "cannot be read as klingon",
    ),
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_said_of_a_file_that_cannot_be_read(what):
    data, zh, en = BAD[what]
    with pytest.raises(DefinitionError) as refused:
        read_ptml("tree.ptml", data)
    assert zh in refused.value.to("zh") and "tree.ptml:" in refused.value.to("zh")
    assert en in refused.value.to("en")
