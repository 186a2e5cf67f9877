"""What can be wrong with meetings and elections: a body that may not decide, a roll posted too late, seats that lead to
no post, a result that the flow forgot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qingdan.domain.complaints import Complaint, closest, is_unknown
from qingdan.domain.flow.compile import offered_results
from qingdan.domain.flow.election import Election, Records, Stand, Term
from qingdan.domain.flow.model import Basis, Clock, Fact, FactType, Flow, Step, StepKind
from qingdan.domain.rules.bodies import Body, VoterRoll, cite
from qingdan.domain.rules.limits import Limit, Unit, parse_limit
from qingdan.domain.words import Words

LATER = {
    StepKind.MEET: ("rejected", Words("表决可能通不过", "a vote may be lost")),
    StepKind.ELECT: ("short", Words("可能选不够", "seats may stay open")),
}
ELECTION, POST, FACT = Words("选举", "election"), Words("职务", "post"), Words("数据项", "fact")


def meeting_complaints(flow: Flow, bodies: Mapping[str, Body], roles: Iterable[str]) -> Iterator[Complaint]:
    """Everything that is wrong with the flow's meetings, elections, and what they record."""
    looker = _Looker(flow, bodies, frozenset(roles))
    for step in flow.steps().values():
        yield from looker.step(step)
    for fact in flow.facts.values():
        yield from looker.fact(fact)
    for clock in flow.clocks.values():
        yield from looker.clock(clock)


