"""Whether a body is made up as the law asks: so many of its members of a certain kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from qingdan.domain.rules.bodies import Body, cite
from qingdan.domain.rules.reasons import Part, Reason
from qingdan.domain.words import Words


def made_up(body: Body, whole: int, parts: Mapping[int, int]) -> tuple[Reason, ...]:
    """What is to be said of the parts whose numbers are known: ``parts`` maps the place of a part in the body's list
    to how many of the ``whole`` belong to it."""
    return tuple(_parts(body, whole, parts))


def _parts(body: Body, whole: int, parts: Mapping[int, int]) -> Iterator[Reason]:
    for place, are in sorted(parts.items()):
        part = body.made_of[place]
        least, law, share = part.threshold.least(whole), cite(part.threshold.basis), part.threshold.words
        enough = are >= least
        said = Words("够", "enough") if enough else Words("不够", "too few")
        zh = f"{body.name.zh}{whole}人，{part.name.zh}{are}人，{share.zh}为{least}人，{said.zh}（{law.zh}）"
        en = f"{are} of {whole} are {part.name.en}; {share.en} is {least}: {said.en} ({law.en})"
        data: dict[str, Part] = {"whole": whole, "are": are, "least": least, "law": law.zh}
        yield Reason("part-enough" if enough else "part-short", Words(zh, en), data)
