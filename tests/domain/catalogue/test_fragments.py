"""Fragments: what is spelled out is what somebody would have written by hand."""

from __future__ import annotations

from typing import Any

from qingdan.domain.catalogue.canonical import plain
from qingdan.domain.catalogue.fragments import read_fragment, spell_out
from qingdan.domain.catalogue.load import load_edition
from qingdan.domain.reading import read_yaml
from tests.domain.catalogue.helpers import POWER, mini_files

KEEP = """
slug: keep
title: {zh: 归档, en: Keep}
takes:
  papers: {note: {zh: 哪些材料, en: Which papers}}
  more: {note: {zh: 还要办的, en: What else is done}, default: []}
  shown: {note: {zh: 贴出什么, en: What is posted}, default: []}
facts:
  bound_on: {type: date, title: {zh: 日期, en: Day}, set_by: bind, audience: internet}
  copies: {type: count, title: {zh: 份数, en: Copies}, set_by: count, audience: internet}
outcomes: {kept: {zh: 已归档, en: Kept}}
any_time: {stop: {name: {zh: 撤回, en: Withdraw}, by: opener, until: bind, end: kept}}
clocks: {binding: {name: {zh: 装订, en: Binding}, from: bind, to: count, limit: 5 days}}
flow:
- do: bind
  name: {zh: 装订$papers, en: Bind $papers}
  how: $papers
  by: village-clerk
  fields: [bound_on, $shown]
- choose:
  - when: bound_on > 1
    then: [{do: count, name: {zh: 清点, en: Count}, how: {zh: 数。, en: Count.}, by: village-clerk}]
  - otherwise: []
- $more
"""
AROUND = """
slug: around
title: {zh: 外面, en: Around}
takes: {papers: {note: {zh: 材料, en: Papers}}}
flow:
- use: keep
  with: {papers: $papers}
  without: count
"""
FRAGMENTS = {
    f.slug: f for f in (read_fragment(read_yaml(f"{s}.yaml", t)) for s, t in (("keep", KEEP), ("around", AROUND)))
}
PAPERS = "papers: {zh: 单据, en: the slips}"


def spelled(text: str) -> Any:
    return plain(spell_out(read_yaml("power.yaml", text), FRAGMENTS))


def test_a_definition_without_fragments_stays_as_it_is() -> None:
    place = read_yaml("power.yaml", "flow: [{do: ask}]")
    assert spell_out(place, FRAGMENTS) is place


def test_holes_are_filled_in_each_language_whole_and_into_lists() -> None:
    flow = spelled(f"flow: [{{use: keep, with: {{{PAPERS}, more: [{{do: a}}, {{do: b}}], shown: [x, y]}}}}]")["flow"]
    assert flow[0]["name"] == {"zh": "装订单据", "en": "Bind the slips"}
    assert flow[0]["how"] == {"zh": "单据", "en": "the slips"}
    assert flow[0]["fields"] == ["bound_on", "x", "y"]
    assert flow[2:] == [{"do": "a"}, {"do": "b"}]


def test_what_stands_there_without_a_word_of_the_power() -> None:
    flow = spelled(f"flow: [{{use: keep, with: {{{PAPERS}}}}}]")["flow"]
    assert len(flow) == 2
    assert flow[0]["fields"] == ["bound_on"]


def test_what_a_fragment_declares_stands_after_the_powers_own_and_never_before_it() -> None:
    own = "facts: {sum: {type: money}, copies: {type: money}}\noutcomes: {done: {zh: 好, en: Done}}\n"
    whole = spelled(f"{own}flow: [{{use: keep, with: {{{PAPERS}}}}}]")
    assert list(whole["facts"]) == ["sum", "copies", "bound_on"]
    assert whole["facts"]["copies"] == {"type": "money"}
    assert list(whole["outcomes"]) == ["done", "kept"]
    assert list(whole["any_time"]) == ["stop"] and list(whole["clocks"]) == ["binding"]


def test_a_power_says_keys_of_a_step_otherwise() -> None:
    use = f"{{use: keep, with: {{{PAPERS}}}, steps: {{bind: {{by: [a, b], within: 5 days}}}}}}"
    step = spelled(f"flow: [{use}]")["flow"][0]
    assert (step["by"], step["within"]) == (["a", "b"], "5 days")
    assert list(step) == ["do", "name", "how", "by", "fields", "within"]


def test_a_step_is_left_out_with_the_facts_that_only_it_writes() -> None:
    whole = spelled(f"flow: [{{use: keep, with: {{{PAPERS}}}, without: [count]}}]")
    assert whole["flow"][1]["choose"][0]["then"] == []
    assert list(whole["facts"]) == ["bound_on"]


def test_a_fragment_may_use_another_and_stand_anywhere() -> None:
    use = f"{{use: around, with: {{{PAPERS}}}}}"
    whole = spelled(f"flow: [{{do: ask, results: {{no: {use}}}}}]\nfinally: [{{do: last}}]")
    inside = whole["flow"][0]["results"]["no"]
    assert [next(iter(block)) for block in inside] == ["do", "choose"]
    assert inside[0]["name"]["en"] == "Bind the slips"
    assert list(whole["facts"]) == ["bound_on"]
    assert whole["finally"] == [{"do": "last"}]


def test_one_used_twice_declares_once() -> None:
    use = f"{{use: keep, with: {{{PAPERS}}}}}"
    assert list(spelled(f"flow: [{use}, {use}]")["facts"]) == ["bound_on", "copies"]


def test_the_whole_word_of_a_fragment_is_in_the_digest_of_a_power_that_uses_it() -> None:
    files = mini_files()
    names = "name: {zh: 装订, en: Bind}\n  how: {zh: 装订好。, en: Bind.}"
    written = f"- do: bind\n  {names}\n  by: village-clerk\n  within: $after\n"
    power = files[POWER] + "  - use: bind\n    with: {after: 3 days}\n"
    head = "slug: bind\ntitle: {zh: 装订, en: Bind}\ntakes: {after: {note: {zh: 几天, en: When}}}\nflow:\n"
    fragment = head + written
    by_hand = files[POWER] + "".join(f"  {line}\n" for line in written.replace("$after", "3 days").splitlines())
    with_fragment = load_edition(files | {POWER: power, "mini/fragments/bind.yaml": fragment})
    assert with_fragment.powers["small-buy"].digest == load_edition(files | {POWER: by_hand}).powers["small-buy"].digest
    changed = fragment.replace("装订好。", "装订整齐。")
    again = load_edition(files | {POWER: power, "mini/fragments/bind.yaml": changed})
    assert again.powers["small-buy"].digest != with_fragment.powers["small-buy"].digest


def test_a_fact_may_be_called_use() -> None:
    text = (
        "facts: {use: {type: text}}\nflow: [{start: build, with: {use: use}}, {choose: [{when: use == a, then: []}]}]"
    )
    place = read_yaml("power.yaml", text)
    assert plain(spell_out(place, FRAGMENTS)) == plain(place)
