"""Every kind of register entry can be said, found, shown to somebody and erased."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy

from qingdan.domain.rules.audience import Audience
from qingdan.records.register.kinds import KINDS, NOTHING_PERSONAL, Kind

NAME = re.compile(r"[a-z]+(\.[a-z]+(-[a-z]+)*)+")


def faults(kind: Kind) -> list[str]:
    """What a kind lacks."""
    found = {
        "its name is not like cases.step-done": not NAME.fullmatch(kind.name),
        "its sentence is empty": not str(kind.sentence).strip(),
        "its sentence is not marked for translation (gettext_lazy)": not isinstance(kind.sentence, Promise),
        "its audience is not one of the known": not isinstance(kind.audience, Audience),
        "its link is not a function of the entry": not callable(kind.link),
        "its erasure rule says nothing": not kind.erase
        or (isinstance(kind.erase, str) and kind.erase != NOTHING_PERSONAL),
    }
    return [f"{kind.name}: {fault}" for fault, is_so in found.items() if is_so]


GOOD = Kind("cases.step-done", gettext_lazy("%(actor)s 办完了"), Audience("officials"), lambda entry: None)


def test_every_kind_is_complete() -> None:
    autodiscover_modules("kinds", "acts")
    assert KINDS, "the apps have not registered their kinds"
    assert not [fault for kind in KINDS.values() for fault in faults(kind)]


@pytest.mark.parametrize(
    "change",
    [{"name": "Done"}, {"sentence": "办完了"}, {"audience": "all"}, {"link": None}, {"erase": ()}, {"erase": "never"}],
)
def test_the_guard_sees_what_is_missing(change: dict[str, object]) -> None:
    assert not faults(GOOD)
    assert faults(replace(GOOD, **change))
