"""One click signs in as one of the cast: in a demonstration, on this machine, and nowhere else."""

from __future__ import annotations

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from qingdan.records.people.acts import add_person, open_account
from qingdan.records.register.acts import Acting, Refused
from qingdan.records.register.models import Entry
from qingdan.web.demo import mark
from qingdan.web.demo.acts import make_demonstration
from qingdan.web.models import DemoMark
from tests.apps.demo.conftest import real_places
from tests.cast import house, join

HERE = ["127.0.0.1", "localhost"]


@pytest.fixture(autouse=True)
def forgotten():
    yield
    mark._known["is_demonstration"] = False


@pytest.fixture
def here(settings) -> Client:
    settings.ALLOWED_HOSTS = HERE
    return Client(SERVER_NAME="127.0.0.1")


@pytest.fixture
def marked(cast) -> None:
    make_demonstration(acting=Acting.system("演示", timezone.now()))
    mark.remember()


def sign_in(browser: Client, account: object, **extra: str) -> int:
    return browser.post(reverse("demo:as"), {"person": getattr(account, "pk", account)}, **extra).status_code


@pytest.mark.django_db
def test_one_click_and_the_register_has_it(here, marked, cast):
    account = cast["clerk"].account
    assert here.get(reverse("cases:inbox")).status_code == 302
    answer = here.post(reverse("demo:as"), {"person": account.pk})
    assert (answer.status_code, answer["Location"]) == (302, reverse("cases:inbox"))
    assert here.get(reverse("cases:inbox")).status_code == 200
    assert Entry.objects.latest("pk").kind == "people.signed-in"
    assert Entry.objects.latest("pk").actor_name == "示例·赵文书"


@pytest.mark.django_db
def test_the_sign_in_page_shows_the_cast_by_place(here, marked, cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page = here.get(reverse("people:sign-in")).content.decode()
    assert "演示：点一下，就以这个人登录" in page
    assert page.count('name="person"') == len(cast.members)
    assert page.index("示例一村") < page.index("没有职务的村民")
    assert "村党组织书记、" in page  # 一肩挑: two posts of one person


@pytest.mark.django_db
def test_every_page_of_a_demonstration_says_so_without_asking(here, marked, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert mark.is_demonstration()
    assert "演示数据" in here.get(reverse("people:sign-in")).content.decode()


@pytest.mark.django_db
def test_a_page_next_is_kept_and_another_houses_is_not(here, marked, cast):
    for wanted, then in (("/desk/cases/", "/desk/cases/"), ("https://example.org/", reverse("cases:inbox"))):
        answer = here.post(reverse("demo:as"), {"person": cast["clerk"].account.pk, "next": wanted})
        assert answer["Location"] == then


@pytest.mark.django_db
def test_without_the_mark_there_is_no_such_page(here, cast):
    mark.remember()
    assert sign_in(here, cast["clerk"].account) == 404
    assert "演示" not in here.get(reverse("people:sign-in")).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "extra",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "unix:"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    ],
)
def test_from_elsewhere_there_is_no_such_page(here, marked, cast, extra):
    assert sign_in(here, cast["clerk"].account, **extra) == 404
    assert "demo-cast" not in here.get(reverse("people:sign-in"), **extra).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("hosts", [["*"], ["qingdan.example.org"], [*HERE, "10.0.0.5"]])
def test_with_other_hosts_there_is_no_such_page(settings, marked, cast, hosts):
    settings.ALLOWED_HOSTS = hosts
    assert sign_in(Client(SERVER_NAME=hosts[-1].replace("*", "127.0.0.1")), cast["clerk"].account) == 404


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["", "x", "-1", "²", "9" * 40])
def test_nobody_is_not_somebody(here, marked, person):
    assert sign_in(here, person) == 404


@pytest.mark.django_db
def test_real_people_and_closed_accounts_cannot_be_taken(here, marked, cast):
    real = add_person(acting=house(), name="赵真实")
    account = open_account(acting=house(), person=real, username="real", password_hash="!")
    assert sign_in(here, account) == 404
    closed = join(cast, "closed", "示例·已停用").account
    type(closed).objects.filter(pk=closed.pk).update(is_active=False)
    assert sign_in(here, closed) == 404


@pytest.mark.django_db
def test_only_by_post(here, marked):
    assert here.get(reverse("demo:as")).status_code == 405


# -- it refuses to start anywhere else ---------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_check_refuses_other_hosts(settings, marked):
    settings.ALLOWED_HOSTS = ["qingdan.example.org"]
    assert [c.id for c in run_checks(tags=["security"]) if c.id == "qingdan.E001"] == ["qingdan.E001"]
    with pytest.raises(ImproperlyConfigured, match=r"anybody signs in as anybody.*qingdan.example.org"):
        mark.refuse_to_start()
    settings.ALLOWED_HOSTS = HERE
    assert not [c for c in run_checks(tags=["security"]) if c.id == "qingdan.E001"]
    mark.refuse_to_start()


@pytest.mark.django_db
def test_a_house_that_is_no_demonstration_may_be_anywhere(settings, cast):
    settings.ALLOWED_HOSTS = ["qingdan.example.org"]
    assert not [c for c in run_checks(tags=["security"]) if c.id == "qingdan.E001"]
    mark.refuse_to_start()


@pytest.mark.django_db
def test_a_database_without_tables_starts(settings, monkeypatch):
    from django.db import DatabaseError

    def no_table(*args: object) -> None:
        raise DatabaseError("no such table")

    monkeypatch.setattr("django.db.models.query.QuerySet.exists", no_table)
    mark.refuse_to_start()
    assert not mark.is_demonstration()


# -- it is not made of a house in use ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_house_with_real_people_is_not_made_a_demonstration(demo_edition):
    real_places()
    add_person(acting=house(), name="赵真实")
    with pytest.raises(CommandError, match="有真实的人或村"):
        call_command("demo", "load")
    assert not DemoMark.objects.exists()


@pytest.mark.django_db
def test_without_regions_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="qingdan load divisions"):
        call_command("demo", "load")


@pytest.mark.django_db
def test_without_a_catalogue_it_says_what_to_do(settings, tmp_path):
    real_places()
    settings.EDITION = "nothing"
    with pytest.raises(CommandError, match="qingdan catalogue load"):
        call_command("demo", "load")


@pytest.mark.django_db
def test_a_power_that_is_not_on_the_list_is_named(demo_edition):
    real_places()
    with pytest.raises(CommandError, match=r"no such power: flying\. The list has "):
        call_command("demo", "load", only=["flying"])
    assert not DemoMark.objects.exists()


@pytest.mark.django_db
def test_the_mark_is_made_once(cast):
    make_demonstration(acting=house())
    with pytest.raises(Refused, match="已经是演示了"):
        make_demonstration(acting=house())
