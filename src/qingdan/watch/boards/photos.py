"""What a photograph of a posted sheet says of itself, put plainly: when it was taken, and whether that fits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qingdan.records.regions.days import local_date
from qingdan.watch.boards.models import Notice, PostedPhoto

NEAR = timedelta(minutes=30)  # a photo sent within it was sent from where it was taken


@dataclass(frozen=True, slots=True)
class Shown:
    """A photograph, what is said of its time, and whether that asks for a second look (``state``: done, due, plain).
    ``place``: the camera's position for officials; everybody else is told only whether there is one."""

    photo: PostedPhoto
    state: str
    said: str
    place: str
    located: bool


def photo_rows(notice: Notice) -> list[Shown]:
    """The photographs of a notice, newest first. One query."""
    return [_shown(photo, notice) for photo in notice.photos.order_by("-pk")]


def _shown(photo: PostedPhoto, notice: Notice) -> Shown:
    state, said = _time_words(photo, notice)
    located = photo.latitude is not None and photo.longitude is not None
    place = f"{photo.latitude:.5f}, {photo.longitude:.5f}" if located else ""
    return Shown(photo, state, said, place, located)


def _time_words(photo: PostedPhoto, notice: Notice) -> tuple[str, str]:
    taken = photo.taken_at
    if taken is None:
        return "plain", _("照片里没有拍摄时间，只知道什么时候传上来的。")
    if taken > photo.uploaded_at + NEAR:
        return "due", _("照片里的时间比传上来还晚，相机的钟不准，请以上传时间为准。")
    if local_date(taken) < local_date(notice.posted_at):
        return "due", _("照片里的时间在贴出之前，请核对是不是这一张。")
    late = photo.uploaded_at - taken
    if late <= NEAR:
        return "done", _("照片里的时间和上传时间对得上，相差不到半小时。")
    hours = max(1, int(late.total_seconds() // 3600))
    if hours < 48:
        words = ngettext("照片拍好%(n)d小时以后才传上来。", "照片拍好%(n)d小时以后才传上来。", hours)
        return "plain", words % {"n": hours}
    words = ngettext("照片拍好%(n)d天以后才传上来。", "照片拍好%(n)d天以后才传上来。", late.days)
    return "due", words % {"n": late.days}
