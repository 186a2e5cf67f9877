"""A flow as a numbered list: the main way line by line, each with its side ways. For phones, readers and paper."""

from __future__ import annotations

from dataclasses import replace

from qingdan.domain.flow.conditions import Condition
from qingdan.domain.flow.draw.endings import outcomes_by_branch, outcomes_text
from qingdan.domain.flow.draw.graph import MEETINGS, role_of
from qingdan.domain.flow.draw.lines import DONE, NOW, OFF, Aside, Draft, Line
from qingdan.domain.flow.draw.main_way import goes_on, is_main, numbers, sent_back
from qingdan.domain.flow.draw.phrases import Lexicon, case_text, condition_text, owed_text, rule_text
from qingdan.domain.flow.draw.values import Progress
from qingdan.domain.flow.model import (
    Block,
    Branch,
    Choose,
    End,
    Flow,
    ForEach,
    Owed,
    Repeat,
    Sequence,
    Step,
    Together,
    walk,
)

When = tuple[str, ...]


def step_list(flow: Flow, lexicon: Lexicon, progress: Progress | None = None) -> tuple[Line, ...]:
    """The lines of a flow, marked with a case's progress where one is given."""
    return _Lister(flow, lexicon, (progress or Progress()).plain()).whole()


class _Lister:
    def __init__(self, flow: Flow, lexicon: Lexicon, progress: Progress) -> None:
        self.flow, self.words, self.progress = flow, lexicon, progress
        self.numbers = numbers(flow)
        self.early = any(isinstance(b, End) for b in flow.blocks())
        self.goes_on = lexicon.say("接着往下办", "goes on")
        self.stopped_at = self._stopped_at()

    def _stopped_at(self) -> str:
        """The step at which a case got its outcome: the last one done before what every ending runs."""
        after = {b.id for b in walk(self.flow.finally_) if isinstance(b, Step)}
        done = [ref for ref in self.progress.done if ref not in after]
        return done[-1] if done and self.progress.outcome else ""

    def whole(self) -> tuple[Line, ...]:
        drafts: list[Draft] = []
        self.block(self.flow.body, (), drafts)
        for block in self.flow.finally_.children:
            self._last(block, drafts)
        self._any_time(drafts)
        return tuple(self._done(d) for d in drafts)

    def _last(self, block: Block, into: list[Draft]) -> None:
        """A block of ``finally``: for every outcome, or for some of them."""
        names = outcomes_by_branch(block, self.flow) if isinstance(block, Choose) else None
        if not isinstance(block, Choose) or names is None:
            always = (self.words.say("不论怎样结束", "on every ending"),) if self.early else ()
            self.block(block, always, into)
            return
        for branch, outcomes in zip(block.branches, names, strict=True):
            said = outcomes_text(outcomes, self.flow, self.words, most=2)
            self.block(branch.then, (self._only_if(said),), into)

    def _any_time(self, into: list[Draft]) -> None:
        for event in self.flow.any_time.values():
            until = self.flow.steps().get(event.until or "")
            when = self.words.say("随时", "any time")
            if until is not None:
                step = until.name.to(self.words.language)
                when = self.words.say(f"“{step}”办完以前，随时", f"any time before “{step}” is done")
            title, who = event.name.to(self.words.language), self._roles(event.by)
            into.append(Draft(Line("any-time", event.id, title, who, who, self._ends(event.end), when=(when,))))

    # -- blocks --------------------------------------------------------------------------------------------------
    def block(self, block: Block, when: When, into: list[Draft]) -> None:
        """Tell a block; ``when`` stands at each of its lines."""
        match block:
            case Sequence():
                for child in block.children:
                    self.block(child, when, into)
            case Step():
                self._step(block, when, into)
            case Choose():
                self._choose(block, when, into)
            case Together():
                for branch in block.branches:
                    self.block(branch, (*when, self.words.say("同时办", "at the same time")), into)
            case ForEach():
                title = self.flow.facts[block.over].title.to(self.words.language)
                self.block(block.body, (*when, self.words.say(f"每项{title}办一遍", f"once for each: {title}")), into)
            case Repeat():
                self._repeat(block, when, into)
            case Owed():
                self._owed(block, when, into)

    def _step(self, step: Step, when: When, into: list[Draft]) -> None:
        role = role_of(step, self.words)
        who = self._roles((step.body,) if step.kind in MEETINGS and step.body else step.by)
        language = self.words.language
        line = Line(
            step.kind.value, step.id, step.name.to(language), self.words.lane(role) if role else "", who,
            rule_text(step, self.words), step.how.to(language), when, self.numbers.get(step.id),
        )  # fmt: skip
        into.append(draft := Draft(line))
        if (usual := step.results.get(step.default)) is not None:
            self.block(usual, when, into)
        for results in self._alike(step):
            said = self.words.say("、", ", ").join(self.words.result(r, step.kind) for r in results)
            many = self.words.say("是其他结果", "it ends otherwise")
            draft.asides += self.asides(self._if(said if len(results) < 3 else many), step.results[results[0]])

    def _alike(self, step: Step) -> list[list[str]]:
        """The results that lead aside; those on which the case simply ends alike stand together."""
        found: dict[object, list[str]] = {}
        for result, then in step.results.items():
            only = then.children[0] if len(then.children) == 1 else None
            if result != step.default:
                found.setdefault(only.outcome if isinstance(only, End) else (result,), []).append(result)
        return list(found.values())

    def _choose(self, block: Choose, when: When, into: list[Draft]) -> None:
        asked = [b.when for b in block.branches if b.when is not None]
        cases = [(b, self._case(b, asked)) for b in block.branches]
        for branch, case in cases:
            if is_main(branch.then, self.flow):
                continue
            if not into:  # the flow begins with a question
                into.append(Draft(Line("question", "", self.words.say("先看情况", "First of all"), "", when=when)))
            into[-1].asides += self.asides(self._if(case), branch.then)
        for branch, case in cases:
            if is_main(branch.then, self.flow):
                self.block(branch.then, (*when, self._only_if(case)), into)

    def _case(self, branch: Branch, asked: list[Condition]) -> str:
        return case_text(branch.when, [c for c in asked if c is not branch.when], self.flow, self.words)

    def _repeat(self, block: Repeat, when: When, into: list[Draft]) -> None:
        begun = len(into)
        self.block(block.body, when, into)
        if len(into) == begun:
            return
        first, last, most = into[begun].line, into[-1], block.at_most
        back = self._back_to(first, most)
        results = sent_back(block, self.flow)
        if results is not None:
            step = self.flow.steps()[last.line.ref]
            last.asides = [replace(a, then=back) if a.then == self.goes_on else a for a in last.asides]
            last.asides += [Aside(self._if(self.words.result(r, step.kind)), then=back) for r in results]
        elif most > 1:
            until = condition_text(block.until, self.flow, self.words)
            last.asides.append(Aside(self.words.say(f"如果没有做到：{until}", f"if not so: {until}"), then=back))
        last.asides += self.asides(
            self._if(self.words.say(f"{most}次还不行", f"still not after {most}")), block.otherwise
        )

    def _back_to(self, line: Line, most: int) -> str:
        if line.number is None:
            return self.words.say(
                f"回到“{line.title}”，最多办{most}次", f"back to “{line.title}”, {most} rounds at most"
            )
        return self.words.say(
            f"回到第{line.number}步“{line.title}”，最多办{most}次",
            f"back to step {line.number}, “{line.title}”; {most} rounds at most",
        )

    def _owed(self, owed: Owed, when: When, into: list[Draft]) -> None:
        role = role_of(owed, self.words)
        lane = self.words.lane(role) if role else ""
        later = self.words.say("以后还要办", "still to do later")
        title, how = owed.name.to(self.words.language), owed.how.to(self.words.language)
        rule = owed_text(owed, self.words)
        into.append(Draft(Line("owed", owed.id, title, lane, self._roles(owed.by), rule, how, (*when, later))))

    # -- side ways -----------------------------------------------------------------------------------------------
    def asides(self, when: str, then: Sequence) -> list[Aside]:
        """The side ways that begin with ``when``: one, or one for each case where a question follows at once."""
        only = then.children[0] if len(then.children) == 1 else None
        if isinstance(only, Choose):
            asked = [b.when for b in only.branches if b.when is not None]
            comma, found = self.words.say("，", ", "), []
            for branch in only.branches:
                found += self.asides(f"{when}{comma}{self._case(branch, asked)}", branch.then)
            return found
        drafts: list[Draft] = []
        self.block(then, (), drafts)
        last = then.children[-1] if then.children else None
        end = last.outcome if isinstance(last, End) else ""
        comes_to = self._ends(end) if end else self.goes_on if goes_on(then) else ""
        return [Aside(when, tuple(self._done(d) for d in drafts), comes_to, end)]

    def _only_if(self, case: str) -> str:
        return self.words.say(f"条件：{case}", f"only if: {case}")

    def _if(self, case: str) -> str:
        return self.words.say(f"如果{case}", f"if {case}")

    def _ends(self, outcome: str) -> str:
        words = self.flow.outcomes[outcome].to(self.words.language)
        return self.words.say(f"到此结束：{words}", f"ends here: {words}")

    # -- a case's progress ---------------------------------------------------------------------------------------
    def _done(self, draft: Draft) -> Line:
        """The finished line with its state and those of its side ways."""
        p, line = self.progress, draft.line
        state = NOW if line.ref in p.current else DONE if line.ref in p.done else OFF if line.ref in p.not_taken else ""
        if line.kind == "any-time" and p.outcome == self.flow.any_time[line.ref].end:
            state = DONE
        asides = tuple(replace(a, state=self._aside_state(a, line)) for a in draft.asides)
        return replace(line, state=state, date=p.done.get(line.ref, ""), asides=asides)

    def _aside_state(self, aside: Aside, line: Line) -> str:
        states = {each.state for top in aside.lines for each in top.all()}
        if NOW in states:
            return NOW
        ended = aside.end and aside.end == self.progress.outcome and line.ref == self.stopped_at
        return DONE if DONE in states or (ended and not aside.lines) else ""

    def _roles(self, roles: tuple[str, ...]) -> str:
        return self.words.say("、", ", ").join(dict.fromkeys(self.words.lane(r) for r in roles))
