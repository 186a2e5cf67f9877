"""The strip of every power: four to six of its own steps, drawn by their kind and actor; and as a picture."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from PIL import Image

from qingdan.domain.flow.draw.stops import stops
from qingdan.domain.flow.model import StepKind
from qingdan.web.publicity.files import strip_png
from qingdan.web.publicity.scenes import FIGURES, GROUNDS, THINGS, coat
from qingdan.web.publicity.strip import panels_of, picture, strip
from qingdan.web.publicity.tokens import colours
from tests.apps.publicity.made import kit_of, one_of_each_norm
from tests.loaded import every_power, shipped

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("slug", every_power())
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pictures_are_steps_of_the_power_in_their_order(slug: str, language: str) -> None:
    with override(language):
        kit = kit_of(slug)
        found, drawn = panels_of(kit), strip(kit)
    steps = kit.power.flow.steps()
    way = [stop.step.id for stop in stops(kit.power.flow)]
    assert 4 <= len(found) <= 6
    assert [p.number for p in found] == list(range(1, len(found) + 1))
    assert sorted(way.index(p.step) for p in found) == [way.index(p.step) for p in found]
    assert len({p.step for p in found}) == len(found)
    for panel in found:
        step = steps[panel.step]
        assert panel.kind is step.kind
        assert panel.role in (*step.by, step.body, None)
        assert len(panel.caption) <= (12 if language == "zh-hans" else 30)
        if len(step.name.to(language)) <= (12 if language == "zh-hans" else 30):
            assert panel.caption == step.name.to(language)
    said = "".join(text.text or "" for text in ElementTree.fromstring(drawn.svg).iter(f"{SVG}text"))
    assert all("".join(p.caption.split()) in "".join(said.split()) for p in found)
    assert drawn.svg.count("<clipPath") == len(found)


def test_it_begins_with_the_beginning_and_has_the_decision_and_the_board() -> None:
    for power in shipped().powers.values():
        found = panels_of(kit_of(power.slug))
        kinds = {stop.step.kind for stop in stops(kit_of(power.slug).power.flow)}
        assert found[0].step == stops(kit_of(power.slug).power.flow)[0].step.id
        decides = {StepKind.APPROVE, StepKind.MEET, StepKind.ELECT}
        assert {p.kind for p in found} & decides or not kinds & decides
        assert StepKind.DISCLOSE in {p.kind for p in found} or StepKind.DISCLOSE not in kinds


def test_every_kind_of_step_has_its_own_picture() -> None:
    assert set(THINGS) == set(FIGURES) == set(GROUNDS) == set(StepKind)
    assert len(set(THINGS.values())) == len(StepKind)


def test_the_coat_says_who_acts() -> None:
    edition = shipped()
    by = {role: coat(edition, role) for role in edition.roles()}
    kinds = [by[next(iter(edition.head.parties))], by[next(iter(edition.bodies))]]
    kinds += [
        by[next(slug for slug, post in edition.posts.items() if post.level == level)] for level in ("village", "town")
    ]
    assert len(set(kinds)) == 4
    assert {p.role for s in one_of_each_norm() for p in panels_of(kit_of(s))} - {None} <= set(by)


def test_two_who_do_it_together_are_two_in_the_picture() -> None:
    kit = kit_of("minimum-living")
    two = next(p for p in panels_of(kit) if p.together)
    one = next(p for p in panels_of(kit) if not p.together and p.kind is two.kind)
    assert picture(two, kit).count("<g ") > picture(one, kit).count("<g ")
    step = kit.power.flow.steps()[two.step]
    assert step.persons > 1 or step.with_


def test_the_colours_are_the_themes() -> None:
    assert colours()["seal"] == "#a12722"
    assert set(GROUNDS.values()) <= set(colours())


def test_the_picture_is_wide_and_not_blank() -> None:
    slug = one_of_each_norm()[0]
    image = Image.open(io.BytesIO(strip_png(kit_of(slug, "示例一村"))))
    assert image.width > 2 * image.height > 1000
    assert len(image.convert("RGB").resize((200, 60)).getcolors(20_000)) > 50


def test_markup_in_a_village_name_is_text() -> None:
    name = '</text><script>alert(1)</script>&"王😀'
    tree = ElementTree.fromstring(strip(kit_of("petty-goods", name)).svg)
    assert not list(tree.iter(f"{SVG}script"))
    said = "".join(text.text or "" for text in tree.iter(f"{SVG}text")).replace("\u200b", "")
    assert name.replace("😀", "〓") in said, "what has no glyph is seen"
