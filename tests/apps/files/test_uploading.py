"""A huge upload fills neither memory nor disk, and its sender is told in plain words."""

from __future__ import annotations

import io

import pytest
from django.test import RequestFactory

from qingdan.records.register.acts import Refused
from tests.apps.files.samples import AT, SALT, store


@pytest.mark.django_db
@pytest.mark.parametrize("limit", [1000, 200_000])
def test_only_what_is_allowed_is_kept(limit: int, settings: object) -> None:
    settings.UPLOAD_MAX_BYTES = limit
    files = {"large": io.BytesIO(b"x" * 3_000_000), "small": io.BytesIO(b"y" * 900)}
    files["large"].name, files["small"].name = "大.jpg", "小.jpg"
    request = RequestFactory().post("/", files)
    taken = request.FILES
    assert {name: file.size for name, file in taken.items()} == {"large": limit + 1, "small": 900}
    assert taken["small"].read() == b"y" * 900
    with pytest.raises(Refused, match=r"大\.jpg.*太大"):
        store(upload=taken["large"], salt=SALT, at=AT)
