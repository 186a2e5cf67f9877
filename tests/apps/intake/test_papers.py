"""Signed sheets come back: the printed code, photographed, leads each to its case and step."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageFilter

from qingdan.features.cases.models import CaseFile
from qingdan.records.register.models import Entry
from tests.apps.cases.test_walk import hand_in, requested
from tests.cast import client_for

PAPERS = "/desk/papers/"


def photographed(pdf: bytes, turn: float = 0.0, blur: float = 0.0, kind: str = "JPEG") -> bytes:
    """The first page of a PDF as a phone would take it: on a grey table, turned, a little out of focus."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0].render(scale=2.5).to_pil().convert("RGB")
    table = Image.new("RGB", (page.width + 300, page.height + 300), "#8a8378")
    table.paste(page, (150, 150))
    if turn:
        table = table.rotate(turn, expand=True, fillcolor="#8a8378")
    if blur:
        table = table.filter(ImageFilter.GaussianBlur(blur))
    out = io.BytesIO()
    table.save(out, kind, quality=82)
    return out.getvalue()


def printed(client, case, key: str) -> bytes:
    answer = client.get(reverse("forms:filled", args=[case.pk, key]))
    assert answer.status_code == 200
    return answer.content


def hand_back(client, *contents: bytes, suffix: str = "jpg", mime: str = "image/jpeg"):
    files = [SimpleUploadedFile(f"表{n}.{suffix}", c, mime) for n, c in enumerate(contents)]
    return client.post(PAPERS, {"sheets": files, "once": "one"})


@pytest.mark.parametrize(("turn", "blur"), [(0, 0), (7, 1.2), (90, 0.8), (181, 0)])
def test_a_photograph_finds_its_case_and_step_however_it_lay(cast, opened, turn, blur):
    case, client = opened(), client_for(cast["clerk"])
    answer = hand_back(client, photographed(printed(client, case, "request"), turn, blur))
    page = answer.content.decode()
    row = CaseFile.objects.get(case=case)
    assert (row.key, row.kind, row.seq) == ("request", "photo", None)
    assert "还差一步" in page and "?step=request" in page
    form = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "表0.jpg" in form  # and the form says that it is there


def test_a_scanned_pdf_is_read_too_and_a_sheet_of_a_done_step_is_filed_beside_what_was_recorded(cast, opened):
    case, client = requested(cast, opened), client_for(cast["clerk"])
    before = case.version
    page = hand_back(client, printed(client, case, "request"), suffix="pdf", mime="application/pdf").content.decode()
    late = CaseFile.objects.filter(case=case, name="表0.pdf").get()
    assert (late.key, late.seq) == ("request", 1) and "收下了" in page
    case.refresh_from_db()
    assert case.version == before  # nothing that was recorded has changed
    assert Entry.objects.filter(kind="cases.late-file-added", subject_id=case.pk).count() == 1


def test_a_pile_is_sorted_and_a_bad_one_keeps_none_back(cast, opened):
    one, two = opened(), opened()
    client = client_for(cast["clerk"])
    sheets = [photographed(printed(client, case, "request")) for case in (one, two)]
    blank = photographed(client.get(reverse("forms:blank", args=["small-buy", "request"])).content)
    page = hand_back(client, sheets[0], b"", blank, plain(), sheets[1]).content.decode()
    assert set(CaseFile.objects.values_list("case", flat=True)) == {one.pk, two.pk}
    assert "文件是空的" in page and "空白表" in page and "没有认出" in page


def plain() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(out, "JPEG")
    return out.getvalue()


def test_two_different_sheets_on_one_photograph_are_not_guessed(cast, opened):
    client = client_for(cast["clerk"])
    pages = [Image.open(io.BytesIO(photographed(printed(client, opened(), "request")))) for _ in range(2)]
    both = Image.new("RGB", (pages[0].width * 2, pages[0].height), "white")
    both.paste(pages[0], (0, 0))
    both.paste(pages[1], (pages[0].width, 0))
    out = io.BytesIO()
    both.save(out, "JPEG", quality=85)
    assert "几张不同的表" in hand_back(client, out.getvalue()).content.decode()
    assert not CaseFile.objects.exists()


def test_whose_case_it_is_not_learns_nothing_and_puts_nothing_in(cast, opened):
    case = opened()
    sheet = photographed(printed(client_for(cast["clerk"]), case, "request"))
    page = hand_back(client_for(cast["clerk_two"]), sheet).content.decode()
    assert "不是您经办" in page and case.number not in page and not CaseFile.objects.exists()


def test_the_code_leads_an_official_to_the_step_and_a_villager_to_where_cases_are_followed(cast, opened, client):
    case = opened()
    address = reverse("intake:sheet", args=[case.pk, "request"])
    assert client.get(address).url == reverse("portal:track")
    assert client_for(cast["clerk_two"]).get(address).url == reverse("portal:track")
    assert client_for(cast["clerk"]).get(address).url == f"{reverse('cases:case', args=[case.pk])}?step=request"


def test_too_many_at_once_and_none_at_all_are_told_so(cast, opened):
    client = client_for(cast["clerk"])
    many = client.post(PAPERS, {"sheets": [SimpleUploadedFile(f"{n}.jpg", b"x") for n in range(31)]})
    assert many.status_code == 422 and "最多30张" in many.content.decode()
    assert client.post(PAPERS, {}).status_code == 422


def test_a_sheet_is_not_taken_for_a_step_that_has_not_begun(cast, opened):
    case, client = opened(), client_for(cast["clerk"])
    pdf = printed(client, case, "request")
    assert pdf
    hand_in_nothing = client.get(reverse("forms:filled", args=[case.pk, "sign"]))
    assert hand_in_nothing.status_code == 404  # and there is no such form to sign


__all__ = ["hand_in"]
