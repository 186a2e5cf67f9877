"""Checks concordances against the edition's laws: the version that is cited is one of theirs, and agrees with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qingdan.domain.catalogue.concordance.model import Concordance, Version
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.catalogue.parts import Law
from qingdan.domain.catalogue.references.spots import LAW, Spot, check_basis
from qingdan.domain.complaints import Complaint
from qingdan.domain.words import Words

_ALIKE = Words("请让对照表和法律文件写得一样。", "Let the concordance and the law's file say the same.")


def check_concordances(edition: Edition, concordances: Iterable[Concordance]) -> list[Complaint]:
    """Everything in them that does not fit the edition's laws, by file and line."""
    every = list(concordances)
    found = [complaint for one in every for complaint in _check(edition, one, every)]
    return sorted(set(found), key=lambda complaint: (complaint.file, complaint.line, complaint.what.en))


def cited_version(concordance: Concordance, law: Law) -> Version | None:
    """The version whose numbers the catalogue writes, that of the law's file; None when it is neither."""
    return next((v for v in concordance.versions if v.in_force.isoformat() == law.in_force), None)


def _check(edition: Edition, one: Concordance, every: list[Concordance]) -> Iterator[Complaint]:
    law = edition.laws.get(one.law)
    if law is None:
        yield Spot(one.file, 1).unknown(LAW, one.law, edition.laws)
        return
    cited = cited_version(one, law)
    if cited is not None:
        yield from _agrees(one, cited, law)
    elif not any(cited_version(other, law) for other in every if other.law == one.law):
        yield Complaint(
            one.file,
            one.newer.line,
            Words(
                f"{law.file} 引用的是 {law.in_force} 起施行的文本，没有对照表写到它",
                f"{law.file} is of the text in force since {law.in_force}, which no concordance has",
            ),
            Words(
                "请改 in_force，或补上到这一文本的对照表。", "Correct in_force, or add the concordance to that text."
            ),
        )
    for row in one.rows:
        yield from check_basis(edition, Spot(one.file, row.line), row.moved_to)


def _agrees(one: Concordance, cited: Version, law: Law) -> Iterator[Complaint]:
    spot = Spot(one.file, cited.line)
    until = cited.until.isoformat() if cited.until else None
    for key, here, there in (("version", cited.name, law.version), ("until", until, law.until)):
        if here != there:
            yield spot.complaint(
                f"这里的 {key} 是“{here or ''}”，{law.file} 里是“{there or ''}”",
                f"{key} is {here or ''!r} here and {there or ''!r} in {law.file}",
                _ALIKE,
            )
    for article in law.articles.values():
        digest = cited.articles.get(article.number)
        if digest is None:
            yield Spot(law.file, article.line).complaint(
                f"对照表 {one.file} 里没有第 {article.number} 条",
                f"the concordance {one.file} has no article {article.number}",
                Words("请改条号，或把它写进对照表。", "Correct the number, or enter it in the concordance."),
            )
        elif article.digest not in (None, digest):
            yield spot.complaint(
                f"第 {article.number} 条的摘要和 {law.file} 里的不一样",
                f"the digest of article {article.number} is not that of {law.file}",
                Words("请再读这一条，把两处都改对。", "Read the article again and correct both."),
            )
