"""Tasks per second of our engine and of SpiffWorkflow on the same process.

Both sides do what a web request does for each task: restore the state from bytes, complete one task with validation,
and save the state to bytes. The process has ten tasks, one exclusive choice and one parallel block of three branches.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.measure import Row, rounds
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


def ours() -> Callable[[], int]:
    """A run of ``cases`` cases, each task by itself through bytes."""
    running = machine(read_flow(read_yaml("bench.yaml", FLOW), "bench"), {"petty": 500_000})
    start = json.dumps(running.start()).encode()

    def work(cases: int = 400) -> int:
        done = 0
        for _ in range(cases):
            kept = start
            for name in TASKS:
                event = {"type": "act", "key": name, "by": [{"person": 7, "role": "clerk"}], "result": "done"}
                if name == "ask":
                    event["facts"] = {"budget": 386_000}
                state = running.advance(json.loads(kept), event)
                kept = json.dumps(state, separators=(",", ":")).encode()
                done += 1
            assert json.loads(kept)["phase"] == "over"
        return done

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
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="q">'
        '<process id="bench" isExecutable="true"><startEvent id="start"/><endEvent id="end"/><endEvent id="elsewhere"/>'
        '<exclusiveGateway id="which"/><parallelGateway id="fork"/><parallelGateway id="join"/>'
        + "".join(map(task, TASKS))
        + "".join(flows)
        + "</process></definitions>"
    )


def spiff() -> Callable[[], int]:
    """The same in SpiffWorkflow: its JSON serializer, its user tasks, its validating parser."""
    from SpiffWorkflow.bpmn import BpmnWorkflow
    from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator
    from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
    from SpiffWorkflow.util.task import TaskState

    parser = BpmnParser(validator=BpmnValidator())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.bpmn"
        path.write_text(_bpmn(), encoding="utf-8")
        parser.add_bpmn_file(str(path))
    spec = parser.get_spec("bench")
    serializer = BpmnWorkflowSerializer()
    first = BpmnWorkflow(spec)
    first.do_engine_steps()
    start = serializer.serialize_json(first).encode()

    def work(cases: int = 12) -> int:
        done = 0
        for _ in range(cases):
            kept = start
            for name in TASKS:
                workflow = serializer.deserialize_json(kept.decode())
                task = next(t for t in workflow.get_tasks(state=TaskState.READY) if t.task_spec.name == name)
                if name == "ask":
                    task.data["budget"] = 386_000
                task.run()
                workflow.do_engine_steps()
                kept = serializer.serialize_json(workflow).encode()
                done += 1
            assert workflow.is_completed()
        return done

    return work


def run() -> list[Row]:
    """Ours first, the peer last."""
    return [
        rounds("qingdan", ours(), note="state to and from JSON bytes at each task, every event validated"),
        rounds("SpiffWorkflow 3.2", spiff(), note="state to and from JSON bytes at each task"),
    ]


if __name__ == "__main__":
    from bench.measure import table

    print(table("Engine: tasks per second", run()))
