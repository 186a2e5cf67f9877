"""Who acts in which post, what a viewer sees, and that it costs the same few queries for everybody."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from qingdan.domain.rules.audience import Audience, may_see
from qingdan.records.people import gates
from qingdan.records.people.models import Account
from qingdan.records.register.acts import Refused
from tests.cast import Cast, client_for, give_post

pytestmark = pytest.mark.django_db


def request_of(cast: Cast, key: str, **words: str) -> HttpRequest:
    request = RequestFactory().post("/", words)
    request.user = Account.objects.get(pk=cast[key].account.pk)
    request.session = SessionStore()
    return request


SEES = [
    # key, 示例一村, 示例二村, 坡头镇, 承留镇
    ("secretary", True, False, False, False),
    ("clerk", True, False, False, False),
    ("clerk_two", False, True, False, False),
    ("supervisor", True, False, False, False),
    ("representative", False, False, False, False),
    ("party_member", False, False, False, False),
    ("leader", True, True, True, False),
    ("inspection", True, True, True, True),
    ("editor", False, False, False, False),
    ("expired", False, False, False, False),
    ("villager", False, False, False, False),
    ("both", False, True, False, False),
]


@pytest.mark.parametrize(("key", "one", "two", "town", "other_town"), SEES)
def test_papers_for_officials_go_down_the_tree_and_nowhere_else(cast: Cast, key, one, two, town, other_town):
    viewer = gates.viewer_of(request_of(cast, key))
    places = (cast.one, cast.two, cast.town, cast.other_town)
    assert tuple(viewer.sees_officials_papers(p.path) for p in places) == (one, two, town, other_town)


def test_what_a_viewer_does_not_see_is_404(cast: Cast):
    assert gates.village_official_gate(request_of(cast, "clerk"), cast.one).person == cast["clerk"].person
    with pytest.raises(Http404):
        gates.village_official_gate(request_of(cast, "clerk"), cast.two)
    with pytest.raises(Http404):
        gates.post_gate(request_of(cast, "clerk"), "village-clerk", division=cast.two)
    viewer, holding = gates.post_gate(request_of(cast, "clerk"), "village-clerk", division=cast.one)
    assert (viewer.person, holding) == (cast["clerk"].person, cast["clerk"].holding)


AUDIENCES = [
    ("villager", {"internet"}),
    ("expired", {"internet"}),
    ("representative", {"internet", "village", "members"}),
    ("party_member", {"internet", "village", "party-branch"}),
    ("clerk", {"internet", "village", "members", "party-branch", "officials"}),
    ("clerk_two", {"internet"}),
    ("leader", {"internet", "village", "members", "party-branch", "officials"}),
    ("editor", {"internet"}),
]


@pytest.mark.parametrize(("key", "words"), AUDIENCES)
def test_a_post_makes_its_holder_a_reader_of_its_own_place(cast: Cast, key: str, words: set[str]):
    seen = gates.viewer_of(request_of(cast, key)).seen_as(cast.one.path)
    assert {a.value for a in Audience if may_see(a, seen)} == words


def test_a_party_of_a_case_reads_what_is_for_the_parties(cast: Cast):
    viewer = gates.viewer_of(request_of(cast, "villager"))
    assert not may_see(Audience.PARTIES, viewer.seen_as(cast.one.path))
    assert may_see(Audience.PARTIES, viewer.seen_as(cast.one.path, party=True))


def test_a_person_of_two_posts_acts_in_the_one_that_fits_or_the_one_chosen(cast: Cast):
    def post(**how: object) -> str | None:
        return gates.acting_from(request, **how).post

    request = request_of(cast, "both", once="t")
    assert post() == "party-secretary"
    assert post(roles=["village-director"], division=cast.two) == "village-director"
    assert post(post="village-director") == "village-director"
    director = cast["both"].person.holdings.get(post="village-director")
    request.session[gates.ACTING_POST] = director.pk
    assert post() == "village-director"
    assert post(roles=["party-secretary"], division=cast.two) == "party-secretary"
    acting = gates.acting_from(request)
    assert (acting.person_id, acting.post_name, acting.once) == (cast["both"].person.pk, "村民委员会主任", "t")


def test_a_post_that_is_not_held_today_is_refused_in_words(cast: Cast):
    with pytest.raises(Refused, match="任期已满"):
        gates.acting_from(request_of(cast, "expired"), "village-committee-member")
    with pytest.raises(Refused, match="示例二村的村文书兼报账员"):
        gates.acting_from(request_of(cast, "clerk"), roles=["village-clerk"], division=cast.two)


def test_a_villager_acts_without_a_post(cast: Cast):
    acting = gates.acting_from(request_of(cast, "villager"))
    assert (acting.post, acting.post_name) == (None, None)


def test_choosing_a_post_takes_only_ones_own(cast: Cast):
    client = client_for(cast["both"])
    mine = cast["both"].person.holdings.get(post="village-director").pk
    assert client.post(reverse("people:choose-post"), {"holding": mine}).status_code == 302
    assert client.session[gates.ACTING_POST] == mine
    for other in (cast["clerk"].holding.pk, "x", ""):
        assert client.post(reverse("people:choose-post"), {"holding": other}).status_code == 404


def test_an_anonymous_request_has_no_viewer(cast: Cast, rf: RequestFactory):
    request = rf.get("/")
    request.user = AnonymousUser()
    assert gates.viewer_or_none(request) is None
    with pytest.raises(Http404):
        gates.viewer_of(request)


def test_posts_are_read_once_for_a_request(cast: Cast, django_assert_num_queries):
    request = request_of(cast, "both")
    with django_assert_num_queries(1):
        viewer = gates.viewer_of(request)
        assert viewer.person.name
        for place in (cast.one, cast.two, cast.town):
            viewer.posts_for(place)
            viewer.seen_as(place.path)
        gates.acting_from(request)


def test_my_page_costs_the_same_however_much_is_on_it(cast: Cast, django_assert_num_queries):
    client = client_for(cast["party_member"])
    with CaptureQueriesContext(connection) as few:
        assert client.get(reverse("people:me")).status_code == 200
    least = len(few)  # now: the log is emptied by the next request
    give_post(cast, "party_member", "representative", cast.one)
    for n in range(5):
        client.post(reverse("people:declare-kin"), {"relation": "child", "relative_name": f"某{n}"})
        client.post(reverse("people:declare-interest"), {"organisation": f"店{n}", "role": "owner"})
    client.get(reverse("people:me"))
    with django_assert_num_queries(least):
        page = client.get(reverse("people:me")).content.decode()
    assert page.count("店") >= 5
