"""A file of ours driven by SpiffWorkflow: the same choices on both sides, and what is open compared after each.

What BPMN leaves to whoever runs a file is here as small as it can be: results and facts are variables shared by the
process (of one instance inside a multi-instance), an end says which outcome it is, and the event on the way back of a
loop counts how often it was passed. Expressions are read, never executed.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.parser.task_parsers import GatewayParser
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine, TaskDataEnvironment
from SpiffWorkflow.bpmn.specs.defaults import ParallelGateway
from SpiffWorkflow.util.task import TaskState

from qingdan.domain.flow.bpmn.names import BPMN, QINGDAN, property_id, result_variable, variable
from qingdan.domain.flow.state import Event, suffix

COMPARE: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
WORDS = {"true": True, "false": False}
CALLED = """<definitions xmlns="{bpmn}" id="d_{slug}" targetNamespace="t"><process id="{slug}" isExecutable="true">
<startEvent id="b_{slug}"/><userTask id="called"/><endEvent id="e_{slug}"/>
<sequenceFlow id="f_{slug}" sourceRef="b_{slug}" targetRef="called"/>
<sequenceFlow id="g_{slug}" sourceRef="called" targetRef="e_{slug}"/></process></definitions>"""


def read_expression(text: str, known: Callable[[str], Any]) -> Any:
    """What an expression of the file's small language comes to. An unset variable equals nothing: every comparison
    with it but ``!=`` is false. :raises ValueError: for anything else than comparisons."""
    return _value(ast.parse(text, mode="eval").body, known)


def _value(node: ast.expr, known: Callable[[str], Any]) -> Any:
    match node:
        case ast.Constant(value=value) if isinstance(value, (int, str)):
            return value
        case ast.Name(id=name):
            return WORDS[name] if name in WORDS else known(name)
        case ast.Attribute(value=ast.Name(id=name), attr=key):
            item = known(name)
            return None if item is None else item.get(key)
        case ast.UnaryOp(op=ast.Not(), operand=inner):
            return not _value(inner, known)
        case ast.BoolOp(op=joined, values=parts):
            return (all if isinstance(joined, ast.And) else any)(_value(p, known) for p in parts)
        case ast.Compare(left=left, ops=[sign], comparators=[right]):
            a, b = _value(left, known), _value(right, known)
            if a is None or b is None:
                return isinstance(sign, ast.NotEq) and a is not b
            return COMPARE[type(sign)](a, b)
    raise ValueError(f"not in the small language: {ast.unparse(node)}")


class Nothing(TaskDataEnvironment):
    """Executes nothing at all."""

    def evaluate(self, expression: str, context: Any, external_context: Any = None) -> Any:
        raise ValueError(expression)

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:
        raise ValueError(script)


class Reader(PythonScriptEngine):
    """Reads expressions with the variables of the instance that a task belongs to."""

    def __init__(self, run: Run) -> None:
        super().__init__(Nothing())
        self.run = run

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        if re.fullmatch(r"P(T?\d+[HDM])", expression) or re.fullmatch(r"\d+ wd", expression):
            return "P1000D"  # whoever drives says when time is over
        return read_expression(expression, lambda name: self.run.known(name, instance(task)))


class Case(BpmnWorkflow):
    """Without what SpiffWorkflow 3.2 leaves behind: when an escalation ends a multi-instance, the other instances are
    cancelled and their tasks gone, but they still count as active, and the next step fails to find them."""

    def get_active_subprocesses(self) -> list[Any]:
        known = {task_id for flow in (self, *self.subprocesses.values()) for task_id in flow.tasks}
        return [found for found in super().get_active_subprocesses() if found.parent_task_id in known]


class Join(ParallelGateway):
    """Without what SpiffWorkflow 3.2 forgets: that a join has used up what it waited for. In the next round of a loop
    it counts what came in the last one again, and goes on before every branch has come."""

    def _check_threshold_unstructured(self, my_task: Any) -> bool:
        here = my_task.workflow.get_tasks(spec_name=self.name)
        came = (t.parent for t in here if not t._get_internal_data("used_up"))
        return {p.task_spec for p in came if p.state == TaskState.COMPLETED} >= set(self.inputs)

    def _run_hook(self, my_task: Any) -> bool:
        for task in my_task.workflow.get_tasks(spec_name=self.name):
            if task.parent.state == TaskState.COMPLETED:
                task._set_internal_data(used_up=True)
        return bool(super()._run_hook(my_task))


class Parser(BpmnParser):
    """Reads parallel gateways as ``Join``."""

    OVERRIDE_PARSER_CLASSES: ClassVar = {f"{{{BPMN}}}parallelGateway": (GatewayParser, Join)}


def instance(task: Any) -> str:
    """The items of the multi-instances around a task, as in our keys: ``#2``, or nothing."""
    found = ""
    while task is not None:
        number = task.internal_data.get("key_or_index")
        if number is not None:
            found = f"#{number}{found}"
        if task.parent is not None:
            task = task.parent
        else:
            parent = getattr(task.workflow, "parent_task_id", None)
            task = task.workflow.top_workflow.get_task_from_id(parent) if parent is not None else None
    return found


