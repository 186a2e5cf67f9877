"""Who may keep a key's pieces: no two who are as good as one."""

from __future__ import annotations

import pytest

from qingdan.domain.reports.custodians import unfit
from qingdan.domain.reports.recipients import Graph
from qingdan.domain.rules.recusal import Tie

GRAPH = Graph((), over=frozenset({(1, 2), (2, 3), (9, 1)}), ties=(Tie(5, 6, "spouse"), Tie(7, 8, "cousin")))


@pytest.mark.parametrize(
    ("holders", "codes"),
    [
        ([4, 5, 7], []),
        ([1, 4, 5], []),
        ([4, 7, 8], []),
        ([4, 5], ["number"]),
        ([4, 4, 5], ["number"]),
        ([4, 5, 0], ["owner"]),
        ([4, 5, 6], ["kin"]),
        ([1, 2, 4], ["under"]),
        ([1, 3, 4], ["under"]),
        ([9, 2, 3], ["under", "under", "under"]),
    ],
    ids=str,
)
def test_no_two_holders_are_as_good_as_one(holders: list[int], codes: list[str]) -> None:
    found = unfit(0, holders, GRAPH)
    assert [reason.code for reason in found] == codes
    assert all(reason.words.zh and reason.words.en for reason in found)
