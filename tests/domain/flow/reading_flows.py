"""Reads small flows for tests: names and instructions are filled in, so that a test says only what it is about."""

from __future__ import annotations

import textwrap

from qingdan.domain.flow.machine import Machine, machine
from qingdan.domain.flow.model import Flow, StepKind
from qingdan.domain.flow.parse import read_flow
from qingdan.domain.reading import read_yaml

W = "{zh: 例, en: example}"


def flow(text: str) -> Flow:
    """A flow from short YAML, in which ``N`` stands for the name and instruction that every step needs."""
    full = textwrap.dedent(text).replace("N}", f"name: {W}, how: {W}}}").replace("N,", f"name: {W}, how: {W},")
    return read_flow(read_yaml("test.yaml", full), "test")


def running(text: str, **limits: int) -> Machine:
    return machine(flow(text), limits)


def act(key: str, person: int, role: str, result: str | None = None, **facts: object) -> dict:
    event: dict = {"type": "act", "key": key, "by": [{"person": person, "role": role}]}
    if result:
        event["result"] = result
    if facts:
        event["facts"] = facts
    return event


__all__ = ["StepKind", "act", "flow", "running"]
