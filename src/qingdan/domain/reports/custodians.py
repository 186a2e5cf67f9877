"""Who may keep the pieces of a key: any two of them together could read reports, so no two may be as good as one."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations

from qingdan.domain.reports.recipients import Graph
from qingdan.domain.rules.reasons import Reason
from qingdan.domain.rules.recusal import near_kin_of
from qingdan.domain.sealing.custody import FEWEST, MOST
from qingdan.domain.words import Words


def unfit(owner: int, holders: Collection[int], graph: Graph) -> tuple[Reason, ...]:
    """Why these people cannot keep the owner's key; empty when they can. Asked again whenever posts or kin change."""
    return tuple(_why(owner, list(holders), graph))


def _why(owner: int, holders: list[int], graph: Graph) -> Iterator[Reason]:
    if not FEWEST <= len(set(holders)) <= MOST or len(set(holders)) != len(holders):
        yield Reason(
            "number",
            Words(f"保管人要有{FEWEST}至{MOST}位不同的人", f"{FEWEST} to {MOST} different people are needed"),
        )
    if owner in holders:
        yield Reason("owner", Words("本人不能保管自己的钥匙", "Nobody keeps a piece of their own key"))
    for one, other in combinations(sorted(set(holders)), 2):
        pair: list[str] = [str(one), str(other)]
        if other in near_kin_of(one, graph.ties):
            words = Words("两位保管人是近亲属，等于一个人", "Two of the holders are near kin: as good as one")
            yield Reason("kin", words, {"pair": pair})
        if other in graph.under({one}) or one in graph.under({other}):
            words = Words("一位保管人是另一位的下级，等于一个人", "One holder is under another: as good as one")
            yield Reason("under", words, {"pair": pair})
