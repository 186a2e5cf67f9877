"""Room on a sheet for what proves it: lines that other parts of the house give, such as the newest checkpoint of a log.

Whoever proves notices calls :func:`register_proof` when its app is ready; without any, the room stays empty.
"""

from __future__ import annotations

from collections.abc import Callable

from qingdan.watch.boards.models import Notice

Prover = Callable[[Notice], list[str]]
_PROVERS: list[Prover] = []


def register_proof(prover: Prover) -> None:
    """Let ``prover`` say, in short lines, what proves a notice: on its page and in the ``proof`` slot of its sheet."""
    if prover not in _PROVERS:
        _PROVERS.append(prover)


def proof_lines(notice: Notice) -> list[str]:
    """Every line that proves a notice; empty where nothing does yet."""
    return [line for prover in _PROVERS for line in prover(notice)]
