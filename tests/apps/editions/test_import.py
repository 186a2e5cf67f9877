"""``qingdan flow import``: a model of another program becomes a draft that can be checked, simulated and judged by."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apps.editions.test_commands import fails, run
from tests.apps.editions.test_conform import conform
from tests.browser import HOUSE
from tests.domain.flow.bpmn.drawn import element, file, level

# As Signavio writes: the names of the lanes, things of its own, attributes that say nothing, a diagram.
SIGNAVIO = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:signavio="http://www.signavio.com"
 xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"
 exporter="Signavio Process Editor" id="sid-1" targetNamespace="x">
<collaboration id="sid-c"><extensionElements><signavio:signavioDiagramMetaData metaKey="revisionid" metaValue="1"/>
</extensionElements><participant id="sid-p" name="示例村" processRef="sid-2"/></collaboration>
<process id="sid-2" isClosed="false" isExecutable="false" name="借用会议室" processType="None">
<extensionElements/><laneSet id="sid-3"><lane id="sid-4" name="村文书"><flowNodeRef>sid-A</flowNodeRef>
<flowNodeRef>sid-C</flowNodeRef></lane>
<lane id="sid-5" name="村委会主任"><flowNodeRef>sid-B</flowNodeRef></lane></laneSet>
<startEvent id="sid-s" name=""><outgoing>f1</outgoing></startEvent>
<task completionQuantity="1" id="sid-A" isForCompensation="false" name="登记&#10;借用" startQuantity="1">
<outgoing>f2</outgoing></task>
<task completionQuantity="1" id="sid-B" name="批准"><documentation>看日子冲突不冲突。</documentation></task>
<exclusiveGateway gatewayDirection="Diverging" id="sid-g" name="行吗？"/><task id="sid-C" name="给钥匙"/>
<endEvent id="sid-e" name=""/><endEvent id="sid-n" name="不借"/>
<sequenceFlow id="f1" sourceRef="sid-s" targetRef="sid-A"/><sequenceFlow id="f2" sourceRef="sid-A" targetRef="sid-B"/>
<sequenceFlow id="f3" sourceRef="sid-B" targetRef="sid-g"/>
<sequenceFlow id="f4" name="行" sourceRef="sid-g" targetRef="sid-C"/>
<sequenceFlow id="f5" sourceRef="sid-C" targetRef="sid-e"/><sequenceFlow id="f6" sourceRef="sid-g" targetRef="sid-n"/>
</process><bpmndi:BPMNDiagram id="sid-d"/></definitions>
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    path = tmp_path / "room.bpmn"
    path.write_text(SIGNAVIO, encoding="utf-8")
    return path


def test_a_draft_can_be_checked_simulated_and_judged_by(room, tmp_path, catalogue):
    draft, log = tmp_path / "room.yaml", tmp_path / "log.csv"
    said = run("flow", "import", str(room), str(draft))
    assert "3 steps, 1 choices" in said and "To be written" in said
    text = draft.read_text(encoding="utf-8")
    assert "借用会议室" in text and "看日子冲突不冲突。" in text and "by: village-director" in text
    assert "3 steps" in run("flow", "check", str(draft))
    assert "Every way" in run("flow", "simulate", str(draft), "--cases", "10")
    log.write_text(
        "case,activity\n1,登记 借用\n1,批准\n1,给钥匙\n2,登记 借用\n2,批准\n3,登记 借用\n3,给钥匙\n", encoding="utf-8"
    )
    by_draft = json.loads(conform("--model", draft, "--log", log, "--json"))
    by_model = json.loads(conform("--model", room, "--log", log, "--json"))
    assert [by["fitting"] for by in (by_draft, by_model)] == [2, 2]
    assert {one["case"] for one in by_draft["deviations"]} == {one["case"] for one in by_model["deviations"]} == {"3"}


@pytest.mark.parametrize(
    ("tree", "fitting"),
    [
        ("->( 'a', X( 'b', 'c' ), 'd' )", "a b d|a c d"),
        ("->( 'a', +( 'b', 'c' ), *( 'd', 'e' ) )", "a c b d|a b c d e d"),
        ("->( 'a', X( tau, 'b' ), +( 'c', X( 'd', tau ) ) )", "a c|a b d c"),
    ],
)
def test_what_pm4py_writes_is_brought_in(tree, fitting, tmp_path, catalogue):
    model, draft, log = tmp_path / "m.bpmn", tmp_path / "drawn.yaml", tmp_path / "log.csv"
    writer = HOUSE / "tests" / "apps" / "editions" / "pm4py_bpmn.py"
    subprocess.run([sys.executable, writer, tree, model], check=True, capture_output=True, timeout=120)
    run("flow", "import", str(model), str(draft), "--by", "village-clerk")
    rows = [f"{n},{step}" for n, trace in enumerate([*fitting.split("|"), "d a"]) for step in trace.split()]
    log.write_text("\n".join(["case,activity", *rows]) + "\n", encoding="utf-8")
    for judge in (model, draft):
        said = json.loads(conform("--model", judge, "--log", log, "--json"))
        assert (said["traces"], said["fitting"]) == (3, 2), said


def written(path: Path, *content: str) -> str:
    path.write_bytes(file(*content))
    return str(path)


def test_what_cannot_be_brought_in_is_refused_and_nothing_is_written(room, tmp_path, catalogue):
    to = str(tmp_path / "drawn.yaml")
    told = {
        ("nowhere.bpmn", to): "nowhere.bpmn: there is no such file.",
        (str(room), str(tmp_path / "Room.yaml")): "write SHORT-NAME.yaml",
        (str(room), to, "--rounds", "0"): "--rounds must be from 1 to 99.",
        (str(room), to, "--who", "x"): "--who is LANE=POST: x",
        (str(room), to, "--by", "village-clrk"): "village-clerk",
        (str(room), to, "--like", "smal-buy"): "small-buy",
        (str(room), str(tmp_path / "small-buy.yaml")): "the list has a power small-buy already",
        (written(tmp_path / "a.bpmn", level("task:a", "")), to): "task “a”: it stands in no lane",
        (
            written(tmp_path / "o.bpmn", element("complexGateway:g"), level("task:a", "")),
            to,
        ): "complexGateway “g”: the rule of a complex gateway stands elsewhere.",
    }
    for words, message in told.items():
        said, refused = fails("flow", "import", *words)
        assert message in said + refused, (words, said, refused)
    assert not list(tmp_path.glob("*.yaml"))


def test_hostile_text_stays_text(tmp_path, catalogue):
    name = "=1+1 {{ 7*7 }} !!python/object x: [y]"
    model = written(tmp_path / "h.bpmn", element("task:a", name=name), level("", ""))
    draft = tmp_path / "hostile.yaml"
    run("flow", "import", model, str(draft), "--by", "village-clerk")
    assert name in run("flow", "simulate", str(draft))
