"""Every scenario happens as it is written; no ending and no step of a power is left out."""

from __future__ import annotations

import functools
import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from qingdan.domain.catalogue.fragments import steps_below
from qingdan.domain.catalogue.model import Edition
from qingdan.domain.reading import DefinitionError, read_yaml
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import machine_of
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry
from tests.cast import Cast
from tests.domain.flow.test_random_runs import EDITION
from tests.scenarios.house import a_morning
from tests.scenarios.powers.playing import Play
from tests.scenarios.powers.reading import HERE, Scenario, Sheet, read, sheets

SHEETS = sheets()
CATALOGUE = Path(settings.CATALOGUE) / settings.EDITION
OWN = {file.stem: file for file in CATALOGUE.glob("powers/*/*.yaml")}
FRAGMENTS = {file.stem: file for file in sorted(CATALOGUE.glob("fragments/*.yaml"))}


def each_power() -> Iterator[object]:
    for slug, sheet in SHEETS.items():
        yield pytest.param(sheet, id=slug)


@dataclass(frozen=True)
class Written:
    """Outcomes and steps that stand in a file itself, those of the fragments that it uses left out."""

    outcomes: frozenset[str]
    steps: frozenset[str]


@functools.cache
def written_in(file: Path) -> Written:
    place = read_yaml(file.name, file.read_text(encoding="utf-8"))
    outcomes = place.get("outcomes")
    flows = [found for key in ("flow", "finally") if (found := place.get(key))]
    steps = {name for flow in flows for name, _ in steps_below(flow.node)}
    return Written(frozenset(outcomes.keys() if outcomes else ()), frozenset(steps))


@pytest.mark.parametrize("sheet", list(each_power()))
def test_it_happens_as_it_is_written(cast: Cast, real: Edition, sheet: Sheet) -> None:
    """One scenario after another, each in the same house: to set that up takes as long as to play one of them."""
    wrong = []
    for scenario in sheet.scenarios:
        try:
            with transaction.atomic():
                play_to_the_end(pickle.loads(pickle.dumps(cast)), real, sheet, scenario)
                transaction.set_rollback(True)
        except (AssertionError, Refused, pytest.fail.Exception) as fault:
            wrong.append(f"{scenario.where} {scenario.name}: {fault}")
    assert not wrong, "\n".join(wrong)


def play_to_the_end(cast: Cast, real: Edition, sheet: Sheet, scenario: Scenario) -> None:
    """Every line of a scenario; then it has ended as written, and its events give its state."""
    play = Play(cast, real, sheet.power, scenario, a_morning())
    for line in sheet.whole(scenario):
        play.line(line)
    root = Case.objects.get(pk=play.root.pk)
    outcomes = machine_of(root).flow.outcomes
    assert (root.phase, outcomes[root.outcome].zh if root.outcome else "") == ("over", scenario.ends), scenario.where
    for case in (root, *Case.objects.filter(parent=root)):
        events = [e.payload for e in case.events.order_by("seq")]
        assert machine_of(case).replay(events, case.begun_with) == case.state
        waiting = set(case.tasks.values_list("key", flat=True)) - set(case.state["owed"])
        assert (case.phase, waiting) == ("over", set())
        assert Entry.objects.filter(subject_type="case", subject_id=case.pk).count() > len(events)


@pytest.mark.parametrize("slug", EDITION.powers)
def test_a_power_has_its_main_way_and_every_other_ending(slug):
    assert slug in SHEETS, f"write tests/scenarios/powers/{slug}.yaml: who does what, and what is then to come"
    sheet, outcomes = SHEETS[slug], EDITION.powers[slug].flow.outcomes
    assert sheet.power == slug
    assert sheet.main.ends == next(iter(outcomes.values())).zh and not sheet.main.as_usual_to
    ends = {s.ends for s in sheet.scenarios}
    assert ends >= {outcomes[name].zh for name in written_in(OWN[slug]).outcomes}
    assert ends <= {words.zh for words in outcomes.values()}
    assert len({s.name for s in sheet.scenarios}) == len(sheet.scenarios)


@pytest.mark.parametrize("slug", EDITION.powers)
def test_every_step_of_a_power_is_done_in_some_scenario(slug):
    steps, done = EDITION.powers[slug].flow.steps(), {line.what for s in SHEETS[slug].scenarios for line in s.lines}
    own = [steps[name] for name in written_in(OWN[slug]).steps if not steps[name].power]
    missing = [step.name.zh for step in own if step.name.zh not in done]
    assert not missing, f"tests/scenarios/powers/{slug}.yaml never does {missing}"


@pytest.mark.parametrize("slug", FRAGMENTS)
def test_a_fragment_is_whole_in_some_power(slug):
    """What many powers take over is shown in all its steps and endings once; each of them shows what is its own."""
    written = written_in(FRAGMENTS[slug])
    assert any(
        written.outcomes
        <= {o for o, words in power.flow.outcomes.items() if words.zh in {s.ends for s in sheet.scenarios}}
        and {power.flow.steps()[name].name.zh for name in written.steps}
        <= {line.what for s in sheet.scenarios for line in s.lines}
        for power, sheet in ((EDITION.powers[name], sheet) for name, sheet in SHEETS.items())
        if written.steps <= power.flow.steps().keys() and written.outcomes <= power.flow.outcomes.keys()
    ), f"no power's scenarios do every step and come to every ending of the fragment {slug}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param(
            "事项: x\n情形: [{名: 甲, 经过: [{谁: 乙, 作: 申请}], 结局: 好}]\n", "一行只写一件事", id="no deed"
        ),
        pytest.param("事项: x\n情形: [{名: 甲, 经过: [{办: 申请, 谁人: 乙}], 结局: 好}]\n", "谁", id="an unknown key"),
        pytest.param("事项: x\n情形: [{名: 甲, 经过: [{办: 申请}]}]\n", "没有写“结局”", id="no ending"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(tmp_path, text, words):
    file = tmp_path / "x.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=words):
        read(file)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param({"expects": ("归档",)}, "now open", id="something else is open"),
        pytest.param({"limits": {"核对限额": "9日"}}, "running limits", id="another limit"),
        pytest.param({"who": "许镇长"}, "may not do", id="somebody who may not"),
        pytest.param({"what": "归档"}, "is not open", id="a step that is not open"),
        pytest.param({"forbidden": "回避"}, "DID NOT RAISE", id="what was to be forbidden"),
    ],
)
def test_a_scenario_that_is_wrong_fails(cast, real, change, words):
    from dataclasses import replace

    sheet = SHEETS["petty-goods"]
    play = Play(cast, real, sheet.power, sheet.main, a_morning())
    with pytest.raises((AssertionError, pytest.fail.Exception), match=words):
        play.line(replace(next(line for line in sheet.main.lines if not line.forbidden), **change))


def test_the_shelf_holds_nothing_but_scenarios():
    assert {file.stem for file in HERE.glob("*.yaml")} == set(EDITION.powers)
