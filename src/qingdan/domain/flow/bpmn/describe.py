"""What a definition says beyond BPMN: texts for people, and extension elements for programs."""

from __future__ import annotations

from qingdan.domain.flow.bpmn.names import ncname
from qingdan.domain.flow.bpmn.pieces import Extension
from qingdan.domain.flow.draw.graph import role_of
from qingdan.domain.flow.draw.phrases import Lexicon, limit_text, owed_text
from qingdan.domain.flow.model import AnyTime, Clock, Flow, Owed, Step
from qingdan.domain.words import Words


class Describer:
    """Texts and extension elements of one flow in one language."""

    def __init__(self, flow: Flow, lexicon: Lexicon) -> None:
        self.flow, self.words = flow, lexicon
        self._roles: dict[str, list[str]] = {}

    def lane(self, block: Step | Owed) -> str:
        """The title of the lane that a step stands in; empty where nobody in particular does it."""
        role = role_of(block, self.words)
        if not role:
            return ""
        title = self.words.lane(role)
        known = self._roles.setdefault(title, [])
        if role not in known:
            known.append(role)
        return title

    def roles(self, title: str) -> list[str]:
        """The roles that share a lane's title."""
        return self._roles.get(title, [])

    def limit(self, limit: str) -> str:
        """A time limit in words."""
        return limit_text(limit, self.words)

    def whole(self) -> str:
        """What stands beside the diagram: the legal limits from one step to another."""
        lines = [self._clock(clock) for clock in self.flow.clocks.values()]
        return "\n".join(lines)

    def _clock(self, clock: Clock) -> str:
        steps, to = self.flow.steps(), self.words.language
        start, end = (steps[s].name.to(to) if s in steps else s for s in (clock.start, clock.to))
        limit = self.limit(clock.limit)
        if clock.before:
            said = self.words.say(f"“{start}”至少比“{end}”早{limit}", f"“{start}” at least {limit} before “{end}”")
        else:
            said = self.words.say(f"从“{start}”到“{end}”：{limit}", f"from “{start}” to “{end}”: {limit}")
        return f"{clock.name.to(to)}{self.words.say('：', ': ')}{said}"

    def clocks(self) -> tuple[Extension, ...]:
        """The clocks as elements."""
        return tuple(("clock", self._clock_attributes(clock)) for clock in self.flow.clocks.values())

    def _clock_attributes(self, clock: Clock) -> dict[str, str]:
        found = {"ref": clock.id, "from": ncname(clock.start), "to": ncname(clock.to), "limit": clock.limit}
        found |= {"extend": clock.extend} if clock.extend else {}
        found |= {"stopsIn": " ".join(map(ncname, clock.stops_in))} if clock.stops_in else {}
        found |= {"since": clock.since} if clock.since else {}
        found |= {"before": "true"} if clock.before else {}
        return found

    def step(self, step: Step, offered: tuple[str, ...]) -> tuple[Extension, ...]:
        """A step as elements: its kind, who signs, its form and facts, its notice, what a sub-case is given."""
        plain: dict[str, str] = {"ref": step.id, "kind": step.kind.value, "by": " ".join(step.by)}
        plain |= {"results": " ".join(offered)} if offered else {}
        plain |= {"with": " ".join("|".join(slot) for slot in step.with_)} if step.with_ else {}
        plain |= {"persons": str(step.persons)} if step.persons > 1 else {}
        plain |= {"all": "true"} if step.every else {}
        plain |= {"distinct": "true"} if step.distinct else {}
        plain |= {"notBy": " ".join(step.not_by)} if step.not_by else {}
        plain |= {"body": " ".join(step.bodies)} if step.bodies else {}
        plain |= {"within": step.within} if step.within else {}
        plain |= {"evidence": " ".join(step.evidence)} if step.evidence else {}
        found: list[Extension] = [("step", plain), _names(step.name)]
        own = self.flow.set_at(step.id)
        if step.form or own:
            found.append(("form", {"name": step.form} if step.form else {}))
        found += [("fact", {"name": f.name, "type": f.type.value, "zh": f.title.zh, "en": f.title.en}) for f in own]
        return (*found, *_notice(step), *_passed(step))

    def interrupt(self, rule: AnyTime) -> tuple[Extension, ...]:
        """An event of ``any_time``: whose it is, until when, and how the case then ends."""
        until = {"until": ncname(rule.until)} if rule.until else {}
        return (("anyTime", {"ref": rule.id, "by": " ".join(rule.by), **until}), ("ends", {"outcome": rule.end}))

    def owed(self, owed: Owed) -> str:
        """What the note of a duty says."""
        to = self.words.language
        return f"{owed.name.to(to)}{self.words.say('（', ' (')}{owed_text(owed, self.words)}{self.words.say('）', ')')}"

    def duty(self, owed: Owed) -> tuple[Extension, ...]:
        """A duty that does not hold the case."""
        plain = {"ref": owed.id, "by": " ".join(owed.by), "due": owed.due}
        plain |= {"every": "true"} if owed.every else {}
        plain |= {"power": owed.power} if owed.power else {}
        return (("owed", plain), _names(owed.name))


def _names(words: Words) -> Extension:
    return ("name", {"zh": words.zh, "en": words.en})


def _notice(step: Step) -> list[Extension]:
    shown = step.disclosure
    if shown is None:
        return []
    plain = {"board": shown.board, "audience": shown.audience.value, "stands": shown.stands}
    plain |= {"objections": shown.objections} if shown.objections else {}
    return [("notice", plain)]


def _passed(step: Step) -> list[Extension]:
    given: list[Extension] = [("pass", {"ours": ours, "theirs": theirs}) for theirs, ours in step.passes.items()]
    return given + [("return", {"ours": ours, "theirs": theirs}) for ours, theirs in step.returns.items()]
