"""Tasks per second of our engine and of SpiffWorkflow on the same process.

Both sides do what a web request does for each task: restore the state from bytes, judge what was handed in, complete
the task, and save the state to bytes. Judged is the same on both: the task is open, the role is the one that the
definition names, and the sum is a whole number of fen. The process has ten tasks, one exclusive choice and one parallel
block of three branches.

The peer is measured twice: as its serializer comes, with the definition inside each state, and with the definition kept
aside as ours is.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measure import Section, Size, in_turn, rates, verdict
from qingdan.domain.flow.machine import machine
from qingdan.domain.flow.parse import read_flow
from qingdan.domain.reading import read_yaml

W = "{zh: 例, en: example}"
TASKS = ["ask", "limit", "agree", "quote", "photo", "count", "sign", "accept", "pay", "file"]


def _step(name: str) -> str:
    return f"{{do: {name}, by: clerk, name: {W}, how: {W}}}"


FLOW = f"""
facts:
  budget: {{type: money, title: {W}, set_by: ask, audience: internet}}
outcomes: {{done: {W}, elsewhere: {W}}}
flow:
- {_step("ask")}
- {_step("limit")}
- choose:
  - {{when: budget <= limits.petty, then: [{_step("agree")}]}}
  - {{when: budget > limits.petty, then: [{{end: elsewhere}}]}}
- together:
  - [{_step("quote")}]
  - [{_step("photo")}]
  - [{_step("count")}]
- {_step("sign")}
- {_step("accept")}
- {_step("pay")}
- {_step("file")}
"""


def ours(cases: int = 400) -> Callable[[], int]:
    """A run of ``cases`` cases, each task by itself through bytes."""
    running = machine(read_flow(read_yaml("bench.yaml", FLOW), "bench"), {"petty": 500_000})
    start = json.dumps(running.start()).encode()

    def work() -> int:
        for _ in range(cases):
            kept = start
            for name in TASKS:
                event = {"type": "act", "key": name, "by": [{"person": 7, "role": "clerk"}], "result": "done"}
                if name == "ask":
                    event["facts"] = {"budget": 386_000}
                state = running.advance(json.loads(kept), event)
                kept = json.dumps(state, separators=(",", ":")).encode()
            assert json.loads(kept)["phase"] == "over"
        return cases * len(TASKS)

    return work


def _bpmn() -> str:
    def task(name: str) -> str:
        return f'<userTask id="{name}" name="{name}"/>'

    def flow(number: int, source: str, target: str, condition: str = "") -> str:
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        return f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'

    edges = [
        ("start", "ask"), ("ask", "limit"), ("limit", "which"), ("agree", "fork"), ("fork", "quote"), ("fork", "photo"),
        ("fork", "count"), ("quote", "join"), ("photo", "join"), ("count", "join"), ("join", "sign"),
        ("sign", "accept"), ("accept", "pay"), ("pay", "file"), ("file", "end"),
    ]  # fmt: skip
    flows = [flow(i, a, b) for i, (a, b) in enumerate(edges)]
    flows.append(flow(90, "which", "agree", "budget &lt;= 500000"))
    flows.append(flow(91, "which", "elsewhere", "budget &gt; 500000"))
    lane = "".join(f"<flowNodeRef>{name}</flowNodeRef>" for name in TASKS)
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="q">'
        '<process id="bench" isExecutable="true">'
        f'<laneSet id="lanes"><lane id="clerk" name="clerk">{lane}</lane></laneSet>'
        '<startEvent id="start"/><endEvent id="end"/><endEvent id="elsewhere"/>'
        '<exclusiveGateway id="which"/><parallelGateway id="fork"/><parallelGateway id="join"/>'
        + "".join(map(task, TASKS))
        + "".join(flows)
        + "</process></definitions>"
    )


def _spec() -> Any:
    """The process as SpiffWorkflow's validating parser reads it."""
    from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator

    parser = BpmnParser(validator=BpmnValidator())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.bpmn"
        path.write_text(_bpmn(), encoding="utf-8")
        parser.add_bpmn_file(str(path))
    return parser.get_spec("bench")


def _serializer(spec: Any, definition_aside: bool) -> Any:
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer

    registry = BpmnWorkflowSerializer.configure()
    if definition_aside:
        registry.register(type(spec), lambda known: {"name": known.name}, lambda kept: spec)
    return BpmnWorkflowSerializer(registry)


def _judged(task: Any, role: str, facts: dict[str, Any]) -> None:
    """What our engine asks of an event before it takes it."""
    if task.task_spec.lane != role:
        raise ValueError(f"{role} may not do {task.task_spec.name}")
    if not all(type(value) is int and value >= 0 for value in facts.values()):
        raise ValueError("a sum is a whole number of fen")


def spiff(definition_aside: bool, cases: int = 12) -> Callable[[], int]:
    """The same in SpiffWorkflow: its JSON serializer, its user tasks."""
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.util.task import TaskState

    spec = _spec()
    serializer = _serializer(spec, definition_aside)
    first = BpmnWorkflow(spec)
    first.do_engine_steps()
    start = serializer.serialize_json(first).encode()

    def work() -> int:
        for _ in range(cases):
            kept = start
            for name in TASKS:
                workflow = serializer.deserialize_json(kept.decode())
                task = next(t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.name == name)
                facts = {"budget": 386_000} if name == "ask" else {}
                _judged(task, "clerk", facts)
                task.data.update(facts)
                task.run()
                workflow.do_engine_steps()
                kept = serializer.serialize_json(workflow).encode()
            assert workflow.is_completed()
        return cases * len(TASKS)

    return work


def run(size: Size = Size.NORMAL) -> list[Section]:
    """Ours first, the peer last."""
    mine, peers, count = (4, 1, 1) if size is Size.TINY else (400, 12, 7)
    works = {
        "qingdan": ours(mine),
        "SpiffWorkflow 3.2, lean": spiff(True, peers),
        "SpiffWorkflow 3.2": spiff(False, peers),
    }
    rows = in_turn(works, count, time.process_time)
    notes = [
        "each task by itself: state from bytes, the event judged, the task completed, state to bytes; one process, "
        "seconds of its processor time",
        "lean: the peer's serializer taught to keep the definition aside, as ours is; it comes without that",
        verdict("against SpiffWorkflow 3.2", rows[0].per_second / rows[-1].per_second, 50),
    ]
    return [rates("Engine: tasks per second on the same process", rows, notes)]


if __name__ == "__main__":
    print(run()[0].markdown())
