"""Icons: the list, the building of the file, and what a wrong name says."""

import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.template import Context, Template

from qingdan.web import icons

TABLER = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">
<path stroke="none" d="M0 0h24v24H0z" fill="none"/>
<path d="M3 12a9 9 0 1 0 18 0"/><circle cx="12" cy="12" r="2"/></svg>"""


def test_every_listed_icon_is_built():
    assert icons.not_built() == [], "run: make setup, or qingdan manage icons"


def test_every_icon_a_template_names_is_listed():
    named = {}
    for template in Path(icons.WEB).parent.glob("**/templates/**/*.html"):
        for name in re.findall(r'{% icon "([^"]+)"', template.read_text(encoding="utf-8")):
            named.setdefault(name, template.name)
    missing = {name: where for name, where in named.items() if name not in icons.listed()}
    assert missing == {}, "write these in icons.txt and run: qingdan manage icons"


def test_an_icon_is_inline_hidden_from_readers_and_needs_no_request():
    svg = Template('{% icon "clock" "me-2" %}').render(Context())
    assert svg.startswith('<svg class="qd-i me-2" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path')
    assert "href" not in svg


def test_an_unknown_name_says_the_nearest_and_what_to_do():
    with pytest.raises(icons.UnknownIcon, match=r"no icon 'clok'\. Did you mean 'clock'\?.*qingdan manage icons"):
        Template('{% icon "clok" %}').render(Context())


def test_only_the_drawing_is_taken():
    assert icons.drawing(TABLER) == '<path d="M3 12a9 9 0 1 0 18 0"/><circle cx="12" cy="12" r="2"/>'


@pytest.mark.parametrize("inside", ["<script/>", "<a><path/></a>", '<path d="M0 0" onclick="x()"/>'])
def test_a_drawing_that_is_more_than_shapes_is_refused(inside):
    with pytest.raises(icons.IconsUnreadable):
        icons.drawing(f'<svg xmlns="{icons.SVG}">{inside}</svg>')


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("clock\nclock", "line 2: clock is listed twice"),
        ("a b c", "line 1: 'a b c' is not an icon"),
        ("../x", "line 1"),
    ],
)
def test_a_wrong_line_of_the_list_is_named(text, says):
    with pytest.raises(icons.IconsUnreadable, match=says):
        icons.read_list(text)


def test_the_command_builds_one_file_of_symbols(tmp_path, capsys):
    for name in icons.listed().values():
        (tmp_path / f"{name}.svg").write_text(TABLER, encoding="utf-8")
    call_command("icons", source=tmp_path, out=tmp_path / "deep" / "icons.svg")
    built = (tmp_path / "deep" / "icons.svg").read_text(encoding="utf-8")
    assert built.count("<symbol ") == len(icons.listed())
    assert "icons → icons.svg" in capsys.readouterr().out


def test_the_command_says_what_is_missing(tmp_path):
    with pytest.raises(CommandError, match="make setup"):
        call_command("icons", source=tmp_path / "nowhere")
    (tmp_path / "clock.svg").write_text(TABLER, encoding="utf-8")
    with pytest.raises(CommandError, match="Tabler Icons does not have"):
        call_command("icons", source=tmp_path, out=tmp_path / "icons.svg")
