"""What a register entry keeps of a step: words of the definition, never of a person."""

from __future__ import annotations

from qingdan.domain.flow.state import base
from qingdan.domain.flow.vocabulary import result_words
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of


def step_data(case: Case, key: str, result: str) -> dict[str, str]:
    """Number, step and result in Chinese, as the register keeps them; ``key`` lets a page say them in English."""
    running = machine_of(case)
    node = running.steps.get(base(key)) or running.owed.get(base(key))
    rule = running.flow.any_time.get(key)
    name = node.block.name.zh if node else rule.name.zh if rule else key  # type: ignore[union-attr]
    words = running.flow.outcomes.get(result) or result_words(result)
    return {"number": case.number, "key": key, "step": name, "result": words.zh}
