"""What is not block-structured, or means harm, is refused with the element, its line, why, and what to do."""

from __future__ import annotations

from random import Random

import pytest

from qingdan.domain.complaints import DefinitionError
from qingdan.domain.flow.bpmn import read_bpmn
from qingdan.domain.flow.conform.process_tree import labels
from tests.domain.flow.bpmn.drawn import element, file, level

BODY = level("start:t task:b task:c end:f", "t>b>c>f")


def plain(items: str, ways: str) -> bytes:
    return file(level(items, ways))


def complaint(data: bytes) -> tuple[str, str]:
    with pytest.raises(DefinitionError) as caught:
        read_bpmn("x.bpmn", data)
    assert "\n" not in caught.value.to("zh")
    return caught.value.to("zh"), caught.value.to("en")


BROKEN = {
    "a choice joined by a parallel gateway": (
        ("start:s xor:g task:a task:b and:j end:e", "s>g>a>j>e g>b>j"),
        "x.bpmn:8: parallelGateway “j”：exclusiveGateway “g” 只走一条路，这里却要等几条路都到，永远等不齐。 → "
        "请用同一种网关汇合。",
        "x.bpmn:8: parallelGateway “j”: "
        "exclusiveGateway “g” takes one way, and this waits for several: it waits for ever. "
        "→ Join them with a gateway of the same kind.",
    ),
    "a parallel gateway joined by a choice": (
        ("start:s and:g task:a task:b xor:j end:e task:c", "s>g>a>j>c>e g>b>j"),
        "x.bpmn:8: exclusiveGateway “j”：parallelGateway “g” 的几条路在这里不等齐就往下走，后面的会办几遍。 → "
        "请用同一种网关汇合。",
        "x.bpmn:8: exclusiveGateway “j”: "
        "the ways that parallelGateway “g” starts go on here one by one: what follows is "
        "done several times. → Join them with a gateway of the same kind.",
    ),
    "an inclusive gateway joined by a choice": (
        ("start:s or:g task:a task:b xor:j task:c end:e", "s>g>a>j>c>e g>b>j"),
        "x.bpmn:8: exclusiveGateway “j”：和 inclusiveGateway “g” 不是同一种网关。 → 请用同一种网关汇合。",
        "x.bpmn:8: exclusiveGateway “j”: "
        "it is not a gateway of the same kind as inclusiveGateway “g”. → Join them with a "
        "gateway of the same kind.",
    ),
    "a way that ends while a join waits for it": (
        ("start:s and:g task:a xor:h task:b and:j end:e end:f", "s>g>a>h>j>e g>b>j h>f"),
        "x.bpmn:9: parallelGateway “j”：有一条路没到这里就结束了，永远等不齐。 → 请用终止事件，或者让它也到这里。",
        "x.bpmn:9: parallelGateway “j”: "
        "one of the ways ends before it gets here: it waits for ever. → Use a terminate end, "
        "or lead it here.",
    ),
    "a jump into another block": (
        ("start:s and:g and:h task:a task:b task:c and:j and:k end:e", "s>g>a>j>k>e g>h>b>j h>c>k"),
        "x.bpmn:10: parallelGateway “j”：汇到这里的路不是同一个网关分出来的（从 “a”、“b” 来）。 → "
        "请让同一个网关分出的路汇到同一种网关；要走回头路就回到一个互斥网关。",
        "x.bpmn:10: parallelGateway “j”: "
        "the ways that meet here were not parted by one gateway (they come from “a”, “b”). "
        "→ Let ways that one gateway parts meet in one gateway of its kind; lead ways back to an exclusive one.",
    ),
    "no way to an end": (
        ("start:s xor:j task:a", "s>j>a>j"),
        "x.bpmn:4: startEvent “s”：从这里走不到结束。 → "
        "请让同一个网关分出的路汇到同一种网关；要走回头路就回到一个互斥网关。",
        "x.bpmn:4: startEvent “s”: no way "
        "from here to an end. → Let ways that one gateway parts meet in one gateway of its "
        "kind; lead ways back to an exclusive one.",
    ),
    "nothing leads there": (
        ("start:s task:a task:b end:e", "s>a>e b>e"),
        "x.bpmn:6: task “b”：没有路通到这里。 → 请连上它，或者删掉。",
        "x.bpmn:6: task “b”: nothing leads here. → Connect it, or remove it.",
    ),
    "a way to nothing": (
        ("start:s task:a end:e", "s>a>q"),
        "x.bpmn:8: sequenceFlow “a_q_2”：targetRef 写的“q”不在这一层。 → 顺序流两头要连在同一流程的元素上。",
        "x.bpmn:8: sequenceFlow “a_q_2”: "
        "its targetRef “q” is not on this level. → A flow joins two elements of the same "
        "process.",
    ),
    "a gateway with a rule elsewhere": (
        ("start:s complexGateway:g task:a end:e", "s>g>a>e"),
        "x.bpmn:5: complexGateway “g”：复杂网关的规则写在别处，读不出来。 → "
        "请改用互斥、并行或包容网关，或者普通子流程。",
        "x.bpmn:5: complexGateway “g”: the rule of a complex gateway stands elsewhere. → Use an exclusive, parallel or "
        "inclusive gateway, or a plain sub-process.",
    ),
    "an ad-hoc sub-process": (
        ("start:s adHocSubProcess:g end:e", "s>g>e"),
        "x.bpmn:5: adHocSubProcess “g”：临时子流程没有先后次序。 → 请改用互斥、并行或包容网关，或者普通子流程。",
        "x.bpmn:5: adHocSubProcess “g”: an ad-hoc sub-process has no order. → Use an exclusive, parallel or inclusive "
        "gateway, or a plain sub-process.",
    ),
    "a link": (
        ("start:s catch:l:link end:e", "s>l>e"),
        "x.bpmn:5: intermediateCatchEvent “l”：补偿和链接事件读不出来。 → 请改用顺序流。",
        "x.bpmn:5: intermediateCatchEvent “l”: compensation and link events are not read. → Use a sequence flow.",
    ),
    "an id used twice": (
        ("start:s task:a task:a end:e", "s>a>e"),
        "x.bpmn:6: task “a”：没有编号，或编号用了两次。 → 请从原来的软件重新导出。",
        "x.bpmn:6: task “a”: its id is missing, or used twice. → Export it again from the program that made it.",
    ),
    "a border on nothing": (
        ("start:s border:x:timer end:e", "s>e"),
        "x.bpmn:5: boundaryEvent “x”：没有附在任何活动上。 → 请把它放到一个任务或子流程的边上。",
        "x.bpmn:5: boundaryEvent “x”: it is attached to no activity. → Attach it to a task or sub-process.",
    ),
    "no beginning": (
        ("task:a task:b", "a>b>a"),
        "x.bpmn:3: 流程没有开始的地方。 → 请放一个开始事件。",
        "x.bpmn:3: The process begins nowhere. → Give it a start event.",
    ),
}


