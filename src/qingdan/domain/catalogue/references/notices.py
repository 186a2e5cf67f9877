"""What ``notices.yaml`` names: boards, posts and laws; and that nobody reviews what only he may write."""

from __future__ import annotations

from collections.abc import Iterator

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.references.spots import BOARD, POST, Spot, check_basis, each_known
from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words

_TWO = Words("请在 reviews 里写一个不写稿的职务。", "Name in reviews a post that does not write.")


def check_notices(edition: Edition) -> Iterator[Complaint]:
    """:returns: what is named and not there, and boards on which writers only could review."""
    rule = edition.notices
    if rule is None:
        return
    for board, desk in rule.written.items():
        spot = Spot(rule.file, desk.line)
        yield from each_known(spot, BOARD, [board], edition.head.boards)
        yield from each_known(spot, POST, (*desk.writes, *desk.reviews, *desk.answers), edition.posts)
        if set(desk.reviews) <= set(desk.writes):
            zh, en = f"公开栏“{board}”的稿子只有写稿的人来审", f"on the board {board!r} only writers would review"
            yield spot.complaint(zh, en, _TWO)
    for basis, line in rule.bases():
        yield from check_basis(edition, Spot(rule.file, line), basis)
