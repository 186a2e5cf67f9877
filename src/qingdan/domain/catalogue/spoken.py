"""For the search: how people speak of what the lists name otherwise, and the words of a question that say nothing."""

from __future__ import annotations

from dataclasses import dataclass

from qingdan.domain.catalogue.fields import each, know, texts
from qingdan.domain.reading import Place
from qingdan.domain.words import Words

_SAY = Words("请写人们怎么说，例如 say: [房子塌了]。", "Write what people say, as say: [房子塌了].")
_MEAN = Words("请写清单里的说法，例如 mean: [倒损住房]。", "Write the list's own words, as mean: [倒损住房].")


@dataclass(frozen=True, slots=True)
class Saying:
    """``say`` are several ways to say what the lists call by the words in ``mean``."""

    say: tuple[str, ...]
    mean: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """``unsaid`` are words of a question that name no matter: 怎么办, 找谁."""

    unsaid: tuple[str, ...] = ()
    said: tuple[Saying, ...] = ()
    file: str = ""


def read_spoken(place: Place) -> Spoken:
    """``spoken.yaml``: {unsaid?, said?: [{say, mean}]}. :raises DefinitionError: with everything that is wrong."""
    know(place, "unsaid", "said")
    unsaid, said = place.get("unsaid"), place.get("said")
    return Spoken(texts(unsaid), tuple(each(said, _saying)) if said else (), place.file)


def _saying(place: Place) -> Saying:
    know(place, "say", "mean")
    return Saying(texts(place.need("say", _SAY)), texts(place.need("mean", _MEAN)), place.line)
