"""Photographs of the posted sheet: their time compared and said, nothing of the camera handed on, missing ones
shown."""

import io
from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from qingdan.records.files.taken import Taken, taken_of
from qingdan.records.leaks.models import LetStand
from qingdan.records.regions.days import BEIJING
from qingdan.records.register.acts import Refused
from qingdan.watch.boards.acts.photographing import add_photo
from qingdan.watch.boards.models import Notice, PostedPhoto
from tests.apps.boards.hand import published, step, write
from tests.apps.files.samples import pdf, picture, upload
from tests.cast import client_for

MODEL = "SECRETPHONE"


def photo(at: datetime | None = None, where: tuple[float, float] | None = (35.0903, 112.6021)) -> bytes:
    """A phone's picture with the camera's notes."""
    exif = Image.Exif()
    exif[0x0110] = MODEL
    if at is not None:
        exif.get_ifd(0x8769)[0x9003] = at.astimezone(BEIJING).strftime("%Y:%m:%d %H:%M:%S")
    if where is not None:
        gps = exif.get_ifd(0x8825)
        for tag, ref, value in ((1, "N", where[0]), (3, "E", where[1])):
            gps[tag] = ref
            minutes = (abs(value) % 1) * 60
            gps[tag + 1] = (float(int(abs(value))), float(int(minutes)), (minutes % 1) * 60)
    return picture(size=(640, 480), exif=exif)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            photo(datetime(2026, 11, 23, 10, 5, tzinfo=BEIJING)),
            (datetime(2026, 11, 23, 10, 5, tzinfo=BEIJING), 35.0903),
        ),
        (photo(None), (None, 35.0903)),
        (photo(None, None), (None, None)),
        (picture("PNG"), (None, None)),
        (b"\xff\xd8\xff" + bytes(40), (None, None)),
    ],
)
def test_what_the_camera_wrote(content, expected):
    found = taken_of(content)
    assert found.at == expected[0]
    assert found.latitude == (None if expected[1] is None else pytest.approx(expected[1], abs=1e-4))


def test_notes_that_are_nonsense_are_none():
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = "昨天下午".encode()
    exif.get_ifd(0x8825)[2] = (999.0, 0.0, 0.0)
    assert taken_of(picture(exif=exif)) == Taken()


def send(client, notice, content, name="墙.jpg", where="村委会门口公开栏"):
    given = {"photo": upload(content, name), "where": where, "once": f"p{len(content)}"}
    return client.post(reverse("boards:photo", args=[notice.code]), given)


@pytest.mark.django_db
def test_a_photo_is_shown_without_what_the_camera_wrote(stage, client):
    notice, clerk = published(stage), client_for(stage.cast["clerk"])
    assert "还没有墙上的照片，去传" in clerk.get(reverse("boards:desk")).content.decode()
    assert send(clerk, notice, photo(timezone.now())).status_code == 302
    assert "还没有墙上的照片" not in clerk.get(reverse("boards:desk")).content.decode()
    kept = PostedPhoto.objects.get()
    page = client.get(reverse("boards:notice", args=[notice.code])).content.decode()
    assert "村委会门口公开栏" in page and "对得上" in page and "35.09" not in page
    assert "35.09030, 112.60210" in clerk.get(reverse("boards:notice", args=[notice.code])).content.decode()
    for size in ("thumb", "large"):
        got = client.get(reverse("boards:picture", args=[notice.code, kept.pk]), {"size": size})
        assert got.status_code == 200
        with Image.open(io.BytesIO(got.content)) as image:
            assert dict(image.getexif()) == {}
        assert MODEL.encode() not in got.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ago", "said"), [(None, "没有拍摄时间"), (-5, "比传上来还晚"), (5, "5小时以后才传"), (24 * 9, "在贴出之前")]
)
def test_a_time_that_does_not_fit_is_said(stage, client, ago, said):
    notice = published(stage)
    Notice.objects.filter(pk=notice.pk).update(posted_at=notice.posted_at - timedelta(days=3))
    at = None if ago is None else timezone.now() - timedelta(hours=ago)
    send(client_for(stage.cast["clerk"]), notice, photo(at))
    assert said in client.get(reverse("boards:notice", args=[notice.code])).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "name", "where", "said"),
    [
        (b"", "墙.jpg", "门口", "空的"),
        (photo()[:300], "墙.jpg", "门口", "打不开"),
        (b"MZ" + bytes(300), "墙.jpg", "门口", "没有收下"),
        (pdf(), "墙.pdf", "门口", "照片"),
        (photo(), "墙.jpg", "", "贴在哪里"),
    ],
)
def test_what_is_no_photo_is_refused_in_words(stage, content, name, where, said):
    notice = published(stage)
    answer = send(client_for(stage.cast["clerk"]), notice, content, name, where)
    assert answer.status_code in (409, 422)
    assert said in answer.content.decode()
    assert not PostedPhoto.objects.exists()


@pytest.mark.django_db
def test_a_village_notice_shows_its_photo_to_its_own_readers(stage, client):
    _opened, notice = stage.relief()
    send(client_for(stage.cast["clerk"]), notice, photo(timezone.now()))
    url = reverse("boards:picture", args=[notice.code, PostedPhoto.objects.get().pk])
    assert client.get(url).status_code == 200
    past = timezone.now() - timedelta(days=30)
    Notice.objects.filter(pk=notice.pk).update(
        posted_at=past, objections_until=past + timedelta(days=8), stands_until=past + timedelta(days=16)
    )
    assert client.get(url).status_code == 404
    assert client_for(stage.cast["clerk_two"]).post(reverse("boards:photo", args=[notice.code])).status_code == 404


def test_where_a_sheet_hangs_is_read_by_all_and_holds_no_personal_detail(stage):
    notice = published(stage)
    clerk, where = client_for(stage.cast["clerk"]), reverse("boards:photo", args=[notice.code])
    given = {"where": "李某家门口，13812345678", "photo": upload(photo(), "墙.jpg"), "once": "p1"}
    stopped = clerk.post(where, given)
    assert stopped.status_code == 422 and "【138****5678】" in stopped.content.decode()
    assert 'name="leaks_why"' in stopped.content.decode()
    with pytest.raises(Refused, match="手机号"):
        add_photo(
            acting=stage.cast.acting("clerk"), notice=notice, upload=upload(photo(), "墙.jpg"), where=given["where"]
        )
    assert not PostedPhoto.objects.exists()
    again = given | {"photo": upload(photo(), "墙.jpg"), "leaks_why": "李某同意"}
    assert clerk.post(where, again).status_code == 302
    assert LetStand.objects.get().why == "李某同意" and PostedPhoto.objects.count() == 1


def test_the_name_of_a_file_is_read_by_all(stage):
    file = upload(pdf(), "李某11010519491231002X的申请.pdf")
    draft = write(stage, files=[file])
    answer = step(client_for(stage.cast["clerk"]), "submit", draft, looked="yes", leaks_why="要写")
    assert answer.status_code == 409 and "附件的文件名" in answer.content.decode()
