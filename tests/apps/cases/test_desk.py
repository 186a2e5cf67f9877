"""The desk's pages as officials use them: open, fill in, hand in, confirm, refuse, urge, hand over, withdraw."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case, CaseEvent, CaseFile, Draft
from qingdan.records.files.models import StoredFile
from qingdan.records.people.acts import declare_kin
from qingdan.records.register.models import Entry
from tests.cast import client_for


def photo(name: str = "示例.jpg") -> SimpleUploadedFile:
    kept = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(kept, "JPEG")
    return SimpleUploadedFile(name, kept.getvalue(), "image/jpeg")


REQUEST = {"f-budget": "3,000", "f-account": "6222000000000000"}


def do(client, case: Case, key: str, data: dict | None = None, **files):
    return client.post(reverse("cases:do", args=[case.pk, key]), {**(data or {}), **files})


@pytest.fixture
def clerk(cast, edition):
    return client_for(cast["clerk"])


@pytest.fixture
def case(opened) -> Case:
    return opened()


def test_the_inbox_shows_what_is_mine_and_nothing_else(cast, clerk, case):
    page = clerk.get(reverse("cases:inbox"))
    assert page.status_code == 200
    assert case.title in page.content.decode()
    assert case.title not in client_for(cast["director"]).get(reverse("cases:inbox")).content.decode()
    assert case.title not in client_for(cast["clerk_two"]).get(reverse("cases:inbox")).content.decode()


def test_a_clerk_opens_a_case_and_hands_in_its_first_step(clerk):
    assert "零星采购" in clerk.get(reverse("cases:choose")).content.decode()
    page = clerk.post(reverse("cases:open", args=["small-buy"]), {"title": "买一台打印机", "once": "a"}, follow=True)
    case = Case.objects.get()
    assert case.title in page.content.decode()
    answer = do(clerk, case, "request", REQUEST, **{"e-photo": photo()})
    assert answer.status_code == 302, answer.content.decode()
    case.refresh_from_db()
    assert (list(case.state["open"]), case.state["facts"]) == (["sign"], {"budget": 300_000})


def test_the_same_form_handed_in_twice_opens_one_case(clerk):
    for _ in range(2):
        clerk.post(reverse("cases:open", args=["small-buy"]), {"title": "买一台打印机", "once": "the-same"})
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "files", "words"),
    [
        pytest.param({"f-budget": "", "f-account": "1"}, True, "必填", id="an empty field"),
        pytest.param({"f-budget": "很多", "f-account": "6222000000000000"}, True, "很多", id="an amount in words"),
        pytest.param(REQUEST, False, "还差材料", id="no evidence"),
        pytest.param({**REQUEST, "happened_at": "2999-01-01T08:00"}, True, "不能晚于现在", id="a date in the future"),
        pytest.param({**REQUEST, "capacity": "9"}, True, "", id="an edited hidden field"),
    ],
)
def test_what_is_wrong_is_said_beside_the_form_and_what_was_typed_is_still_there(clerk, case, data, files, words):
    answer = do(clerk, case, "request", data, **({"e-photo": photo()} if files else {}))
    if words:
        assert answer.status_code in (409, 422)
        assert words in answer.content.decode()
        case.refresh_from_db()
        assert case.version == 0
    else:
        assert answer.status_code == 302  # one capacity: there is nothing to choose, whatever the field says


def test_another_village_does_not_know_that_the_case_exists(cast, case):
    client = client_for(cast["clerk_two"])
    assert client.get(reverse("cases:case", args=[case.pk])).status_code == 404
    assert do(client, case, "request", REQUEST, **{"e-photo": photo()}).status_code == 404


def test_who_may_not_do_the_step_is_told_and_nothing_is_written(cast, case):
    answer = do(client_for(cast["director"]), case, "request", REQUEST, **{"e-photo": photo()})
    assert answer.status_code == 409
    assert "不能由您来办" in answer.content.decode()
    case.refresh_from_db()
    assert case.version == 0


def test_a_refusal_needs_its_reason(cast, clerk, case):
    do(clerk, case, "request", REQUEST, **{"e-photo": photo()})
    secretary = client_for(cast["secretary"])
    assert "请写明理由" in do(secretary, case, "sign", {"result": "refused"}).content.decode()
    assert do(secretary, case, "sign", {"result": "refused", "reason": "预算没有依据"}).status_code == 302
    case.refresh_from_db()
    assert (case.phase, case.outcome) == ("over", "refused")
    assert "预算没有依据" in clerk.get(reverse("cases:case", args=[case.pk])).content.decode()


def test_a_draft_is_kept_for_its_writer_and_gone_when_handed_in(cast, clerk, case):
    clerk.post(reverse("cases:draft", args=[case.pk, "request"]), {"f-budget": "12"})
    assert 'value="12"' in clerk.get(reverse("cases:case", args=[case.pk])).content.decode()
    do(clerk, case, "request", REQUEST, **{"e-photo": photo()})
    assert not Draft.objects.exists()


def test_urging_once_a_day(cast, clerk, case):
    director = client_for(cast["director"])
    assert director.post(reverse("cases:urge", args=[case.pk, "request"])).status_code == 302
    again = director.post(reverse("cases:urge", args=[case.pk, "request"]))
    assert "已经催过" in again.content.decode()
    assert "有人催办" in clerk.get(reverse("cases:inbox")).content.decode()


def test_handing_over_only_to_somebody_who_may(cast, clerk, case):
    answer = clerk.post(reverse("cases:hand-over", args=[case.pk, "request"]), {"to": cast["director"].person.pk})
    assert "不能转给这个人" in answer.content.decode()


@pytest.mark.parametrize("bad", [b"", b"MZ\x90\x00 not a photo", b"<svg onload='alert(1)'></svg>"])
def test_a_bad_upload_is_refused_and_nothing_is_kept(clerk, case, bad):
    answer = do(clerk, case, "request", REQUEST, **{"e-photo": SimpleUploadedFile("a.jpg", bad, "image/jpeg")})
    assert answer.status_code in (409, 422)
    case.refresh_from_db()
    assert (case.version, case.files.count()) == (0, 0)


def test_evidence_is_for_those_who_handle_the_case(cast, clerk, case):
    do(clerk, case, "request", REQUEST, **{"e-photo": photo()})
    url = reverse("cases:file", args=[case.pk, case.files.get().pk])
    assert clerk.get(url).status_code == 200
    assert client_for(cast["clerk_two"]).get(url).status_code == 404
    assert client_for(cast["group_leader"]).get(url).status_code == 404


@pytest.mark.parametrize("page", ["cases:inbox", "cases:list"])
def test_a_list_costs_the_same_however_many_rows_there_are(clerk, opened, page, django_assert_num_queries):
    def count() -> int:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        clerk.get(reverse(page))
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse(page))
        return len(queries)

    opened()
    one = count()
    for _ in range(5):
        opened()
    assert count() == one


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_desk_opens_in_both_languages(clerk, case, language):
    clerk.cookies["django_language"] = language
    for name, args in [("inbox", []), ("list", []), ("choose", []), ("open", ["small-buy"]), ("case", [case.pk])]:
        assert clerk.get(reverse(f"cases:{name}", args=args)).status_code == 200


TWO_STEPS = (
    "facts:\n  note: {type: text, title: {zh: 说明, en: Note}, set_by: second, audience: officials}\n"
    "outcomes: {shown: {zh: 办完, en: Done}}\nflow:\n"
    "- {do: first, name: {zh: 先办, en: First}, how: {zh: 办, en: Do}, by: village-clerk, guards: [plain-slips]}\n"
    "- {do: second, name: {zh: 再办, en: Second}, how: {zh: 办, en: Do}, by: village-clerk}\n"
    "- {do: third, name: {zh: 别人办, en: Third}, how: {zh: 办, en: Do}, by: village-director}\n"
)


@pytest.fixture
def small_matter(cast, adopt_flow, yesterday) -> Case:
    return open_case(
        acting=cast.acting("clerk"), edition=adopt_flow(TWO_STEPS), power="small-buy", village=cast.one,
        title="一件小事", happened_at=yesterday,
    ).case  # fmt: skip


def test_two_steps_in_one_sitting_are_two_acts(cast, clerk, small_matter):
    page = clerk.get(reverse("cases:case", args=[small_matter.pk])).content.decode()
    assert "then1-also" in page and "then2-also" not in page  # the third step is another person's
    answer = do(clerk, small_matter, "first", {"then1-also": "1", "then1-f-note": "都办了", "once": "x"})
    assert answer.status_code == 302, answer.content.decode()
    small_matter.refresh_from_db()
    assert list(small_matter.state["open"]) == ["third"]
    assert [e.key for e in small_matter.events.order_by("seq")] == ["first", "second"]
    assert Entry.objects.filter(kind="cases.step-done").count() == 2


def test_a_sitting_with_something_wrong_does_nothing(clerk, small_matter):
    answer = do(clerk, small_matter, "first", {"then1-also": "1", "then1-f-note": ""})
    assert answer.status_code == 422
    small_matter.refresh_from_db()
    assert small_matter.version == 0


def test_what_follows_is_left_alone_unless_it_is_ticked(clerk, small_matter):
    assert do(clerk, small_matter, "first").status_code == 302
    small_matter.refresh_from_db()
    assert list(small_matter.state["open"]) == ["second"]


AGAIN = (
    "facts:\n  sum: {type: money, title: {zh: 金额, en: Sum}, set_by: ask, audience: officials}\n"
    "outcomes: {shown: {zh: 办完, en: Done}, stopped: {zh: 停办, en: Stopped}}\nflow:\n- repeat:\n"
    "  - {do: ask, name: {zh: 申请, en: Ask}, how: {zh: 办, en: Do}, by: village-clerk, guards: [plain-slips]}\n"
    "  - {approve: look, name: {zh: 审核, en: Look}, how: {zh: 办, en: Do}, by: village-director}\n"
    "  until: look.result == passed\n  at_most: 3\n  else: [{end: stopped}]\n"
)


def test_what_was_returned_can_be_corrected(cast, clerk, adopt_flow, yesterday):
    case = open_case(
        acting=cast.acting("clerk"), edition=adopt_flow(AGAIN), power="small-buy", village=cast.one, title="改一改",
        happened_at=yesterday,
    ).case  # fmt: skip
    do(clerk, case, "ask", {"f-sum": "50"})
    do(client_for(cast["director"]), case, "look", {"result": "returned", "reason": "写错了"})
    page = clerk.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert 'value="50.00"' in page and "写错了" in page
    assert do(clerk, case, "ask", {"f-sum": "60"}).status_code == 302
    case.refresh_from_db()
    assert case.state["facts"] == {"sum": 6_000}


def test_the_case_page_costs_the_same_however_long_its_record_is(cast, clerk, case):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def count() -> int:
        clerk.get(reverse("cases:case", args=[case.pk]))
        with CaptureQueriesContext(connection) as queries:
            clerk.get(reverse("cases:case", args=[case.pk]))
        return len(queries)

    before = count()
    paper = StoredFile.objects.create(digest="0" * 64, salt="s", size=1, mime="image/jpeg", stored_at=case.opened_at)
    for n in range(1, 9):
        common = {"case": case, "happened_at": case.opened_at, "recorded_at": case.opened_at}
        CaseEvent.objects.create(
            **common, seq=n, type="dispute", key="request", payload={"type": "dispute", "key": "request"},
            recorded_by=cast["member"].person,
        )  # fmt: skip
        CaseFile.objects.create(
            case=case, key="sign", kind="photo", file=paper, name=f"{n}.jpg", added_at=case.opened_at,
            added_by=cast["member"].person, seq=n,
        )  # fmt: skip
    assert count() == before


def test_a_picture_shows_its_preview(clerk, case):
    do(clerk, case, "request", REQUEST, **{"e-photo": photo()})
    url = reverse("cases:file", args=[case.pk, case.files.get().pk])
    preview = clerk.get(url, {"preview": "thumb"})
    assert (preview.status_code, preview["Content-Type"]) == (200, "image/jpeg")


KIN = (
    "facts: {}\noutcomes: {shown: {zh: 办完, en: Done}}\nflow:\n"
    "- {do: ask, name: {zh: 受理, en: Accept}, how: {zh: 办, en: Do}, by: village-clerk,"
    " guards: [plain-slips]}\n"
)


def test_who_must_stand_aside_is_told_so_and_not_what_it_is_about(cast, clerk, adopt_flow, yesterday):
    declare_kin(
        acting=cast["clerk"].acting, person=cast["clerk"].person, relation="sibling", relative=cast["villager"].person
    )
    case = open_case(
        acting=cast.acting("director"), edition=adopt_flow(KIN), power="small-buy", village=cast.one,
        title="陶村民的事", happened_at=yesterday, parties={"applicant": cast["villager"].person.pk},
    ).case  # fmt: skip
    for page in ("cases:inbox", "cases:list"):
        seen = clerk.get(reverse(page)).content.decode()
        assert "需要您回避" in seen and case.title not in seen, page
    assert case.title in client_for(cast["secretary"]).get(reverse("cases:list")).content.decode()
    assert clerk.get(reverse("cases:case", args=[case.pk])).status_code == 404