@dataclass
class Run:
    """One case in SpiffWorkflow."""

    data: bytes
    started: tuple[str, ...] = ()
    parser: type[BpmnParser] = Parser
    values: dict[str, dict[str, Any]] = field(default_factory=lambda: {"": {}})

    def begin(self, facts: Mapping[str, Any]) -> None:
        """:raises ValidationException: where the file breaks the schema of BPMN 2.0."""
        root = etree.fromstring(self.data)
        parser = self.parser(validator=BpmnValidator())
        parser.add_bpmn_xml(root)
        for slug in self.started:
            parser.add_bpmn_xml(etree.fromstring(CALLED.format(bpmn=BPMN, slug=slug)))
        slug = root.find(f"{{{BPMN}}}process").get("id")
        self.outcomes = self._extensions(root, "ends", "outcome")
        self.rounds = {e.getparent().getparent().get("id"): e.attrib for e in root.iter(f"{{{QINGDAN}}}round")}
        self._set("", facts)
        self.flow = Case(parser.get_spec(slug), parser.get_subprocess_specs(slug), script_engine=Reader(self))
        self._lists_into(self.flow.task_tree.data)
        self._go_on()

    def _extensions(self, root: Any, tag: str, attribute: str) -> dict[str, str]:
        found = root.iter(f"{{{QINGDAN}}}{tag}")
        return {e.getparent().getparent().get("id"): e.get(attribute) for e in found}

    def known(self, name: str, at: str) -> Any:
        """The value of a variable as an instance sees it: its own, else that of the process around."""
        while True:
            if name in self.values.get(at, {}):
                return self.values[at][name]
            if not at:
                return None
            at = at.rpartition("#")[0]

    def _set(self, at: str, facts: Mapping[str, Any]) -> None:
        self.values.setdefault(at, {}).update({variable(n): v for n, v in facts.items()})
        if not at:
            self.lists = {
                **getattr(self, "lists", {}),
                **{property_id(n): v for n, v in facts.items() if type(v) is list},
            }

    def _lists_into(self, data: dict[str, Any]) -> None:
        data.update(self.lists)

    # -- what is open --------------------------------------------------------------------------------------------
    def open(self) -> set[str]:
        """The keys of the steps that may be done now."""
        return set(self._tasks()) | set(self._periods())

    def _tasks(self) -> dict[str, Any]:
        ready = [t for t in self.flow.get_tasks(state=TaskState.READY) if t.task_spec.manual]
        return {self._key(t): t for t in ready}

    def _key(self, task: Any) -> str:
        if task.task_spec.name != "called":
            return f"{task.task_spec.name}{instance(task)}"
        caller = self.flow.get_task_from_id(task.workflow.parent_task_id)
        return f"{caller.task_spec.name}{instance(caller)}"

    def _periods(self) -> dict[str, Any]:
        waiting = self.flow.get_tasks(state=TaskState.WAITING)
        found = [t for t in waiting if t.task_spec.name.endswith("_period")]
        return {f"{t.task_spec.name.removesuffix('_period')}{instance(t)}": t for t in found}

    def interrupts(self) -> set[str]:
        """The messages that the case would take now."""
        waiting = self.flow.get_tasks(state=TaskState.WAITING)
        found = [t.task_spec for t in waiting if type(t.task_spec).__name__ == "BoundaryEvent"]
        return {s.name.removesuffix("_") for s in found if s.name.endswith("_")}

    @property
    def over(self) -> bool:
        """Whether the case has ended."""
        return bool(self.flow.is_completed())

    # -- what happens --------------------------------------------------------------------------------------------
    def do(self, event: Event, result: str) -> None:
        """A step comes to its result."""
        key = event["key"]
        at = suffix(key)
        self._set(at, event.get("facts", {}))
        if event["type"] == "expire":
            self._fire(next(t for t in self._border(key) if t.task_spec.name.endswith("_expired")))
            return
        self.values[at][result_variable(key.partition("#")[0])] = result
        if key in (periods := self._periods()):
            self._fire(periods[key])
            return
        self._finish(key)

    def put_up(self, event: Event) -> None:
        """A notice is up: its objection period begins."""
        self._set(suffix(event["key"]), event.get("facts", {}))
        self._finish(event["key"])

    def note(self, event: Event) -> None:
        """A step has been contributed to and stays open: only its facts count."""
        self._set(suffix(event["key"]), event.get("facts", {}))

    def interrupt(self, name: str) -> None:
        """A message reaches the case."""
        waiting = self.flow.get_tasks(state=TaskState.WAITING)
        border = next(t for t in waiting if t.task_spec.name == f"{name}_")
        self.flow.send_event(BpmnEvent(border.task_spec.event_definition, payload={}))
        self._go_on()

    def _finish(self, key: str) -> None:
        task = self._tasks()[key]
        self._lists_into(task.data)
        task.run()
        self._go_on()

    def _border(self, key: str) -> list[Any]:
        waiting = self.flow.get_tasks(state=TaskState.WAITING)
        name = key.partition("#")[0]
        return [t for t in waiting if t.task_spec.name.startswith(f"{name}_") and f"{name}{instance(t)}" == key]

    def _fire(self, timer: Any) -> None:
        timer._set_internal_data(event_fired=True)
        timer.task_spec._update(timer)
        self._go_on()

    def _go_on(self) -> None:
        self.flow.do_engine_steps(will_complete_task=self._passed)

    def _passed(self, task: Any) -> None:
        name, at = task.task_spec.name, instance(task)
        if name in self.outcomes and "outcome" not in self.values[""]:
            self.values[""]["outcome"] = self.outcomes[name]
        if name in self.rounds:
            told = self.rounds[name]
            own = self.values.setdefault(at, {})
            for gone in told["forgets"].split():
                own.pop(gone, None)
            own[told["counter"]] = (own.get(told["counter"]) or 0) + 1
