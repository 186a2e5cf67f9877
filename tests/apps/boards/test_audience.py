"""No reader sees a field wider than it may be: by page, by the code of the posted sheet, on paper, on the screen, in a
file; with a table of who is what that is written here and not computed by the house."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingdan.domain.rules.audience import Audience
from qingdan.watch.boards.models import Notice
from tests.apps.boards.hand import parts, published
from tests.apps.files.samples import picture, upload
from tests.apps.printing.reading import read
from tests.cast import client_for

pytestmark = pytest.mark.django_db

NET, V, M, P, OFF = (Audience(a) for a in ("internet", "village", "members", "party-branch", "officials"))
READERS = {
    None: {NET},
    "villager": {NET},  # no post, no proof of being one of the village
    "clerk_two": {NET},  # an official of another village
    "representative": {NET, V, M},
    "party_member": {NET, V, P},
    "supervisor": {NET, V, M, P, OFF},
    "discipline": {NET, V, M, P, OFF},
}
FIELDS = {NET: {NET, V, M, P, OFF}, V: {V, M, P, OFF}, M: {M, OFF}, P: {P, OFF}}  # what a notice for each may hold
SECRET = {NET: "甲项内容", V: "乙项内容", M: "丙项内容", P: "丁项内容", OFF: "戊项内容"}


def notice_for(stage, whole: Audience) -> Notice:
    lines = [("", f"第{SECRET[one][0]}栏", SECRET[one], str(one)) for one in Audience if one in FIELDS[whole]]
    tables = [("", f"表{SECRET[one][0]}", f"名称|说明\n{SECRET[one]}表|无", str(one)) for one in sorted(FIELDS[whole])]
    return published(
        stage, audience=str(whole), text="", **parts("line", lines, "value"), **parts("table", tables, "text")
    )


def reader(stage, who: str | None) -> Client:
    return client_for(stage.cast[who]) if who else Client()


def seen(text: str) -> set[Audience]:
    return {one for one, words in SECRET.items() if words in text}


def expected(whole: Audience, held: set[Audience]) -> set[Audience]:
    return FIELDS[whole] & held if whole in held else set()


@pytest.mark.parametrize("whole", list(FIELDS))
def test_nobody_sees_more_than_he_may(stage, whole):
    notice = notice_for(stage, whole)
    scans = {V} if whole is not NET else set()  # the code of a sheet that is not on the internet is the sheet's own
    for who, held in READERS.items():
        client = reader(stage, who)
        wanted = expected(whole, held | scans)
        page = client.get(reverse("boards:notice", args=[notice.code]))
        assert seen(page.content.decode()) == wanted, (who, whole)
        assert page.status_code == (200 if wanted else 404)
        paper = client.get(reverse("forms:notice", args=[notice.code]))
        on_wall = wanted & {
            NET,
            V,
        }  # whatever he may see himself, a sheet for the wall carries no more than the wall may
        found = read(paper.content) if paper.status_code == 200 else None
        assert (seen(found.text) if found else set()) == on_wall, (who, whole)
        for name in ("boards:wall", "boards:village"):
            shown = client.get(reverse(name, args=[stage.cast.one.pk])).content.decode()
            assert seen(shown) <= {NET}, (who, name)
            assert (notice.code in shown) <= (whole in held), (who, name)


def test_the_sheet_of_a_notice_for_everybody_has_a_code_of_its_own(stage):
    notice = notice_for(stage, NET)
    assert notice.wall_code and notice.wall_code != notice.code
    stranger = Client()
    before_the_board = stranger.get(reverse("boards:notice", args=[notice.wall_code]))
    assert seen(before_the_board.content.decode()) == {NET, V}
    assert "noindex" in before_the_board["X-Robots-Tag"]
    assert "no-store" in before_the_board["Cache-Control"]
    public = stranger.get(reverse("boards:notice", args=[notice.code])).content.decode()
    assert notice.wall_code not in public
    assert notice.wall_code not in stranger.get("/sitemap.xml").content.decode()
    outsiders_print = read(stranger.get(reverse("forms:notice", args=[notice.code])).content)
    assert seen(outsiders_print.text) == {NET}
    past = notice.posted_at - timedelta(days=30)
    Notice.objects.filter(pk=notice.pk).update(posted_at=past, stands_until=past + timedelta(days=16))
    assert seen(stranger.get(reverse("boards:notice", args=[notice.wall_code])).content.decode()) == {NET}


def test_a_notice_that_shows_all_it_has_to_everybody_has_one_code(stage):
    notice = published(stage, **parts("line", [("", "单位", "示例五金店", "")], "value"))
    assert notice.wall_code is None


def test_an_attachment_is_for_its_own_readers(stage):
    paper = upload(picture(), "发票.jpg")
    notice = published(stage, files=[paper], files_for="officials")
    row = notice.files.get()
    url = reverse("boards:file", args=[notice.code, row.pk])
    got = {who: reader(stage, who).get(url).status_code for who in READERS}
    assert got == {who: 200 if OFF in held else 404 for who, held in READERS.items()}
    page = Client().get(reverse("boards:notice", args=[notice.code])).content.decode()
    assert "发票.jpg" not in page
