"""What happens next, in words: who does it, within what time, and on what it depends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from qingdan.domain.flow.ahead import Looking, Turn, Way
from qingdan.domain.flow.conform.flow_states import ANY_OTHER
from qingdan.domain.flow.draw.phrases import Lexicon, case_text, condition_text, limit_text, owed_text, rule_text
from qingdan.domain.flow.events import MEETINGS
from qingdan.domain.flow.machine import Machine
from qingdan.domain.flow.model import Choose, ForEach, Repeat, Step, StepKind
from qingdan.domain.flow.signing import open_slots
from qingdan.domain.flow.state import State, base
from qingdan.domain.words import Words

MOST_NAMED = 3  # results that lead alike and are named one by one


@dataclass(frozen=True, slots=True)
class Following:
    """A step that comes next: who does it (empty for a matter of its own) and its one rule or limit."""

    step: str
    name: Words
    who: Words
    rule: Words
    again: bool


@dataclass(frozen=True, slots=True)
class WayAhead:
    """One way on: in which case it is taken, and what then comes. ``waits_for`` are steps that must be done besides."""

    when: Words
    steps: tuple[Following, ...]
    waits_for: tuple[Words, ...]
    ending: Words | None
    owed: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Ahead:
    """An open step and the ways on from it; ``signatures``: how many it still wants, where that is more than one."""

    key: str
    name: Words
    signatures: int
    ways: tuple[WayAhead, ...]


SubEnds = Callable[[Step], Mapping[str, Words]]  # how the sub-case of a `start` step may end


def what_next(looking: Looking, state: State, lexicon: Lexicon, ends: SubEnds, given: frozenset[str]) -> list[Ahead]:
    """For each open step what comes after it, one level deep, in both languages. ``given``: what a parent passed on."""
    both = (replace(lexicon, language="zh"), replace(lexicon, language="en"))
    return [_ahead(_Teller(looking, both, ends), state, key, given) for key in state["open"]]


def _ahead(teller: _Teller, state: State, key: str, given: frozenset[str]) -> Ahead:
    machine = teller.looking.machine
    step, progress = machine.step(key), state["open"][key]
    left = 0 if progress.get("posted") else len(open_slots(step, [role for _, role in progress.get("signed", [])]))
    ways = teller.looking.ways(state, key, given)
    return Ahead(key, step.name, left if left > 1 else 0, tuple(teller.way(step, way, ways) for way in ways))


@dataclass(frozen=True, slots=True)
class _Teller:
    looking: Looking
    both: tuple[Lexicon, Lexicon]
    ends: SubEnds

    @property
    def machine(self) -> Machine:
        return self.looking.machine

    def words(self, say: Callable[[Lexicon], str]) -> Words:
        zh, en = self.both
        return Words(say(zh), say(en))

    def way(self, step: Step, way: Way, every: tuple[Way, ...]) -> WayAhead:
        return WayAhead(
            self.words(lambda lexicon: self._when(step, way, every, lexicon)),
            tuple(self._following(key, key in way.again) for key in way.opens),
            tuple(dict.fromkeys(self.machine.words(key) for key in way.waits_for)),
            self._ending(way),
            tuple(self._owed(key) for key in way.owed),
        )

    # -- in which case -------------------------------------------------------------------------------------------
    def _when(self, step: Step, way: Way, every: tuple[Way, ...], lexicon: Lexicon) -> str:
        turns = [self._turn(turn, lexicon) for turn in way.turns]
        alone = all(set(other.results) == set(way.results) for other in every)
        said = [] if alone else [self._results(step, way, every, lexicon)]
        said = list(dict.fromkeys([*said, *turns]))
        if not said:
            return lexicon.say("办完以后", "Once it is done")
        return lexicon.say("如果", "If ") + lexicon.say("，并且", ", and ").join(said)

    def _results(self, step: Step, way: Way, every: tuple[Way, ...], lexicon: Lexicon) -> str:
        results = list(dict.fromkeys(way.results))
        known = self.ends(step) if step.kind is StepKind.START else {}
        if ANY_OTHER in results:
            named = {result for other in every for result in other.results}
            results = [r for r in results if r != ANY_OTHER] + [r for r in known if r not in named]
        if not results or (len(results) > MOST_NAMED and ANY_OTHER in way.results):
            return lexicon.say("是其他结果", "it ends otherwise")
        said = [known[r].to(lexicon.language) if r in known else lexicon.result(r, step.kind) for r in results]
        return lexicon.say("、", " or ").join(dict.fromkeys(said))

    def _turn(self, turn: Turn, lexicon: Lexicon) -> str:
        flow, block = self.machine.flow, self.looking.asked(turn)
        match block:
            case Choose():
                asked = [b.when for b in block.branches if b.when is not None]
                when = block.branches[turn.answer].when
                case, other = case_text(when, [c for c in asked if c is not when], flow, lexicon), "其他情况"
                return f"是{case}" if case == other else case
            case Repeat():
                until = condition_text(block.until, flow, lexicon)
                return until if turn.answer == 0 else lexicon.say(f"没有做到：{until}", f"not so: {until}")
            case ForEach():
                title = flow.facts[block.over].title.to(lexicon.language)
                none, some = lexicon.say("一项也没有", "none"), lexicon.say("有", "at least one")
                return lexicon.say(f"{title}：", f"{title}: ") + (some if turn.answer else none)
            case _:
                raise AssertionError(block)

    # -- what then comes -----------------------------------------------------------------------------------------
    def _following(self, key: str, again: bool) -> Following:
        step = self.machine.step(key)
        roles = (step.body,) if step.kind in MEETINGS and step.body else step.by
        who = self.words(lambda x: x.say("、", ", ").join(dict.fromkeys(x.lane(role) for role in roles)))
        return Following(base(key), step.name, who, self.words(lambda x: _rule(step, x)), again)

    def _ending(self, way: Way) -> Words | None:
        if way.outcome is not None:
            words = self.machine.flow.outcomes[way.outcome]
            return Words(f"结果是：{words.zh}", f"The result is: {words.en}")
        return Words("这件事就全部办完", "The matter is then closed") if way.over else None

    def _owed(self, key: str) -> Words:
        duty = self.machine.duty(key)
        return self.words(
            lambda x: x.say(
                f"{duty.name.zh}（{owed_text(duty, x)}）",
                f"{duty.name.en} ({owed_text(duty, x)})",
            )
        )


def _rule(step: Step, lexicon: Lexicon) -> str:
    """Until when: the limit of the step itself, or else its one short rule."""
    if step.within:
        limit = limit_text(step.within, lexicon)
        return lexicon.say(f"{limit}内", f"within {limit}")
    return rule_text(step, lexicon)
