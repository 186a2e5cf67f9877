"""Leaks planted in every form are found whole; clean notices pass; a hostile text takes no longer than its length."""

from __future__ import annotations

import cProfile
import random
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from qingdan.domain.leaks import Leak, LeakKind, LeakRule, LeakRules, find_leaks, known_numbers, masked
from qingdan.domain.rules.audience import Audience, wider
from tests.domain.leaks.eight import FORMS, KINDS, SEED, cells, in_words
from tests.domain.leaks.notices import KNOWN, clean_notices
from tests.domain.leaks.numbers import id_number, mobile
from tests.domain.leaks.planted import planted
from tests.loaded import CATALOGUE, shipped

HERE = Path(__file__).parent
PLANTED = list(planted())


def by_hand(name: str) -> list[Any]:
    return list(YAML(typ="safe", pure=True).load((HERE / name).read_text(encoding="utf-8")))


def bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())


def is_whole(leak: Leak, text: str, start: int, end: int) -> bool:
    """Whether a finding covers the detail; of an address, down to the door (院, 室 may be left out)."""
    found, wanted = bare(text[max(leak.start, start) : min(leak.end, end)]), bare(text[start:end])
    if leak.kind is LeakKind.ADDRESS:
        return len(re.findall(r"[0-9０-９一二三四五六七八九十]+", found)) > 0 and leak.end >= end - 3
    return len(found) >= len(wanted)


def test_every_planted_leak_is_found_whole() -> None:
    forms = {one.form for one in PLANTED}
    missed = []
    for one in PLANTED:
        found = find_leaks(one.text, Audience.INTERNET)
        if not any(leak.kind is one.kind and is_whole(leak, one.text, one.start, one.end) for leak in found):
            missed.append((one.form, one.text, found))
        assert not [f for f in found if f.end <= one.start or f.start >= one.end], one  # nothing else is stopped
    print(f"\nplanted: {len(PLANTED)} in {len(forms)} ways, {len(set(LeakKind))} kinds; missed {len(missed)}")
    assert len(PLANTED) >= 400 and {one.kind for one in PLANTED} == set(LeakKind)
    assert not missed


def test_four_kinds_in_eight_forms_are_found_whole() -> None:
    luck, missed, count = random.Random(SEED), [], 0
    for cell in cells():
        text, start, end = in_words(luck, cell)
        found, count = find_leaks(text, Audience.INTERNET), count + 1
        if not any(leak.kind is cell.kind and is_whole(leak, text, start, end) for leak in found):
            missed.append((cell, text, found))
    print(f"\neight forms: {count} planted in words, missed {len(missed)}")
    assert len(FORMS) == 8 and count >= 200 and count == 7 * 8 * len(KINDS)
    assert not missed, missed


@pytest.mark.parametrize("one", by_hand("nasty.yaml"), ids=lambda one: one["text"][:24])
def test_leaks_written_by_hand_are_found(one: dict[str, str]) -> None:
    parts = re.split("[〔〕]", one["text"])
    text, spans, at = "".join(parts), [], 0
    for n, part in enumerate(parts):
        if n % 2:
            spans.append((at, at + len(part)))
        at += len(part)
    found = find_leaks(text, Audience.INTERNET)
    assert len(found) == len(spans), found
    for leak, (start, end) in zip(found, spans, strict=True):
        assert leak.kind == one["kind"] and is_whole(leak, text, start, end)


def test_fewer_than_one_in_a_hundred_clean_notices_is_stopped() -> None:
    rules, known = shipped().leaks, known_numbers(KNOWN)
    notices = [*clean_notices(shipped()), *((text, Audience.INTERNET) for text in by_hand("clean.yaml"))]
    stopped = [(text, found) for text, audience in notices if (found := find_leaks(text, audience, rules, known))]
    kinds = Counter(str(leak.kind) for _text, found in stopped for leak in found)
    print(f"\nclean: {len(notices)} notices, {len(stopped)} stopped ({len(stopped) / len(notices):.2%}) {dict(kinds)}")
    for text, found in stopped:
        print([text[leak.start - 12 : leak.end + 4] for leak in found])
    assert len(notices) >= 1100
    assert len(stopped) < len(notices) / 100
    by_hands = [text for text, _found in stopped if text in by_hand("clean.yaml")]
    assert not by_hands, by_hands


