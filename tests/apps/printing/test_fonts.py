"""Missing fonts are said at start, with what to do."""

import pytest
from django.core.checks import run_checks

from qingdan.web.printing import fonts

pytestmark = pytest.mark.django_db  # checks look into the database too


def test_the_house_has_its_fonts():
    assert not [m for m in run_checks() if m.id == "printing.E001"]


def test_a_missing_face_is_named(settings, tmp_path):
    regular = fonts.faces(fonts.folder())["Regular"]
    (tmp_path / "NotoSansSC-Regular.ttf").symlink_to(regular)
    settings.QINGDAN_FONTS = tmp_path
    with pytest.raises(fonts.FontsMissing, match=r"no Bold face .*QINGDAN_FONTS"):
        fonts.faces(fonts.folder())
    assert "make run" in str(next(m for m in run_checks() if m.id == "printing.E001").msg)


@pytest.mark.parametrize(
    ("name", "counts"),
    [("NotoSansSC_700Bold.ttf", True), ("NotoSansSC-Bold.otf", True), ("NotoSansSC_800ExtraBold.ttf", False)],
)
def test_only_the_two_faces_are_taken(name, counts, tmp_path):
    (tmp_path / name).touch()
    (tmp_path / "NotoSansSC-Regular.ttf").touch()
    if counts:
        assert fonts.faces(tmp_path)["Bold"].name == name
    else:
        with pytest.raises(fonts.FontsMissing):
            fonts.faces(tmp_path)
