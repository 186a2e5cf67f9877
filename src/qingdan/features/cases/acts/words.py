"""What a register entry keeps of a step: words of the definition, never of a person."""

from __future__ import annotations

from qingdan.domain.flow.vocabulary import result_words
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of


def step_data(case: Case, key: str, result: str) -> dict[str, str]:
    """Number, step and result in Chinese, as the register keeps them; ``key`` lets a page say them in English."""
    running = machine_of(case)
    words = running.flow.outcomes.get(result) or result_words(result)
    return {"number": case.number, "key": key, "step": running.words(key).zh, "result": words.zh}