def test_no_line_of_the_catalogue_is_stopped() -> None:
    """Powers, forms, laws, sayings: thousands of lines full of numbers, and nobody's."""
    lines = [line for file in sorted(CATALOGUE.rglob("*.yaml")) for line in file.read_text("utf-8").splitlines()]
    stopped = [line for line in lines if find_leaks(line, Audience.INTERNET)]
    print(f"\ncatalogue: {len(lines)} lines, {len(stopped)} stopped")
    assert len(lines) > 40_000 and not stopped


def test_what_the_rules_say_decides_what_is_a_leak_and_what_may_stand() -> None:
    text = f"联系人张某{mobile(random.Random(1))}，身份证{id_number(random.Random(2))}"
    rules = shipped().leaks
    phone, identity = find_leaks(text, Audience.INTERNET, rules)
    assert (phone.kind, phone.may_stand) == (LeakKind.PHONE, True)
    assert (identity.kind, identity.may_stand) == (LeakKind.ID_NUMBER, False)
    assert find_leaks(text, Audience.PARTIES, rules) == []
    assert find_leaks(text, Audience.OFFICIALS, LeakRules({k: LeakRule(Audience.OFFICIALS) for k in LeakKind})) == []
    for kind in LeakKind:  # what the city's file leaves to nobody, it leaves to nobody for any audience wider
        rule = rules.of(kind)
        assert rule.basis and (rule.with_reason is None or wider(rule.with_reason, rule.widest))
    assert rules.of(LeakKind.ID_NUMBER).with_reason is rules.of(LeakKind.BANK_ACCOUNT).with_reason is None
    assert not any(leak.may_stand for leak in find_leaks(text, Audience.VILLAGE))  # without rules, nothing may


def test_what_the_house_publishes_is_no_leak() -> None:
    known = known_numbers(["0391-6691234", "139 0000 0000"])
    text = "电话6691234，（0391）669 1234，１３９００００００００，他家0391-6691235"
    assert [text[leak.start : leak.end] for leak in find_leaks(text, Audience.INTERNET, known=known)] == [
        "0391-6691235"
    ]


@pytest.mark.parametrize("one", PLANTED[::7], ids=lambda one: one.form)
def test_what_is_masked_is_clean_and_gives_nothing_away(one: Any) -> None:
    found = find_leaks(one.text, Audience.INTERNET)
    shown = masked(one.text, found)
    assert find_leaks(shown, Audience.INTERNET) == []
    assert all(leak.plain not in shown for leak in found)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="13８0〇一三 -\n组号路栋单元室@X豫U年月日：（）*\u200b", max_size=200))
def test_places_are_in_order_and_within_the_text(text: str) -> None:
    end = 0
    for leak in find_leaks(text, Audience.INTERNET):
        assert end <= leak.start < leak.end <= len(text)
        end = leak.end


HOSTILE = (
    "1 ", "1 3 ", "1", "0391-", "a@a.", "@", "一", "三组", "住址：", "3号楼2单元", "1\n", "1990年1月", "社保卡1 111",
    "微信", "豫U", "\u200b1", "账号", "11010519491231002", "村1号", "路1号院附", "1-1", "×", " ", "a",
)  # fmt: skip


@pytest.mark.parametrize("part", HOSTILE)
def test_a_hostile_text_costs_in_proportion_to_its_length(part: str) -> None:
    """Calls are counted, not seconds; a pattern that went back over what it has read would take minutes here."""
    short, long = (_calls(part * (size // len(part))) for size in (5_000, 40_000))
    assert long < short * 8 * 1.3 + 2_000


def _calls(text: str) -> int:
    profile = cProfile.Profile()
    profile.runcall(find_leaks, text, Audience.INTERNET)
    return sum(row.callcount for row in profile.getstats())
