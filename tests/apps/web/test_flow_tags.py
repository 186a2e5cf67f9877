"""The flow on a page: drawing for wide screens, list for phones, and nothing of a text taken as markup."""

from dataclasses import replace

from django.template import engines

from qingdan.domain.flow.draw import Progress
from qingdan.domain.words import Words
from tests.domain.flow.draw.samples import LEXICON, petty, seq

PAGE = (
    '{% load flow %}{% flow_figure flow lexicon "采购流程图" progress=progress width=width direction=direction '
    "explain=True %}"
)


def page(flow, **more) -> str:
    context = {"flow": flow, "lexicon": LEXICON, "progress": None, "width": 1300, "direction": "auto", **more}
    return engines["django"].from_string(PAGE).render(context)


def test_the_figure_has_the_drawing_the_legend_and_the_list():
    html = page(petty())
    assert 'role="img"' in html and "<title" in html
    assert html.count('<span class="no">') == 12  # eleven steps, and what is still to do later
    assert "条件：预算不超过 ¥5,000" in html and "如果预算超过 ¥5,000" in html
    assert "询价比选的做法" in html
    assert "监督审核" in html


def test_the_current_step_is_marked_for_eyes_and_for_readers():
    html = page(petty(), progress=Progress({"request": "11月12日"}, frozenset({"check"})))
    assert 'aria-current="step"' in html
    assert html.count("现在在这一步") == 2
    assert "11月12日完成" in html


def test_side_ways_fold_under_their_step_and_the_one_that_a_case_is_on_is_open():
    assert page(petty()).count("<details>") and "<details open" not in page(petty())
    html = page(petty(), progress=Progress({"request": "11月12日", "check": "11月13日"}, frozenset({"bulk"})))
    assert html.count("<details open") == 1
    assert html.index("<details open") < html.index("改走大宗采购</strong>")


def test_the_whole_drawing_is_there_at_every_width_with_the_list_below():
    text = "{% load flow %}{% flow_whole flow lexicon '采购流程图' %}"
    html = engines["django"].from_string(text).render({"flow": petty(), "lexicon": LEXICON})
    assert "qd-only-l" not in html and 'role="img"' in html and "qd-steps" in html
    assert "overflow-auto" in html and 'tabindex="0"' in html


def test_a_case_page_shows_the_steps_around_the_current_one_where_the_whole_does_not_fit():
    text = '{% load flow %}{% flow_figure flow lexicon "图" progress width=200 whole="/whole/" %}'
    progress = Progress({"request": "11月12日"}, frozenset({"check"}))
    context = {"flow": petty(), "lexicon": LEXICON, "progress": progress}
    html = engines["django"].from_string(text).render(context)
    near, _all = html.split("<details>", 1)
    assert "提出申请" in near and "核对限额" in near and "归档" not in near and 'href="/whole/"' in near


def test_a_drawing_wider_than_its_place_scrolls_and_can_be_reached_by_keyboard():
    assert 'class="overflow-auto" tabindex="0"' in page(petty(), width=200, direction="columns")
    assert "overflow-auto" not in page(petty(), width=1300, direction="columns")


def test_text_is_never_markup():
    evil = petty()
    first, *rest = evil.body.children
    evil = replace(evil, body=seq(replace(first, name=Words("<script>x</script>", "x"), how=Words("<b>", "x")), *rest))
    html = page(evil, progress=Progress({"request": '"><script>'}, frozenset()))
    assert "<script" not in html and "&lt;b&gt;" in html and "<b></p>" not in html


def test_the_drawing_stands_alone_in_black_and_white():
    text = "{% load flow %}{% flow_drawing flow lexicon '图' direction='rows' dress='paper' %}"
    html = engines["django"].from_string(text).render({"flow": petty(), "lexicon": LEXICON})
    assert html.startswith("<svg xmlns=") and "<style>" in html and "var(--" not in html
