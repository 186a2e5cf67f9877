"""Between the words of a log and the steps of a definition."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from qingdan.domain.flow.conform.flow_states import Done
from qingdan.domain.flow.conform.flows import FlowModel
from qingdan.domain.flow.conform.log import Event
from qingdan.domain.flow.conform.table import Label
from qingdan.domain.flow.vocabulary import result_words
from qingdan.domain.words import Words


class FlowWording:
    """What the events of a log mean to one definition. A step is named by its id, its Chinese or its English name."""

    def __init__(self, model: FlowModel) -> None:
        self._model = model
        self._steps = _steps_by_word(model)
        self._results = {step.id: _results_by_word(model, step.id) for step in model.machine.flow.steps().values()}
        self._told: dict[tuple[str, str | None, str | None], Done] = {}

    def done(self, event: Event) -> Done:
        """The step that an event says was done; one that the flow does not have keeps the log's word."""
        item = event.more.get("item") if event.more else None
        told = (event.activity, event.result, item)
        found = self._told.get(told)
        if found is None:
            found = self._told[told] = self._read(*told)
        return found

    def _read(self, activity: str, result: str | None, item: str | None) -> Done:
        step = self._steps.get(bare(activity), activity)
        known = self._results.get(step, {}).get(bare(result)) if result else None
        # An item is known by its number, from 1; anything else does not tell items apart.
        return Done(step, known, int(item) - 1 if item and item.isascii() and item.isdigit() and int(item) else None)

    def step_called(self, word: str) -> str | None:
        """The step that a word names: its id, its Chinese or its English name; None where it names none."""
        return self._steps.get(bare(word)) if word else None

    def named(self, label: Label) -> Words:
        """What a step is called; a word of the log's own as it stands there."""
        text = str(label)
        return self._model.machine.words(text)


def bare(text: str) -> str:
    """A word without what people write differently: spaces, width, case, and how ids join their parts."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold().replace("-", "").replace("_", "")


def _steps_by_word(model: FlowModel) -> Mapping[str, str]:
    flow, duties = model.machine.flow, [model.machine.duty(key) for key in model.machine.owed]
    called = [(rule.id, rule.name) for rule in flow.any_time.values()]
    called += [(duty.id, duty.name) for duty in duties]
    called += [(step.id, step.name) for step in flow.steps().values()]
    found = {bare(word): step for step, name in called for word in (name.en, name.zh)}
    found |= {bare(name): name for name in model.shared}
    return found | {bare(step): step for step, _name in called}


def _results_by_word(model: FlowModel, step: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    block = model.machine.step(step)
    for result in (*model.machine.results_of(step), *block.results):
        words = result_words(result, block.kind)
        found |= {bare(word): result for word in (words.en, words.zh, result)}
    return found


def plainly(label: Label) -> Words:
    """What an activity of a model from outside is called: its label."""
    return Words(str(label), str(label))