class _Looker:
    def __init__(self, flow: Flow, bodies: Mapping[str, Body], roles: frozenset[str]) -> None:
        self.flow, self.bodies, self.roles = flow, bodies, roles
        self.steps, self.offered = flow.steps(), offered_results(flow)

    def at(self, line: int, what: Words, remedy: Words) -> Complaint:
        return Complaint(self.flow.file, line, what, remedy)

    def unknown(self, line: int, kind: Words, name: str, known: Iterable[str]) -> Complaint:
        return self.at(line, is_unknown(kind, name), closest(name, known))

    # -- meetings ------------------------------------------------------------------------------------------------
    def step(self, step: Step) -> Iterator[Complaint]:
        if step.kind in LATER:
            yield from self._bodies(step)
            result, said = LATER[step.kind]
            if result not in self.offered[step.id]:
                what = Words(
                    f"{step.id}：{said.zh}，流程没有写那时怎么办",
                    f"{step.id}: {said.en}, and the flow does not say what then",
                )
                remedy = Words(
                    f"请在 results 下写 {result} 时怎么办，或 repeat 到 {step.id}.result == {step.default} 为止。",
                    f"Handle {result} under results, or repeat until {step.id}.result == {step.default}.",
                )
                yield self.at(step.line, what, remedy)
        if step.election is not None:
            yield from self._election(step, step.election)
        if step.records is not None:
            yield from self._records(step, step.records)

    def _bodies(self, step: Step) -> Iterator[Complaint]:
        for slug in step.bodies:
            body = self.bodies.get(slug)
            if body is None:
                continue  # said already, as an unknown body
            barred = body.bars(step.matter) if step.matter else None
            if barred is not None:
                law = _quoted(barred.basis)
                what = Words(
                    f"{step.id}：{body.name.zh}不能决定这件事（{law.zh}）",
                    f"{step.id}: {body.name.en} may not decide this matter ({law.en})",
                )
                yield self.at(step.line, what, Words("请写可以决定的会议。", "Name a body that may."))
            if body.roll is not None and step.kind is StepKind.ELECT:
                yield from self._roll(step, body.roll)

    def _roll(self, step: Step, roll: VoterRoll) -> Iterator[Complaint]:
        """The roll of voters hangs long enough before, and can be disputed."""
        back = [c for c in self.flow.clocks.values() if c.before and c.to == step.id]
        clocks, law, days = [c for c in back if _at_least(c.limit, roll.before)], _quoted(roll.basis), roll.before.words
        if not clocks:
            what = Words(
                f"{step.id}：选民名单要提前{days.zh}公布（{law.zh}），没有写这个期限",
                f"{step.id}: the roll of voters hangs {days.en} before ({law.en}), and no clock says so",
            )
            clock = f"{{from: ROLL, before: {step.id}, at_least: {roll.before}}}"
            remedy = Words(f"请在 clocks 下写 {clock}。", f"Write under clocks: {clock}.")
            yield self.at(step.line, what, remedy)
            return
        shown = [s.disclosure for c in clocks if (s := self.steps.get(c.start)) is not None]
        if not any(d and d.objections == str(roll.objections) and d.answer == str(roll.ruling) for d in shown):
            what = Words(
                f"{step.id}：对名单可以在{roll.objections.words.zh}内提异议，{roll.ruling.words.zh}内处理（{law.zh}）",
                f"{step.id}: objections to the roll: {roll.objections}, ruled on in {roll.ruling} ({law.en})",
            )
            keys = f"objections: {roll.objections}, answer: {roll.ruling}"
            remedy = Words(f"请在公布名单的步骤写 {keys}。", f"Write at the step that posts it: {keys}.")
            yield self.at(step.line, what, remedy)

    # -- elections -----------------------------------------------------------------------------------------------
    def _election(self, step: Step, election: Election) -> Iterator[Complaint]:
        line = step.line
        for office in election.offices:
            if office.post is not None and office.post not in self.roles:
                yield self.unknown(line, POST, office.post, self.roles)
            if isinstance(office.seats, str):
                yield from self._typed(line, office.seats, FactType.COUNT)
        if election.again is not None:
            yield from self._elects(line, election.again)
        if election.names is not None:
            yield from self._names(step, election.names)
        if election.proxies is not None:
            yield from self._typed(line, election.proxies, FactType.PROXIES)
            yield from self._proxies(step)
        if election.candidates is not None:
            if election.candidates.source is Stand.FACT:
                yield from self._typed(line, election.candidates.name, FactType.SLATE)
            else:
                yield from self._elects(line, election.candidates.name)

    def _names(self, step: Step, name: str) -> Iterator[Complaint]:
        yield from self._typed(step.line, name, FactType.SLATE)
        fact = self.flow.facts.get(name)
        if fact is not None and fact.set_by != step.id:
            what = Words(
                f"{step.id}：{fact.name} 写的是由 {fact.set_by} 填", f"{step.id}: {fact.name} is set by {fact.set_by}"
            )
            yield self.at(step.line, what, Words(f"请写 set_by: {step.id}。", f"Write set_by: {step.id}."))

    def _proxies(self, step: Step) -> Iterator[Complaint]:
        for slug in step.bodies:
            body = self.bodies.get(slug)
            if body is not None and body.proxy is None:
                what = Words(
                    f"{step.id}：{body.name.zh}不能委托投票", f"{step.id}: nobody may vote by proxy in {body.name.en}"
                )
                yield self.at(step.line, what, Words("请去掉 proxies。", "Leave proxies out."))

    def _typed(self, line: int, name: str, type_: FactType) -> Iterator[Complaint]:
        fact = self.flow.facts.get(name)
        if fact is None:
            yield self.unknown(line, FACT, name, self.flow.facts)
        elif fact.type is not type_:
            what = Words(
                f"“{name}”是 {fact.type}，这里应当是 {type_}", f"{name!r} is {fact.type}, and must be {type_} here"
            )
            yield self.at(line, what, Words(f"请写 type: {type_}。", f"Declare it with type: {type_}."))

    def _elects(self, line: int, name: str) -> Iterator[Complaint]:
        step = self.steps.get(name)
        if step is None or step.election is None:
            elections = [s.id for s in self.steps.values() if s.election is not None]
            yield self.unknown(line, ELECTION, name, elections)

    # -- posts ---------------------------------------------------------------------------------------------------
    def _records(self, step: Step, records: Records) -> Iterator[Complaint]:
        line = step.line
        for name in (*records.take_office, *([records.fill_from] if records.fill_from else ())):
            yield from self._elects(line, name)
        for post in records.leave_office:
            if post not in self.roles:
                yield self.unknown(line, POST, post, self.roles)
        if step.id in records.take_office:
            what = Words(
                f"{step.id}：选举不能自己登记自己的结果", f"{step.id}: an election cannot record its own result"
            )
            remedy = Words(
                "请写在它后面的步骤：计完票才知道当选的是谁。",
                "Write records at the step after it: until the count is done nobody knows who the elected are.",
            )
            yield self.at(line, what, remedy)
        if step.disclosure is not None and step.disclosure.objections:
            what = Words(
                f"{step.id}：公示期满由系统办理，没有人登记谁任职",
                f"{step.id}: a notice with objections is over by itself, and nobody then says who takes office",
            )
            remedy = Words(
                "请写在公示后面的步骤，或去掉 objections。",
                "Write records at a step after it, or leave objections out.",
            )
            yield self.at(line, what, remedy)
        for place, name in enumerate(records.take_office):
            yield from self._takes(step, records, name)
            yield from self._numbers(step, name, records.take_office[:place])

    def _takes(self, step: Step, records: Records, name: str) -> Iterator[Complaint]:
        found = self.steps.get(name)
        if found is None or found.election is None:
            return
        if any(office.post is None for office in found.election.offices):
            what = Words(f"{step.id}：{name} 选的不是职务", f"{step.id}: {name} fills seats that are no post")
            yield self.at(step.line, what, Words("请给它写 offices。", "Give it offices with posts."))
        if records.term is Term.WHOLE and not any(self._years(slug) for slug in found.bodies):
            what = Words(
                f"{step.id}：没有写 {name} 选出的任期几年",
                f"{step.id}: no law or setting says for how many years {name} elects",
            )
            remedy = Words(
                "请给会议写 years，或写 term: rest、term: case。",
                "Give its body years, or write term: rest or term: case.",
            )
            yield self.at(step.line, what, remedy)

    def _numbers(self, step: Step, name: str, before: tuple[str, ...]) -> Iterator[Complaint]:
        """Numbers on the ballot say who takes office, so they must be the same in all elections of one step."""
        if before and not any(self._roots(name) & self._roots(other) for other in before):
            what = Words(
                f"{step.id}：{name} 和 {before[0]} 的候选人各编各的号",
                f"{step.id}: {name} and {before[0]} number their candidates apart",
            )
            remedy = Words(
                f"请写 candidates: {before[0]}.elected，或分成两步登记。",
                f"Write candidates: {before[0]}.elected, or record them at two steps.",
            )
            yield self.at(step.line, what, remedy)

    def _roots(self, name: str) -> frozenset[str]:
        """An election, and whatever its candidates and their numbers come from."""
        found: set[str] = set()
        todo = [name]
        while todo:
            now = todo.pop()
            step = self.steps.get(now)
            if now not in found and step is not None and step.election is not None:
                stand = step.election.candidates
                todo += [n for n in (step.election.again, stand.name if stand else None) if n]
            found.add(now)
        return frozenset(found)

    def _years(self, slug: str) -> int | None:
        body = self.bodies.get(slug)
        return body.years if body else 1  # an unknown body is said elsewhere

    # -- facts and clocks ----------------------------------------------------------------------------------------
    def fact(self, fact: Fact) -> Iterator[Complaint]:
        """A list of names or proxies that no election uses would be written for nothing."""
        if fact.type not in (FactType.SLATE, FactType.PROXIES):
            return
        used = {n for s in self.steps.values() if s.election for n in (s.election.names, *s.election.reads())}
        if fact.name not in used:
            what = Words(f"{fact.name}：没有选举用到这份名单", f"{fact.name}: no election uses this {fact.type}")
            remedy = Words("请在选举里写上它，或删掉它。", "Name it at one, or delete it.")
            yield self.at(fact.line, what, remedy)

    def clock(self, clock: Clock) -> Iterator[Complaint]:
        if clock.before and not clock.limit.startswith("limits.") and parse_limit(clock.limit).unit is Unit.HOURS:
            what = Words(f"{clock.id}：倒着数的期限按天数", f"{clock.id}: a clock that counts back counts days")
            yield self.at(clock.line, what, Words("请写 days、wd 或 months。", "Write days, wd or months."))


def _quoted(basis: tuple[Basis, ...]) -> Words:
    """The articles; in an English sentence a law's Chinese title stands in quotes."""
    return Words(cite(basis).zh, "; ".join(f"{b.law!r} {', '.join(b.articles)}" for b in basis))


def _at_least(written: str, limit: Limit) -> bool:
    if written.startswith("limits."):
        return True  # a setting: the edition's number holds, and the town's is checked when it is set
    found = parse_limit(written)
    return found.unit is limit.unit and found.amount >= limit.amount
