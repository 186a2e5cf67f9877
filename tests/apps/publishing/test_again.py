"""A copy that is brought up to date: what changed and nothing else, whatever happens meanwhile."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.rules.audience import Audience
from qingdan.records.regions.acts.contacts import set_contact
from qingdan.records.register.models import Entry
from qingdan.watch.boards.acts import lodge_objection
from qingdan.watch.boards.models import Notice
from qingdan.web.publishing import folder as folders
from qingdan.web.publishing.copying import AnotherHouse, Wanted, compare, publish
from qingdan.web.publishing.folder import Folder, Unfit
from qingdan.web.publishing.pages import Manifest
from tests.apps.publishing.conftest import LIVE, WANTED, Publish
from tests.apps.publishing.outsider import files_of, walked
from tests.cast import house

pytestmark = pytest.mark.django_db


@pytest.mark.both_databases
def test_a_second_run_with_nothing_new_writes_nothing(run: Publish, copy: Path) -> None:
    run()
    before = files_of(copy)
    report = run()
    assert files_of(copy) == before
    assert (report.written, report.removed, report.taken_down, report.asked) == ([], [], [], 0)


def test_asked_for_everything_anew_it_still_writes_nothing(run: Publish, copy: Path) -> None:
    run()
    before = files_of(copy)
    report = run(Wanted(LIVE, LIVE, afresh=True))
    assert report.asked > 50
    assert files_of(copy) == before, "a page must be the same, byte for byte, when nothing changed"


def test_only_pages_of_the_village_are_asked_for_when_something_happened_there(run: Publish, copy: Path, scene) -> None:
    first = run()
    before = files_of(copy)
    lodge_objection(acting=house(), notice=scene.hanging, words="他家有车")
    report = run()
    assert report.asked < first.asked / 2  # half of this small house is that village
    changed = {name for name, file in files_of(copy).items() if before.get(name) != file}
    assert changed == {folders.MANIFEST}, "an objection is nobody's but theirs who answer it"


def test_a_page_changes_when_what_it_shows_did(run: Publish, copy: Path, scene) -> None:
    first = run()
    village = scene.cast.one
    set_contact(acting=house(), division=village, name="示例监督", phone="0391-0000000", verified_on=date(2026, 1, 1))
    report = run()
    assert f"v/{scene.cast.one.pk}/index.html" in report.written
    assert report.asked < first.asked / 2, "its telephones stand on its own pages"
    assert "0391-0000000" in (copy / f"v/{scene.cast.one.pk}/index.html").read_text()


def said_of(notice: Notice, audience: Audience) -> None:
    """Let a notice be for others from now on, and the register know that something happened in its village."""
    Notice.objects.filter(pk=notice.pk).update(audience=str(audience))
    put_up = Entry.objects.filter(kind="boards.put-up").first()
    Entry.objects.create(
        at=timezone.now(), kind=put_up.kind, actor_name="示例", subject_type="notice", subject_id=notice.pk,
        place=notice.place, digest="0" * 64,
    )  # fmt: skip


def test_what_was_withdrawn_is_gone_and_its_address_says_so(run: Publish, copy: Path, scene) -> None:
    run()
    kept, shared = f"n/{scene.open.code}/index.html", f"n/{scene.open.code}/share/index.html"
    assert scene.open.title["zh"] in (copy / kept).read_text()
    said_of(scene.open, Audience.OFFICIALS)
    report = run()
    assert sorted(report.taken_down) == sorted([f"en/{kept}", kept, f"en/{shared}", shared])
    assert f"n/{scene.open.code}/sheet.pdf" in report.removed
    page = (copy / kept).read_text()
    assert "已经取下" in page and "taken down" in page and "noindex" in page
    shown = [
        name
        for name, (_t, body) in files_of(copy).items()
        if scene.open.title["zh"].encode() in body and name.endswith("html")
    ]
    assert not [name for name in shown if name.startswith(("n/", "boards/", "v/"))]
    assert walked(copy)[1] == []
    assert run().written == [], "and it stays so"


def test_what_comes_back_stands_there_again(run: Publish, copy: Path, scene) -> None:
    run()
    said_of(scene.open, Audience.OFFICIALS)
    run()
    said_of(scene.open, Audience.INTERNET)
    report = run()
    assert f"n/{scene.open.code}/index.html" in report.written
    assert "已经取下" not in (copy / f"n/{scene.open.code}/index.html").read_text()


def test_check_names_each_difference(run: Publish, copy: Path, scene) -> None:
    run()

    def found() -> set[tuple[str, str]]:
        with Folder(copy).alone(make=False) as folder:
            return {(one.file, one.what) for one in compare(folder, WANTED)}

    assert found() == set()
    (copy / "index.html").write_text("altered")
    (copy / "limits/index.html").unlink()
    Notice.objects.filter(pk=scene.open.pk).update(audience=str(Audience.OFFICIALS))
    told = found()
    assert {("index.html", "altered"), ("limits/index.html", "missing")} <= told
    assert (f"n/{scene.open.code}/index.html", "old") in told
    assert (f"n/{scene.open.code}/sheet.pdf", "left") in told


def test_a_file_that_was_lost_or_cut_is_written_again(run: Publish, copy: Path) -> None:
    run()
    whole = (copy / "index.html").read_bytes()
    (copy / "index.html").write_bytes(whole[:100])
    (copy / "forms/help/apply.pdf").unlink()
    report = run()
    assert sorted(report.written) == ["forms/help/apply.pdf", "index.html"]
    assert (copy / "index.html").read_bytes() == whole


class Killed(BaseException):
    """As if the machine had stopped."""


@pytest.mark.parametrize("after", [0, 40, 100_000])
def test_a_run_that_is_cut_off_leaves_whole_files_and_the_next_takes_it_up(
    run: Publish, copy: Path, scene, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    written = 0
    real = Folder.write
    finish = Folder.finish

    def write(self: Folder, name: str, content: bytes) -> object:
        nonlocal written
        if written >= after:
            raise Killed
        written += 1
        return real(self, name, content)

    def die(self: Folder, manifest: Manifest) -> bool:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "write", write)
        patched.setattr(Folder, "finish", die)
        with pytest.raises(Killed):
            run()
    assert Folder.finish is finish
    left = set(files_of(copy))
    # What had been written is withdrawn before anybody comes back: nothing of it may stay unnoticed.
    Notice.objects.filter(pk=scene.open.pk).update(audience=str(Audience.OFFICIALS))
    run()
    assert not [name for name in files_of(copy) if scene.open.code in name]
    assert not (copy / folders.WRITING).exists()
    assert walked(copy)[1] == []
    with Folder(copy).alone() as folder:
        assert compare(folder, WANTED) == []
    assert left - {folders.LOCK, folders.WRITING} <= set(files_of(copy)) | {n for n in left if scene.open.code in n}


def test_two_runs_at_once_do_not_meet(run: Publish, copy: Path) -> None:
    with Folder(copy).alone(), pytest.raises(Unfit, match="另一次发布"):
        run()
    run()


def test_another_house_does_not_empty_the_folder(run: Publish, copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    before = files_of(copy)
    with Folder(copy).alone() as folder:
        folder.before.moment.house = "f" * 64
        with pytest.raises(AnotherHouse):
            publish(folder, WANTED)
    assert files_of(copy) == before


def test_a_page_that_fails_stays_as_it_was_and_is_named(
    run: Publish, copy: Path, scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    before = files_of(copy)
    with monkeypatch.context() as broken:
        broken.setattr("qingdan.web.limits.views.page", _fail)
        report = run(Wanted(LIVE, LIVE, afresh=True))
    assert {address.path for address, _page, _why in report.faults} == {reverse("limits:list")}
    after = files_of(copy)
    assert after["limits/index.html"] == before["limits/index.html"]
    assert run().faults == [], "and it is asked for again the next time, whatever the register says"


def _fail(*args: object, **kwargs: object) -> None:
    raise RuntimeError("the house broke")
