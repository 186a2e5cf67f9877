"""The stopped form, the covered notice and the case with what was let stand, in a real browser, on a phone and a desk.
With ``QINGDAN_SHOTS=FOLDER`` each is also drawn as a picture there."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from qingdan.features.cases.acts import complete_step
from qingdan.features.cases.models import Case
from qingdan.features.cases.running import Handed
from tests.apps.leaks.test_walk import IDENTITY, PHONE, WHY, WORDS, meet
from tests.cast import client_for

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def check(window, axe_findings, name, width):
    shots = os.environ.get("QINGDAN_SHOTS")
    if shots:
        window.screenshot(path=str(Path(shots) / f"{name}-{width}.png"), full_page=True)
    assert axe_findings(window) == [], name
    assert window.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, name


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_a_clerk_is_stopped_says_why_and_sees_what_will_be_covered(
    browser, axe_findings, live_server, cast, telling, width, height
):
    window, case = browser.page(width, height), telling()
    session = client_for(cast["clerk"]).cookies["sessionid"].value
    window.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    window.goto(live_server.url + reverse("cases:case", args=[case.pk]))
    window.get_by_label("做什么").fill(WORDS)
    window.get_by_role("button", name="交上去").click()
    expect(window.get_by_text("【138****5678】").first).to_be_visible()
    expect(window.get_by_label("做什么")).to_have_value(WORDS)
    check(window, axe_findings, "stopped", width)
    window.get_by_label("为什么要留下这些个人信息").fill(WHY)
    window.get_by_role("button", name="交上去").click()
    expect(window.get_by_text(WHY)).to_be_visible()
    check(window, axe_findings, "stands", width)

    other = telling()
    complete_step(
        acting=cast.acting("clerk"), case_id=other.pk, key="write", role="village-clerk",
        facts={"what": f"电工张某{PHONE}，身份证{IDENTITY}"}, handed=Handed(timezone.now() - timedelta(hours=1)),
    )  # fmt: skip
    meet(cast, Case.objects.get(pk=other.pk))
    window.goto(f"{live_server.url}{reverse('cases:case', args=[other.pk])}?step=tell")
    expect(window.get_by_text("贴出时这几处会自动遮住")).to_be_visible()
    check(window, axe_findings, "covered", width)
