"""Components as a page uses them: a template in, markup out."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory

from qingdan.web.templatetags.components import days_of


def shown(source, request=None, **values):
    request = request or RequestFactory().get("/x/")
    return Template(source).render(Context({"request": request, **values}))


class Purchase(forms.Form):
    item = forms.CharField(label="买什么", help_text="写清数量")
    way = forms.ChoiceField(label="怎么定", choices=[("a", "举手"), ("b", "投票")], widget=forms.RadioSelect)
    sworn = forms.BooleanField(label="没有亲属关系")
    why = forms.CharField(label="为什么", required=False, widget=forms.Textarea(attrs={"class": "mine"}))
    when = forms.SplitDateTimeField(label="何时", required=False)
    once = forms.CharField(widget=forms.HiddenInput)


def test_a_field_ties_label_help_and_error_to_its_control():
    html = shown("{% field form.item %}", form=Purchase({}))
    assert '<label class="form-label" for="id_item">买什么</label>' in html
    assert 'aria-describedby="id_item_helptext id_item_error"' in html
    assert 'id="id_item_helptext"' in html
    assert 'id="id_item_error"' in html
    assert 'class="form-control is-invalid"' in html
    assert 'aria-invalid="true"' in html


def test_a_field_without_mistakes_has_no_error():
    html = shown("{% field form.item %}", form=Purchase())
    assert "_error" not in html
    assert "is-invalid" not in html


def test_what_may_be_left_empty_says_so_and_keeps_its_own_class():
    html = shown("{% field form.why %}", form=Purchase())
    assert "（选填）" in html
    assert 'class="form-control mine"' in html
    assert "（选填）" not in shown("{% field form.item %}", form=Purchase())


def test_choices_stand_in_a_named_group():
    html = shown("{% field form.way %}", form=Purchase({"way": "b"}))
    assert '<legend class="form-label">怎么定</legend>' in html
    assert html.count('type="radio"') == 2
    assert 'value="b" id="id_way_1" checked' in html
    assert '<label for="id_way_1">投票</label>' in html


def test_two_boxes_for_one_answer_are_a_group_too():
    html = shown("{% field form.when %}", form=Purchase())
    assert "<legend" in html
    assert 'for=""' not in html


def test_the_summary_counts_and_leads_to_each_mistake():
    form = Purchase({"item": "打印机", "once": "t"})
    form.add_error(None, "总数不对")
    html = shown("{% form_errors form %}", form=form)
    assert 'role="alert"' in html
    assert "还有3处要改" in html
    assert '<a href="#id_way_0">怎么定</a>' in html
    assert '<a href="#id_sworn">没有亲属关系</a>' in html
    assert "总数不对" in html
    assert shown("{% form_errors form %}", form=Purchase()).strip() == ""


def test_fields_shows_every_field_once():
    html = shown("{% fields form %}", form=Purchase())
    for name in ("item", "way", "sworn", "why", "when_0", "once"):
        assert f'name="{name}"' in html


def test_a_misspelt_field_is_named():
    with pytest.raises(TemplateSyntaxError, match="wants a field of a form"):
        shown("{% field form.nothing %}", form=Purchase())


def test_a_form_keeps_its_token_when_it_is_shown_again():
    fresh = {shown("{% once_field %}") for _ in range(2)}
    assert len(fresh) == 2
    again = RequestFactory().post("/x/", {"once": "abc"})
    assert 'value="abc"' in shown("{% once_field %}", again)
    assert 'value="&quot;&gt;' in shown("{% once_field %}", RequestFactory().post("/x/", {"once": '">'}))
    huge = RequestFactory().post("/x/", {"once": "z" * 65})
    assert "zz" not in shown("{% once_field %}", huge)


def test_a_button_that_counts_once_asks_first_when_told_to():
    html = shown('{% confirm "/do/" "撤下" "真的吗？" %}', csrf_token="T")
    assert html.count("<form") == 1
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="T">' in html
    assert 'name="once"' in html
    assert html.index("真的吗") < html.index("<form")
    assert "<details" not in shown('{% confirm "/do/" "交" "" True %}')
    assert "btn-seal" in shown('{% confirm "/do/" "交" "" True %}')


def test_paging_keeps_the_filters():
    request = RequestFactory().get("/x/", QueryDict("kind=a&before=9").dict())
    html = shown("{% older 5 %}", request)
    assert 'href="?kind=a&amp;before=5"' in html
    assert 'href="?kind=a"' in html
    assert shown("{% older None %}").strip() == ""


def test_the_days_of_a_notice():
    squares = days_of(date(2026, 11, 28), date(2026, 12, 2), date(2026, 11, 30))
    assert [s["state"] for s in squares] == ["past", "past", "today", "", ""]
    html = shown('{% days squares "公示的5天" %}', squares=squares)
    assert html.count("<li") == 5
    assert html.count('aria-current="date"') == 1
    assert "今天" in html


def test_crumbs_end_where_we_are():
    html = shown('{% crumbs "示例村" "/" "公示" %}')
    assert '<a href="/">示例村</a>' in html
    assert '<li aria-current="page">公示</li>' in html


def test_an_alert_and_a_row_lead_somewhere_or_nowhere():
    assert shown('{% alert "over" "超期" "" "/a/" %}').startswith('<a href="/a/" class="qd-alert is-over">')
    assert shown('{% alert "plain" "说明" %}').startswith('<div class="qd-alert">')
    assert '<a class="qd-row qd-row-tag" href="/b/">' in shown('{% row "公示" "/b/" "昨天" "due" "还有2天" %}')
    assert '<div class="qd-row">' in shown('{% row "公示" %}')


def test_colour_never_speaks_alone():
    for state in ("done", "due", "over", "note"):
        html = shown("{% chip state '话' %}", state=state)
        assert "<svg" in html
        assert "话" in html


def test_a_meter_stays_within_its_bar():
    html = shown('{% meter "已用" 140 "over" -3 "done" %}')
    assert "width:100.00%" in html
    assert "width:0.00%" in html
    assert 'role="img" aria-label="已用"' in html


@pytest.mark.parametrize(
    "source",
    [
        '{% chip "green" "x" %}',
        '{% cite "maybe" %}',
        '{% glyph "字" %}',
        '{% alert "red" "x" %}',
        '{% meter "x" 3 "b" %}',
    ],
)
def test_a_word_that_no_component_knows_is_refused_with_those_it_knows(source):
    with pytest.raises(TemplateSyntaxError, match=", not "):
        shown(source)


def test_what_a_person_wrote_is_never_markup():
    nasty = "<script>alert(1)</script>"
    sources = [
        "{% chip 'due' x %}",
        "{% alert 'over' x x %}",
        "{% row x '/' x 'due' x %}",
        "{% empty x x %}",
        "{% crumbs x '/' x %}",
        "{% timeline entries %}",
        "{% facts items %}",
        "{% meter x 3 'ink' %}",
        "{% confirm x x x %}",
    ]
    entries = [{"title": nasty, "text": nasty, "who": nasty}]
    for source in sources:
        html = shown(source, x=nasty, entries=entries, items=[{"term": nasty, "value": nasty, "note": nasty}])
        assert "<script" not in html, source