@pytest.mark.parametrize("named", BROKEN)
def test_what_is_not_block_structured_is_named(named):
    (items, ways), zh, en = BROKEN[named]
    assert complaint(plain(items, ways)) == (zh, en)


def test_something_done_beside_a_task_is_refused():
    note = element("border:x:timer", attachedToRef="a", cancelActivity="false")
    zh, en = complaint(file(note, level("start:s task:a task:b end:e end:l", "s>a>e x>b>l")))
    assert zh == "x.bpmn:4: boundaryEvent “x”：不打断的边界事件后面有任务。 → 请改成打断的事件，或者只记录不办事。"
    assert "something is done after a boundary event that does not interrupt" in en
    beside = element(
        "sub:h",
        element("start:t:message", isInterrupting="false") + level("task:c end:f", "t>c>f"),
        triggeredByEvent="true",
    )
    zh, en = complaint(file(beside, level("start:s task:a end:e", "s>a>e")))
    assert "subProcess “h”：不打断的事件子流程里有任务" in zh and "non-interrupting event sub-process" in en
    two = element("sub:h", level("start:t start:v end:f", "t>f v>f"), triggeredByEvent="true")
    zh, en = complaint(file(two, level("start:s task:a end:e", "s>a>e")))
    assert "有 2 个开始事件" in zh and "it has 2 start events" in en


def test_a_border_that_comes_out_in_the_middle_is_refused():
    nodes = level("start:s task:a xor:j task:d end:e", "s>j>a>u>d>e x>j")
    zh, en = complaint(file(element("border:x:timer", attachedToRef="u"), element("sub:u", BODY), nodes))
    assert "boundaryEvent “x”：从这里走出去的路既没有结束，也没有和正常的路汇合" in zh
    assert "the way from this border neither ends nor meets the way on" in en


