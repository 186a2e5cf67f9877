"""Pages for what went wrong: plain words, a way on, no stack, nothing that is hidden."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation

from qingdan.records.register.acts import AlreadyDone, Refused
from qingdan.records.register.models import Entry
from qingdan.web import errors

pytestmark = pytest.mark.django_db  # the telephones at the foot of a page are read


@pytest.fixture
def asked():
    request = RequestFactory().get("/some/page/")
    request.user = AnonymousUser()
    return request


def body(answer):
    return answer.content.decode()


def test_every_error_page_has_one_heading_and_a_way_on(asked):
    for answer, status in [
        (errors.forbidden(asked), 403),
        (errors.not_found(asked), 404),
        (errors.refused(asked, "不行"), 409),
        (errors.form_expired(asked), 403),
        (errors.locked_out(asked), 429),
        (errors.server_error(asked), 500),
    ]:
        assert answer.status_code == status
        assert body(answer).count("<h1") == 1
        assert 'href="/"' in body(answer)
        assert "Traceback" not in body(answer)


def test_the_reader_is_told_why_and_the_words_cannot_be_markup(asked):
    assert "请镇里核对&lt;b&gt;" in body(errors.refused(asked, Refused("请镇里核对<b>")))
    assert "只有村文书能看" in body(errors.forbidden(asked, PermissionDenied("只有村文书能看")))
    assert errors.refused(asked, "表不全", status=422).status_code == 422


def test_what_was_not_found_is_not_named(asked):
    assert "secret-case" not in body(errors.not_found(asked, Http404("secret-case")))


def test_a_form_handed_in_twice_is_told_so_and_not_that_it_failed(asked):
    entry = Entry(pk=7, at=datetime(2026, 11, 23, tzinfo=UTC), kind="gone.kind")
    answer = body(errors.refused(asked, AlreadyDone(entry)))
    assert "已经交过了" in answer
    assert "什么都没有记下" not in answer


def test_htmx_gets_an_alert_and_not_a_page(asked):
    request = RequestFactory().post("/some/page/", headers={"HX-Request": "true"})
    request.user = AnonymousUser()
    answer = errors.refused(request, "刚才已经办完了")
    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#qd-said"
    assert "<html" not in body(answer)
    assert "刚才已经办完了" in body(answer)


def test_how_long_to_wait(asked):
    answer = errors.locked_out(asked, minutes=15)
    assert "等 15 分钟" in body(answer)
    assert answer["Retry-After"] == "900"


def test_a_refusal_nobody_caught_is_still_an_answer(asked):
    guard = errors.RefusedMiddleware(lambda request: None)
    assert guard.process_exception(asked, Refused("票数比人多")).status_code == 409
    assert guard.process_exception(asked, ValueError("a fault")) is None


def test_500_needs_nothing_and_speaks_both_languages(asked, settings):
    settings.TEMPLATES = []
    answer = body(errors.server_error(asked))
    assert "不是您的错" in answer
    assert "Something failed" in answer
    assert "{%" not in answer
    assert "<link" not in answer


def test_the_house_answers_with_these_pages(client, settings):
    settings.DEBUG = False
    with translation.override("zh-hans"):
        missing = client.get("/there/is/no/such/page/")
    assert missing.status_code == 404
    assert "没有这一页" in body(missing)
    assert 'data-face="portal"' in body(missing)
