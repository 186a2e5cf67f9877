"""``qingdan translations``: a small tree of marked texts, its catalogue, every way for that to be incomplete."""

from __future__ import annotations

import gettext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qingdan.web import translating

PYTHON = """
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext

TITLE = gettext_lazy("待办")
def say(n, name):
    # Translators: a greeting
    _("您好，%(name)s") % {"name": name}
    pgettext("month", "五")
    return ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", n) % {"n": n}
"""
TEMPLATE = """{% load i18n %}
    <h1>{% translate "公开栏" %}</h1>
  <p title="{% translate '返回' context 'verb' %}">{{ none|default:_("没有") }}</p>
{% blocktranslate trimmed with village=v.name count n=n %}
      {{ village }}有 {{ n }} 件事
{% plural %}
      {{ village }}有 {{ n }} 件事
{% endblocktranslate %}
   {% blocktranslate %}办结率 100%{% endblocktranslate %}
"""
ENGLISH = {
    "待办": "To do",
    "您好，%(name)s": "Hello, %(name)s",
    "五": "May",
    "还剩 %(n)s 天": ("One day left", "%(n)s days left"),
    "公开栏": "Board",
    "返回": "Go back",
    "没有": "none",
    "%(village)s有 %(n)s 件事": ("%(village)s has one matter", "%(village)s has %(n)s matters"),
    "办结率 100%%": "100%% completed",
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "tree" / "app" / "templates").mkdir(parents=True)
    (tmp_path / "tree" / "app" / "views.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "tree" / "app" / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path / "tree"


@pytest.fixture
def po(tmp_path: Path) -> Path:
    return tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def translated(tree: Path, po: Path) -> Path:
    translating.merge(translating.found_in(tree), po)
    rewrite(po, ENGLISH)
    return po


def rewrite(po: Path, english: dict[str, object], flags: tuple[str, ...] = ()) -> None:
    catalog = translating.read(po)
    for message in catalog:
        if message.id:
            first = message.id[0] if isinstance(message.id, tuple) else message.id
            message.string = english.get(first, message.string)
            message.flags |= set(flags)
    with po.open("wb") as stream:
        translating.write_po(stream, catalog)


def complaints(tree: Path, po: Path) -> list[str]:
    return list(translating.complaints(translating.found_in(tree), translating.read(po)))


def test_it_finds_every_marked_text(tree: Path) -> None:
    found = {(m.context, m.id) for m in translating.found_in(tree) if m.id}
    assert found == {
        (None, "待办"),
        (None, "您好，%(name)s"),
        ("month", "五"),
        (None, ("还剩 %(n)s 天", "还剩 %(n)s 天")),
        (None, "公开栏"),
        ("verb", "返回"),
        (None, "没有"),
        (None, ("%(village)s有 %(n)s 件事", "%(village)s有 %(n)s 件事")),
        (None, "办结率 100%%"),
    }


def test_a_new_text_is_reported_then_extracted_then_empty(tree: Path, po: Path) -> None:
    assert len([c for c in complaints(tree, po) if c.startswith("missing: ")]) == len(ENGLISH)
    assert translating.merge(translating.found_in(tree), po) == (len(ENGLISH), 0)
    assert len([c for c in complaints(tree, po) if c.startswith("empty: ")]) == len(ENGLISH)


def test_extracting_twice_changes_nothing(tree: Path, translated: Path) -> None:
    translating.merge(translating.found_in(tree), translated)
    before = translated.read_bytes()
    assert translating.merge(translating.found_in(tree), translated) == (0, 0)
    assert translated.read_bytes() == before
    assert complaints(tree, translated) == []


@pytest.mark.parametrize(
    ("text", "english", "words"),
    [
        ("待办", "", "empty: '待办' (app/views.py)"),
        ("您好，%(name)s", "Hello, %(nmae)s", "placeholders differ (%(nmae)s instead of %(name)s)"),
        ("您好，%(name)s", "Hello", "placeholders differ (none instead of %(name)s)"),
        ("还剩 %(n)s 天", ("One day", "Days"), "placeholders differ (none instead of %(n)s)"),
        ("还剩 %(n)s 天", ("%(day)s", "%(n)s"), "placeholders unknown to the code (%(day)s)"),
        ("还剩 %(n)s 天", ("One day", ""), "empty"),
    ],
)
def test_a_bad_translation_is_named(tree: Path, translated: Path, text: str, english: object, words: str) -> None:
    rewrite(translated, {text: english})
    (complaint,) = complaints(tree, translated)
    assert words in complaint


def test_a_fuzzy_translation_is_not_a_translation(tree: Path, translated: Path) -> None:
    rewrite(translated, {}, flags=("fuzzy",))
    assert len(complaints(tree, translated)) == len(ENGLISH)


def test_a_vanished_text_is_obsolete_until_extracted(tree: Path, translated: Path) -> None:
    (tree / "app" / "templates" / "page.html").write_text("{% load i18n %}", encoding="utf-8")
    assert any(c.startswith("obsolete: '公开栏'") for c in complaints(tree, translated))
    assert translating.merge(translating.found_in(tree), translated) == (0, 5)
    assert complaints(tree, translated) == []


def test_a_tag_inside_a_translated_block_names_file_and_line(tree: Path) -> None:
    page = tree / "app" / "templates" / "page.html"
    page.write_text("\n{% blocktranslate %}村{% if x %}{% endif %}{% endblocktranslate %}", encoding="utf-8")
    with pytest.raises(SyntaxError, match=r"page\.html, line 2"):
        translating.found_in(tree)


def test_the_command_checks_extracts_and_compiles(tree: Path, translated: Path, tmp_path: Path) -> None:
    def run(word: str) -> str:
        call_command("translations", word, tree=tree, locale=tmp_path / "locale", stdout=(said := StringIO()))
        return said.getvalue()

    assert run("check") == f"translations: {len(ENGLISH)} texts, all in English\n"
    assert run("extract") == "django.po: 0 new, 0 gone\n"
    assert "django.mo" in run("compile")
    assert run("compile") == ""  # nothing is stale
    with translated.with_suffix(".mo").open("rb") as stream:
        english = gettext.GNUTranslations(stream)
    assert english.gettext("待办") == "To do"
    assert english.ngettext("还剩 %(n)s 天", "还剩 %(n)s 天", 1) == "One day left"
    assert english.pgettext("month", "五") == "May"

    rewrite(translated, {"待办": ""})
    with pytest.raises(CommandError, match="1 texts"):
        run("check")
