"""What a villager's phone loads, over a slow line, for each page that the real list makes: at most 60 KB, no script."""

import gzip
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from qingdan.domain.catalogue.model import Edition, Power
from qingdan.features.cases.acts import open_case
from qingdan.features.cases.models import Case
from qingdan.records.regions.days import local_date
from qingdan.watch.duties import queries
from qingdan.watch.duties.finding import occasions_of
from qingdan.web.templatetags.flow import MOST_LINES
from tests.apps.portal.test_home import BUDGET, THEME
from tests.budget import rounds
from tests.cast import Cast
from tests.cast import cast as cast  # the fixture
from tests.editions import load_shipped
from tests.loaded import one_of_each_norm

HEAVIEST = 12

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def edition(cast, client):
    edition = load_shipped()
    client.get(reverse("portal:village", args=[cast.one.pk]))
    return edition


def heaviest(edition: Edition) -> list[Power]:
    """The powers with the most steps and those about the length at which the drawing gets its own page: if theirs are
    light enough, the others' are. All with ``ROUNDS`` above one."""
    every = sorted(edition.powers.values(), key=lambda power: -len(power.flow.steps()))
    if rounds(1) > 1:
        return every
    near = sorted(every, key=lambda power: abs(len(power.flow.steps()) - MOST_LINES))
    return list({power.slug: power for power in (*every[:HEAVIEST], *near[:HEAVIEST])}.values())


def owed(village):
    """What a village that has published nothing has to publish, and what of it is overdue."""
    return occasions_of(village, local_date(timezone.now()))


def running(cast: Cast, edition: Edition, power: Power) -> Case:
    """A case of a power, just begun."""
    return open_case(
        acting=cast.acting("clerk"), edition=edition, power=power.slug, village=cast.one, title="示例",
        happened_at=timezone.now() - timedelta(hours=1), parties={"applicant": cast["kin"].person.pk},
    ).case  # fmt: skip


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_the_real_list_fits_a_slow_line(cast, edition, client, settings, monkeypatch, language):
    monkeypatch.setattr(queries, "heard_in", lambda villages: {})  # as if it had joined here when it did
    village = cast.one
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    frame = sum(len(gzip.compress(file.read_bytes(), 9)) for file in THEME)
    pages = ["/", "/villages/", "/powers/", "/duties/", "/prohibitions/", "/track/", "/objection/", "/sign-in/"]
    pages += [f"/powers/?norm={norm}" for norm in edition.norms]
    powers = heaviest(edition) if language == "zh-hans" else [edition.powers[slug] for slug in one_of_each_norm()]
    pages += [reverse("portal:guide", args=[power.slug]) for power in powers]
    here = village.pk
    pages += [reverse("boards:village", args=[here]), reverse("duties:village", args=[here])]
    pages += [reverse("reach:subscribe", args=[here])]
    pages += [reverse("duties:occasion", args=[here, o.slug, o.key]) for o in owed(village)[:2]]
    pages += ["/handbook/", *(f"/handbook/{norm}/" for norm in edition.norms)]
    pages += [f"/handbook/{power.norm}/{power.slug}/" for power in powers]
    pages += [f"/handbook-lists/{which}/" for which in ("duties", "prohibitions", "sources")]
    pages += [reverse("publicity:kit", args=[edition.powers_of(norm)[0].slug]) for norm in edition.norms]
    pages += [f"/villages/{cast.one.pk}/{page}" for page in ("progress/", "progress/?done=1", "coming/")]
    pages += [reverse("progress:case", args=[running(cast, edition, power).public_code]) for power in powers]
    weights = {page: frame + len(gzip.compress(client.get(page).content, 9)) for page in pages}
    assert {page: weight for page, weight in weights.items() if weight > BUDGET} == {}


def test_no_page_says_anything_by_script(edition, client):
    for page in ("/", "/powers/", "/duties/", "/prohibitions/", "/track/", "/sign-in/", "/nowhere/"):
        text = client.get(page).content.decode()
        assert re.findall(r"<script(?![^>]* src=)", text) == [], page
        assert re.findall(r"\son[a-z]+=", text) == [], page
