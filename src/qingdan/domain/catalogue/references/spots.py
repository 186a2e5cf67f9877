"""Where a reference stands, the names of what may be referred to, and what is said when it is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from qingdan.domain.catalogue.model import Edition
from qingdan.domain.complaints import Complaint, closest
from qingdan.domain.flow.model import Basis, Flow, Owed, Step
from qingdan.domain.words import Words

LAW_REMEDY = Words(
    "请读过这一条，再把它和要点写进法律的文件。", "Add the article to the law's file with its gist, after reading it."
)
NORM, AREA, ROLE, LAW = (
    Words("规范", "norm"),
    Words("领域", "area"),
    Words("职务或当事人", "role"),
    Words("法律", "law"),
)
POST, BODY, POWER = Words("职务", "post"), Words("会议", "body"), Words("权力事项", "power")
PROHIBITION, LIMIT = Words("禁止事项", "prohibition"), Words("限额", "limit")
EVIDENCE = Words("佐证材料", "kind of evidence")
BOARD, MARK = Words("公开栏", "board"), Words("公示标记", "mark of notices")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reference stands."""

    file: str
    line: int

    def complaint(self, zh: str, en: str, remedy: Words) -> Complaint:
        return Complaint(self.file, self.line, Words(zh, en), remedy)

    def unknown(self, kind: Words, word: str, known: Iterable[str]) -> Complaint:
        return self.complaint(
            f"没有“{word}”这一{kind.zh}", f"the {kind.en} {word!r} is not known", closest(word, known)
        )


def bases_of(flow: Flow) -> Iterator[tuple[Spot, tuple[Basis, ...]]]:
    """Every basis that stands inside a flow, with its place."""
    for block in flow.blocks():
        if isinstance(block, Step | Owed):
            yield Spot(flow.file, block.line), block.basis
    for clock in flow.clocks.values():
        yield Spot(flow.file, clock.line), clock.basis


def check_basis(edition: Edition, spot: Spot, basis: Iterable[Basis]) -> Iterator[Complaint]:
    """Each law is in the catalogue, in force for this edition, and has the articles."""
    for cited in basis:
        law = edition.laws.get(cited.law)
        if law is None:
            yield spot.unknown(LAW, cited.law, edition.laws)
            continue
        if law.until and law.until <= edition.head.in_force.isoformat():
            remedy = Words("请引用代替它的法律。", "Cite the law that took its place.")
            zh, en = f"《{law.key}》只施行到 {law.until}", f"《{law.key}》 was in force only until {law.until}"
            yield spot.complaint(zh, en, remedy)
        for article in cited.articles:
            if article not in law.articles:
                zh = f"{law.file} 里没有《{law.key}》第 {article} 条"
                yield spot.complaint(zh, f"article {article!r} of {law.key!r} is not in {law.file}", LAW_REMEDY)


def each_known(spot: Spot, kind: Words, words: Iterable[str], known: Collection[str]) -> Iterator[Complaint]:
    """A complaint for each of the words that is not known."""
    return (spot.unknown(kind, word, known) for word in words if word not in known)
