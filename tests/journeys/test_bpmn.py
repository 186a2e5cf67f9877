"""An exported process opens in bpmn-js, the viewer that most tools are built on: without a warning, laid out, named.
What somebody draws in its modeler becomes a draft of a definition.

bpmn-js is used in tests only; its watermark must stay visible, and does.
"""

from __future__ import annotations

import pytest

from qingdan.domain.catalogue.lexicon import lexicon
from qingdan.domain.flow.bpmn import draft, to_bpmn
from tests.browser import NODE_MODULES, Watched
from tests.loaded import powers_at_random, shipped

pytestmark = pytest.mark.journey
DIST = NODE_MODULES / "bpmn-js" / "dist"
PAGE = "<html lang='zh'><title>清单</title><style>body {margin: 0}</style><div id='canvas' style='height: 900px'></div>"
OPEN = """async xml => {
  window.viewer = new BpmnJS({container: '#canvas'});
  const {warnings} = await viewer.importXML(xml);
  viewer.get('canvas').zoom('fit-viewport');
  const named = viewer.get('elementRegistry').filter(e => e.type.endsWith('Task') || e.type.endsWith('CallActivity'));
  return {warnings: warnings.map(w => w.message), steps: named.map(e => e.id)};
}"""

DRAW = """async () => {
  const modeler = new BpmnJS({container: '#canvas'});
  await modeler.createDiagram();
  const modeling = modeler.get('modeling'), registry = modeler.get('elementRegistry');
  const after = (shape, type, name, x, y) => {
    const next = modeling.appendShape(shape, {type: 'bpmn:' + type}, {x, y});
    if (name) modeling.updateProperties(next, {name});
    return next;
  };
  const ask = after(registry.get('StartEvent_1'), 'UserTask', '申请', 350, 120);
  const which = after(ask, 'ExclusiveGateway', '', 480, 120);
  const sign = after(which, 'UserTask', '签批', 600, 120), meet = after(which, 'ManualTask', '开会', 600, 260);
  const joined = after(sign, 'ExclusiveGateway', '', 730, 120);
  modeling.connect(meet, joined);
  const tell = after(joined, 'SendTask', '告知', 850, 120);
  after(tell, 'EndEvent', '', 980, 120);
  return (await modeler.saveXML({format: true})).xml;
}"""


def test_what_is_drawn_in_the_modeler_becomes_a_draft(browser: Watched) -> None:
    page = browser.page(1440, 900)
    page.set_content(PAGE)
    page.add_script_tag(path=DIST / "bpmn-modeler.production.min.js")
    found = draft("drawn.bpmn", page.evaluate(DRAW).encode(), {None: "village-clerk"}.get, 9)
    ask, choose, tell = found.flow
    assert [ask["name"]["zh"], tell["name"]["zh"]] == ["申请", "告知"]
    assert [branch["then"][0]["name"]["zh"] for branch in choose["choose"]] == ["签批", "开会"]


def test_exported_processes_open_in_bpmn_js_without_a_warning(browser: Watched) -> None:
    page, edition = browser.page(1440, 900), shipped()
    for slug in powers_at_random()[:3]:
        power = edition.powers[getattr(slug, "values", [slug])[0]]
        page.set_content(PAGE)
        for style in ("diagram-js.css", "bpmn-js.css"):
            page.add_style_tag(path=DIST / "assets" / style)
        page.add_script_tag(path=DIST / "bpmn-navigated-viewer.production.min.js")
        written = to_bpmn(power.flow, lexicon(edition, "zh"), power.title.zh, edition.limits)
        opened = page.evaluate(OPEN, written.decode())
        assert opened["warnings"] == []
        assert set(opened["steps"]) == set(power.flow.steps())
        first = next(iter(power.flow.steps().values()))
        shown = "".join(page.locator(f"[data-element-id='{first.id}'] text").all_text_contents())
        assert shown.replace(" ", "") == first.name.zh.replace(" ", "")
        watermark = page.locator(".bjs-powered-by")
        assert watermark.is_visible() and watermark.get_attribute("href") == "http://bpmn.io"