def test_one_process_is_wanted():
    one = '<process id="q" name="另一个"><task id="z"/></process>'
    zh, en = complaint(file(level("start:s task:a end:e", "s>a>e"), more=one))
    assert zh == "x.bpmn:3: 应当有一个流程，这里有 2 个：另一个、p。 → 请每个流程存一个文件。"
    assert en == "x.bpmn:3: One process is wanted, here are 2: 另一个, p. → Save each process in a file of its own."
    zh, en = complaint(file(""))
    assert "这里有 0 个" in zh and "here are 0" in en
    zh, en = complaint(b"<a/>")
    assert zh == "x.bpmn:1: 最外层是“a”，不是 BPMN 2.0。 → 请导出为 BPMN 2.0（.bpmn）。"
    assert en == "x.bpmn:1: The root is “a”, not BPMN 2.0. → Export it as BPMN 2.0 (.bpmn)."


# -- hostile files -----------------------------------------------------------------------------------------------------
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
TYPED = [
    f'<!DOCTYPE d [<!ENTITY l0 "ha">{LAUGHS}]><definitions>&l9;</definitions>',
    '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><definitions>&x;</definitions>',
    '<!DOCTYPE d SYSTEM "http://127.0.0.1:9/x.dtd"><definitions/>',
]


@pytest.mark.parametrize("text", TYPED)
def test_a_document_type_is_refused(text):
    zh, en = complaint(text.encode())
    assert "<!DOCTYPE>" in zh and "Remove that declaration, then import again." in en


def test_a_hundred_megabytes_are_refused_unread():
    zh, en = complaint(b"<definitions>" + b" " * 100_000_000 + b"</definitions>")
    assert "100,000,027 字节，最多收 8,000,000 字节" in zh and "at most 8,000,000 are taken" in en


def test_more_elements_than_anybody_can_read_are_refused():
    zh, en = complaint(file("".join(element(f"task:t{n}") for n in range(8001))))
    assert "流程元素超过 8000 个" in zh and "More than 8000 elements." in en


def test_sub_processes_too_deep_are_refused():
    inside = level("start:s end:e", "s>e")
    for n in range(60):
        inside = element(f"sub:u{n}", inside)
    zh, en = complaint(file(inside))
    assert "子流程套了 41 层，最多 40 层" in zh and "Sub-processes 41 deep; at most 40." in en


def test_blocks_too_deep_are_refused():
    deep = 300
    items = " ".join(f"and:g{n} and:j{n} task:a{n} task:b{n}" for n in range(deep))
    ways = " ".join(f"g{n}>a{n}>g{n + 1} j{n + 1}>j{n} g{n}>b{n}>j{n}" for n in range(deep - 1))
    last = deep - 1
    data = plain(f"start:s end:e {items}", f"s>g0 j0>e {ways} g{last}>a{last}>j{last} g{last}>b{last}>j{last}")
    zh, en = complaint(data)
    assert "块套了 60 层以上" in zh and "blocks stand more than 60 deep" in en


def test_a_long_model_is_read_in_time_all_the_same():
    many = 900
    items = " ".join(f"xor:g{n} xor:j{n} task:a{n}" for n in range(many))
    ways = " ".join(f"g{n}>a{n}>j{n} g{n}>j{n} j{n}>{f'g{n + 1}' if n + 1 < many else 'e'}" for n in range(many))
    assert len(labels(read_bpmn("x.bpmn", plain(f"start:s end:e {items}", f"s>g0 {ways}")))) == many


@pytest.mark.parametrize("kind", ["xor", "and", "or"])
@pytest.mark.parametrize("back", [False, True])
def test_a_tangle_is_refused_and_costs_no_more_than_it_is_long(kind, back):
    many, dice = 300, Random(kind)
    chain = ">".join(f"g{n}" for n in range(many))
    jumps = " ".join(f"g{n}>g{dice.randrange(0 if back else n + 1, many)}" for n in range(many - 1))
    items = " ".join(f"{kind}:g{n}" for n in range(many))
    with pytest.raises(DefinitionError):
        read_bpmn("x.bpmn", plain(f"start:s end:e {items}", f"s>{chain}>e {jumps}"))


def test_ways_that_all_lead_to_one_end_are_read():
    many = 300
    chain = ">".join(f"g{n}" for n in range(many))
    items = " ".join(f"xor:g{n}" for n in range(many))
    ways = " ".join(f"g{n}>e" for n in range(many))
    assert labels(read_bpmn("x.bpmn", plain(f"start:s end:e {items}", f"s>{chain}>e {ways}"))) == ()
