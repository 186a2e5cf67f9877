"""``qingdan flow conform`` on a public log with known answers."""

from __future__ import annotations

import gzip
import json
from io import StringIO

import pytest
from django.core.management import call_command

from tests.domain.flow.conform.a12 import FITTING, TREE, variants


def conform(*words: object) -> str:
    said = StringIO()
    call_command("flow", "conform", *map(str, words), stdout=said)
    return said.getvalue()


def traces(log: str) -> list[str]:
    return [trace for of, cases, trace in variants() if of == log for _ in range(cases)]


def xes(found: list[str]) -> bytes:
    events = lambda trace: "".join(f'<event><string key="concept:name" value="{a}"/></event>' for a in trace)  # noqa: E731
    inner = "".join(f"<trace>{events(trace)}</trace>" for trace in found)
    return f'<log xmlns="http://www.xes-standard.org/">{inner}</log>'.encode()


@pytest.mark.parametrize(("log", "fitting"), FITTING.items())
def test_the_public_log_has_its_known_answers(tmp_path, log, fitting):
    path = tmp_path / f"{log}.xes.gz"
    path.write_bytes(gzip.compress(xes(traces(log))))
    found = json.loads(conform("--model", TREE, "--log", path, "--json"))
    assert (found["traces"], found["fitting"]) == (1000, fitting)
    assert len({deviation["case"] for deviation in found["deviations"]}) == 1000 - fitting
    assert all(deviation["says"]["zh"] and deviation["says"]["en"] for deviation in found["deviations"])
