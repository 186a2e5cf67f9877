"""The photograph that proves a sheet hung: where, and when the camera says it was taken."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from qingdan.domain.rules.audience import Audience
from qingdan.records.files.allowed import BY_MIME, PDF
from qingdan.records.files.checking import checked
from qingdan.records.files.store import store
from qingdan.records.files.taken import taken_of
from qingdan.records.leaks.guarding import Spot
from qingdan.records.regions.days import local_date
from qingdan.records.register.acts import Acting, Record, Refused, act
from qingdan.watch.boards.answering import roles_speaking
from qingdan.watch.boards.kinds import PHOTO_ADDED
from qingdan.watch.boards.leaking import require_clean_words
from qingdan.watch.boards.models import Notice, PostedPhoto

MOST_PHOTOS = 6
PICTURES = tuple(kind.mime for kind in BY_MIME.values() if kind.preview and kind is not PDF)


@act(PHOTO_ADDED)
def add_photo(
    *, acting: Acting, notice: Notice, upload: UploadedFile, where: str, leaks_why: str = ""
) -> Record[PostedPhoto]:
    """Keep a photograph of the posted sheet, with what the camera wrote into it. Others see only a new drawing of it.

    :raises Refused: without a place or with a personal detail in it, for what is no picture, to who does not speak for
    the notice, or beyond the sixth.
    """
    assert acting.person_id is not None
    if not where.strip():
        raise Refused(_("请写贴在哪里，例如：村委会门口公开栏。"))
    if not roles_speaking(notice, acting.person_id, local_date(acting.at)):
        raise Refused(_("照片由负责这份公示的人来交，近亲属要回避。"))
    if notice.photos.count() >= MOST_PHOTOS:
        raise Refused(_("这份公示已经有%(most)d张照片了，够了。") % {"most": MOST_PHOTOS})
    content, kind = checked(upload)
    if kind.mime not in PICTURES:
        raise Refused(_("请交照片（JPEG、PNG 或 WebP），不要交文件。"))
    require_clean_words(acting, notice, [Spot("where", _("贴在哪里"), where, Audience(notice.audience))], leaks_why)
    taken = taken_of(content)
    photo = PostedPhoto.objects.create(
        notice=notice,
        file=store(upload=upload, salt=notice.code, at=acting.at),
        where=where.strip()[:60],
        taken_at=taken.at,
        latitude=taken.latitude,
        longitude=taken.longitude,
        uploaded_at=acting.at,
        by_id=acting.person_id,
    )
    data = {"code": notice.code, "digest": photo.file.digest}
    return Record(photo, ("notice", notice.pk), notice.place, data)
