"""核对凭据: one page, whole in itself, that needs nothing of the house but the log's public keys."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

from tests.apps.web.test_frame import BUDGET
from tests.domain.transparency.logs import LOG, kept

pytestmark = pytest.mark.django_db


def test_the_page_is_whole_light_and_asks_the_database_nothing(
    client, settings, tmp_path: Path, django_assert_num_queries
) -> None:
    settings.LOG_ROOT = tmp_path
    with django_assert_num_queries(0):
        page = client.get("/verify/").content.decode()
    assert page.count("<script>") == 3 and not re.search(r"<(link|img|iframe)\b|\ssrc=|@import|url\(", page)
    assert len(gzip.compress(page.encode(), 9)) <= BUDGET
    assert str(LOG.verifier) not in page
    kept(tmp_path)
    saved = client.get("/verify/?save")
    assert str(LOG.verifier) in saved.content.decode()
    assert saved["Content-Disposition"] == 'attachment; filename="qingdan-verify.html"'


def test_every_page_of_the_portal_leads_there_once_a_log_is_kept(client, settings, tmp_path: Path) -> None:
    settings.LOG_ROOT = tmp_path
    assert 'href="/verify/"' not in client.get("/powers/").content.decode()
    assert "还没有凭据" in client.get("/verify/").content.decode()
    kept(tmp_path)
    assert 'href="/verify/"' in client.get("/powers/").content.decode()
    assert "还没有凭据" not in client.get("/verify/").content.decode()
