"""From a flow to the pieces of a BPMN process.

The body is a sub-process: a terminate end event inside ends the body only, and ``finally`` runs behind it on every
ending. An event of ``any_time`` is an interrupting message on the border of that sub-process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qingdan.domain.flow.bpmn.names import expression, ncname, property_id, result_variable, variable
from qingdan.domain.flow.bpmn.pieces import NOTE, Node, Process
from qingdan.domain.flow.bpmn.wiring import WHOLE, Tail, Wiring
from qingdan.domain.flow.conditions import Condition
from qingdan.domain.flow.draw.phrases import Lexicon, branch_text, condition_text, question_text
from qingdan.domain.flow.model import (
    AnyTime,
    Block,
    Choose,
    End,
    Flow,
    ForEach,
    Owed,
    Repeat,
    Sequence,
    Step,
    StepKind,
    Together,
    walk,
)

BODY = "body_"  # no step's id has an underscore


def build(flow: Flow, lexicon: Lexicon, title: str, limits: Mapping[str, int]) -> Process:
    """The process of a flow whose time limits have their numbers."""
    return _Builder(flow, lexicon, limits).whole(title)


class _Builder(Wiring):
    def whole(self, title: str) -> Process:
        begin = self._node("begin_", "startEvent", self.words.say("开始", "begin"))
        tails = self._body([Tail(begin)])
        outcomes = self._sequence(self.flow.finally_, tails)
        self._join(self._node("over_", "endEvent", self.words.say("办结", "closed")), outcomes)
        facts = [(property_id(f.name), f.title.to(self.words.language)) for f in self.flow.facts.values()]
        messages = [(f"message.{ncname(r.id)}", r.name.to(self.words.language)) for r in self._interrupts()]
        self._name_lanes(self.scope, self.words.say(WHOLE.zh, WHOLE.en))
        return Process(
            self.scope.id,
            title,
            self.scope,
            self.say.whole(),
            self.say.clocks(),
            tuple(messages),
            tuple((f"escalation.{o}", w) for o, w in sorted(self.escalations.items())),
            tuple(facts),
        )

    def _interrupts(self) -> Iterable[AnyTime]:
        return self.flow.any_time.values()

    def _body(self, tails: list[Tail]) -> list[Tail]:
        node = self._node(BODY, "subProcess", self.words.say("办理", "handling"))
        self._join(node, tails)
        self._open(node)
        begin = self._node("body_begin_", "startEvent", "")
        left = self._sequence(self.flow.body, [Tail(begin)])
        if left:
            outcome = next(iter(self.flow.outcomes))
            self._join(self._ending("done_", outcome, ""), left)
        self._shut("")
        tails = [Tail(node)]
        for rule in self._interrupts():
            event = self._node(ncname(f"{rule.id}_"), "boundaryEvent", rule.name.to(self.words.language))
            event.host, event.event, event.detail = node, "message", f"message.{ncname(rule.id)}"
            event.extensions = self.say.interrupt(rule)
            tails.append(Tail(event))
        return tails

    # -- blocks --------------------------------------------------------------------------------------------------
    def _sequence(self, sequence: Sequence, tails: list[Tail]) -> list[Tail]:
        for child in sequence.children:
            tails = self._block(child, tails)
        return tails

    def _block(self, block: Block, tails: list[Tail]) -> list[Tail]:
        if not tails:
            return []  # nothing leads here: every way before has ended
        match block:
            case Sequence():
                return self._sequence(block, tails)
            case Step():
                return self._step(block, tails)
            case Choose():
                return self._choose(block, tails)
            case Together():
                return self._together(block, tails)
            case ForEach():
                return self._for_each(block, tails)
            case Repeat():
                return self._repeat(block, tails)
            case End():
                self._end(block.outcome, tails)
                return []
            case Owed():
                return self._owed(block, tails)

    def _aside(self, sequence: Sequence, tails: list[Tail]) -> list[Tail]:
        """A side way: what stands on it leaves the main way its place."""
        self.depth += 1
        tails = self._sequence(sequence, tails)
        self.depth -= 1
        return tails

    def _step(self, step: Step, tails: list[Tail]) -> list[Tail]:
        node = self._node(
            ncname(step.id), "callActivity" if step.power else "userTask", step.name.to(self.words.language)
        )
        node.lane = self.say.lane(step)
        node.attributes = {"calledElement": ncname(step.power)} if step.power else {}
        node.documentation, node.extensions = (
            step.how.to(self.words.language),
            self.say.step(step, self.offered[step.id]),
        )
        self._join(node, tails)
        expired = self._timer(step, node)
        outs, last = [Tail(node)], node
        if step.disclosure is not None and step.disclosure.objections is not None:
            last = self._period(step, node)
            outs = [Tail(last)]
        ways = {result: then for result, then in step.results.items() if result != "expired"}
        if ways:
            outs = self._ways(step, ways, last)
        return outs + expired

    def _period(self, step: Step, node: Node) -> Node:
        """The objection period: a timer that runs from when the notice is up, and holds the case."""
        assert step.disclosure is not None and step.disclosure.objections is not None
        wait = self._node(f"{node.id}_period", "intermediateCatchEvent", self.say.limit(step.disclosure.objections))
        wait.lane, wait.event, wait.detail = node.lane, "timer", step.disclosure.objections
        self._join(wait, [Tail(node)])
        return wait

    def _timer(self, step: Step, node: Node) -> list[Tail]:
        """The limit of a step: it interrupts where the flow says what then happens; else lateness is only noted."""
        if step.within is None and "expired" not in step.results:
            return []
        way = step.results.get("expired")
        timer = self._node(f"{node.id}_{'due' if way is None else 'expired'}", "boundaryEvent", "")
        timer.host, timer.event, timer.detail, timer.lane = node, "timer", step.within or "", node.lane
        timer.name = self.say.limit(step.within) if step.within else self.words.result("expired", step.kind)
        timer.interrupting = way is not None
        if way is not None:
            return self._aside(way, [Tail(timer)])
        late = self._node(f"{node.id}_late", "endEvent", "")
        late.near, late.lane = timer, node.lane
        late.documentation = self.words.say("超过期限：只记为逾期，办理照常继续。", "Overdue: noted; the case goes on.")
        self._link(timer, late)
        return []

    def _ways(self, step: Step, ways: Mapping[str, Sequence], last: Node) -> list[Tail]:
        gateway = self._node(f"{ncname(step.id)}_ways", "exclusiveGateway", "")
        gateway.lane = last.lane
        self._join(gateway, [Tail(last)])
        offered = [r for r in self.offered[step.id] if r != "expired"]
        rest = [r for r in offered if r not in ways]
        closed = not rest and step.kind is not StepKind.START and step.default in ways
        outs = [] if closed else [Tail(gateway, self._rest_name(step, rest), otherwise=True)]
        for result, then in ways.items():
            name = self.words.result(result, step.kind)
            if closed and result == step.default:
                outs += self._sequence(then, [Tail(gateway, name, otherwise=True)])
                continue
            said = f"{step.id}.result == {result}"
            outs += self._aside(then, [Tail(gateway, name, f"{result_variable(step.id)} == '{result}'", said)])
        return outs

    def _rest_name(self, step: Step, rest: list[str]) -> str:
        if step.kind is StepKind.START or len(rest) != 1:
            return self.words.say("其他", "otherwise")
        return self.words.result(rest[0], step.kind)

    def _choose(self, block: Choose, tails: list[Tail]) -> list[Tail]:
        conditions = [b.when for b in block.branches if b.when is not None]
        gateway = self._gateway("choice", "exclusiveGateway", tails)
        gateway.name = question_text(conditions, self.flow, self.words)
        outs: list[Tail] = []
        for number, branch in enumerate(block.branches):
            others = [c for c in conditions if c is not branch.when]
            name = branch_text(branch.when, others, self.flow, self.words)
            tail = Tail(gateway, name, *self._condition(branch.when), otherwise=branch.when is None)
            outs += self._aside(branch.then, [tail]) if number else self._sequence(branch.then, [tail])
        return outs

    def _condition(self, condition: Condition | None) -> tuple[str, str]:
        return ("", "") if condition is None else (expression(condition, self.limits), str(condition))

    def _together(self, block: Together, tails: list[Tail]) -> list[Tail]:
        fork = self._gateway("together", "parallelGateway", tails)
        branches = []
        for number, branch in enumerate(block.branches):
            begun = [Tail(fork)]
            branches.append(self._aside(branch, begun) if number else self._sequence(branch, begun))
        if not all(branches):  # one of them always ends the case: the others wait for that
            for outs in filter(None, branches):
                self._join(self._node(self._numbered("wait"), "endEvent", ""), outs)
            return []
        single = [self._merged(outs) for outs in branches]
        join = self._node(f"{fork.id}_join", "parallelGateway", "")
        join.lane = fork.lane
        self._join(join, single, merging=True)
        return [Tail(join)]

    def _for_each(self, block: ForEach, tails: list[Tail]) -> list[Tail]:
        title = self.flow.facts[block.over].title.to(self.words.language)
        name = self.words.say(f"每项{title}各办一遍", f"for each: {title}")
        node = self._node(self._numbered("each"), "subProcess", name)
        node.each = (property_id(block.over), variable(block.alias))
        node.extensions = (("forEach", {"over": block.over, "as": block.alias}),)
        self._join(node, tails)
        self._open(node)
        begin = self._node(f"{node.id}_begin", "startEvent", "")
        left = self._sequence(block.body, [Tail(begin)])
        if left:
            self._join(self._node(f"{node.id}_end", "endEvent", ""), left)
        first = next((n.lane for n in self.scope.nodes if n.lane), "")
        ends = [b.outcome for b in walk(block.body) if isinstance(b, End)]
        self._shut(first)
        node.lane = first
        for outcome in dict.fromkeys(ends):
            event = self._node(f"{node.id}_{ncname(outcome)}", "boundaryEvent", self._outcome(outcome))
            event.host, event.event, event.detail, event.lane = node, "escalation", f"escalation.{outcome}", first
            self.depth += 1
            self._end(outcome, [Tail(event)])
            self.depth -= 1
        return [Tail(node)]

    def _repeat(self, block: Repeat, tails: list[Tail]) -> list[Tail]:
        number = self._numbered("round")
        begin = None
        if block.at_most > 1:
            begin = self._node(f"{number}_begin", "exclusiveGateway", "")
            self._join(begin, tails, merging=True)
            tails = [Tail(begin)]
        outs = self._sequence(block.body, tails)
        if not outs:
            return []
        ask = self._node(
            f"{number}_ask",
            "exclusiveGateway",
            condition_text(block.until, self.flow, self.words) + self.words.say("？", "?"),
        )
        ask.lane = outs[0].source.lane
        self._join(ask, outs)
        until, said = self._condition(block.until)
        yes = Tail(ask, self.words.say("是", "yes"), until, said)
        if begin is None:
            never = Tail(ask, self.words.say("不是", "no"), otherwise=True)
            return [yes, *self._aside(block.otherwise, [never])]
        counter, last = variable(f"{number}_count"), block.at_most - 1
        self._again(block, number, ask, begin, counter)
        text = self.words.say(f"{block.at_most}次还不行", f"not after {block.at_most}")
        never = Tail(ask, text, f"({counter} == {last}) and (not ({until}))", f"not ({said}), round {block.at_most}")
        return [yes, *self._aside(block.otherwise, [never])]

    def _again(self, block: Repeat, number: str, ask: Node, begin: Node, counter: str) -> None:
        """The way back, with an event that counts how often it was taken: BPMN has no counter for it."""
        event = self._node(number, "intermediateThrowEvent", self.words.say("再来一轮", "once more"))
        event.lane, event.depth = ask.lane, self.depth + 1
        results = [result_variable(b.id) for b in walk(block.body) if isinstance(b, Step)]
        forgets = " ".join(results + self._counters(begin, ask))
        event.extensions = (("round", {"counter": counter, "atMost": str(block.at_most), "forgets": forgets}),)
        no = self.words.say("不是", "no")
        self._join(event, [Tail(ask, no, otherwise=True)])
        self._link(event, begin).back = True

    def _counters(self, begin: Node, ask: Node) -> list[str]:
        """The counters of the loops inside the one between these two: a new round counts them anew."""
        inside = self.scope.nodes[self.scope.nodes.index(begin) : self.scope.nodes.index(ask)]
        return [variable(f"{n.id}_count") for n in inside if n.extensions and n.extensions[0][0] == "round"]

    def _owed(self, owed: Owed, tails: list[Tail]) -> list[Tail]:
        note = self._node(ncname(owed.id), NOTE, self.say.owed(owed))
        note.lane, note.depth = tails[0].source.lane, self.depth + 1
        note.extensions = self.say.duty(owed)
        self._link(tails[0].source, note)
        return tails
