"""By what a ledger is judged, who may import it, what follows when places change, and what pages cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from qingdan.features.ledgers import judging
from qingdan.features.ledgers.drafts import sweep
from qingdan.features.ledgers.models import Draft, Finding, Ledger
from qingdan.features.ledgers.reading import layout_from_json, read, unpacked
from qingdan.records.editions.acts.limits import Setting, set_limit
from qingdan.records.regions import rebasing
from qingdan.records.regions.acts.villages import add_village
from qingdan.records.regions.rebasing import Move
from qingdan.records.register.acts import Refused
from tests.apps.boards.stage import Stage
from tests.apps.ledgers.sheets import ROWS, Hand, book, text
from tests.cast import house, today

pytestmark = pytest.mark.django_db


def test_the_numbers_of_the_place_are_said_on_the_page(stage: Stage) -> None:
    set_limit(
        acting=stage.cast.acting("leader"), wanted=Setting(stage.cast.town, "petty", 400_000, today(), "示例文件")
    )
    hand = Hand(stage)
    ledger = hand.ledger()
    assert ledger.limits["petty"] == 400_000
    page = hand.get("ledger", ledger.pk).content.decode()
    assert "零星采购按本地定的 ¥4,000.00，清单里是 ¥5,000.00" in page
    assert stage.edition.digest[:12] in page


def test_more_is_looked_at_than_the_order_of_steps(stage: Stage) -> None:
    """A meeting to which too few came, and a notice that hung too short."""
    hand = Hand(stage)
    ledger = hand.ledger(
        text("编号,申请,开会,应到,实到,报账,公示\n1,2023-05-02,2023-05-04,30,9,2023-05-08,2023-05-30\n")
    )
    found = Finding.objects.get(ledger=ledger)
    assert (found.kind, found.step) == ("quorum-short", "decide")
    assert found.zh == "“开会”：应到30人，实到9人，至少要20人。"


def test_a_village_that_has_not_joined_has_past_cases_too(stage: Stage) -> None:
    new = add_village(
        acting=house(),
        town=stage.cast.town,
        name="示例三村村民委员会",
        code="419001105903",
        since=today(),
        is_demo=True,
    )
    assert new.state == "not-joined"
    assert Hand(stage, "leader").ledger(village=new).cases == 3


def test_who_may_not_begin_the_case_may_not_import_it(stage: Stage) -> None:
    member = Hand(stage, "member")
    assert member.get("import").status_code == 404
    clerk = Hand(stage)
    elsewhere = clerk.upload(book(), village=stage.cast.two)
    assert elsewhere.status_code == 422 and not Draft.objects.exists()
    assert clerk.upload(book(), power="no-such-power").status_code == 422


def test_ledgers_follow_a_merger_and_drafts_go(stage: Stage) -> None:
    hand = Hand(stage)
    ledger = hand.ledger()
    hand.draft(text("编号,申请\n1,2023-05-02\n"))
    one, two = stage.cast.one, stage.cast.two
    move = Move(today(), ((one.path, two.path),), {one.pk: two})
    counted = {
        line.what: line.number for line in next(r for r in rebasing.rebasers() if r.name == "ledgers").count(move)
    }
    assert counted == {"以前的台账": 1, "没有确认的台账表格": 1}
    next(r for r in rebasing.rebasers() if r.name == "ledgers").apply(house(), move)
    moved = Ledger.objects.get(pk=ledger.pk)
    assert (moved.village_id, moved.place) == (two.pk, two.path) and not Draft.objects.exists()


def test_a_draft_is_forgotten_within_a_day(stage: Stage) -> None:
    draft = Hand(stage).draft()
    assert sweep(timezone.now()) == 0
    Draft.objects.filter(pk=draft.pk).update(made_at=timezone.now() - timedelta(hours=25))
    assert sweep(timezone.now()) == 1 and not Draft.objects.exists()


def cost(hand: Hand, name: str, *args: object) -> int:
    """How many queries a warm page asks."""
    hand.get(name, *args)
    with CaptureQueriesContext(connection) as asked:
        assert hand.get(name, *args).status_code == 200
    return len(asked.captured_queries)


def test_pages_cost_the_same_however_many_ledgers_there_are(stage: Stage) -> None:
    town = Hand(stage, "leader")
    first = town.ledger()
    pages = (("list",), ("villages",), ("power", "small-buy"), ("ledger", first.pk))
    before = [cost(town, *page) for page in pages]
    for n in range(4):
        rows = [*ROWS[:6], [f"{n + 7}", "买米", None, "2023-05-02", None, None, "2023-05-08", None, None, None]]
        town.ledger(book(*rows, name=f"{n}.xlsx"), village=(stage.cast.one, stage.cast.two)[n % 2])
    big = town.ledger(book(*ROWS[:3], *([f"9{n}", "买盐", None, None, None, None, "2023-05-08"] for n in range(20))))
    assert [cost(town, *page) for page in pages] == before
    assert cost(town, "ledger", big.pk) == before[3]
    assert max(before) <= 12, before


def test_lists_page_by_key(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from qingdan.features.ledgers import queries
    from qingdan.features.ledgers.views import overview, report

    for module in (queries, overview, report):
        monkeypatch.setattr(module, "PAGE", 1)
    town = Hand(stage, "leader")
    one, two = town.ledger(), town.ledger(book(*ROWS[:5], name="b.xlsx"), village=stage.cast.two)
    page = town.get("list")
    assert [row["ledger"] for row in page.context["rows"]] == [two] and page.context["older"] == two.pk
    assert [r["ledger"] for r in town.get("list", before=two.pk).context["rows"]] == [one]
    page = town.get("villages")
    assert page.context["after"] == stage.cast.one.path
    rows = town.get("villages", after=page.context["after"]).context["rows"]
    assert [r["row"].village for r in rows] == [stage.cast.two]
    cases = [row["case"].number for row in town.get("ledger", one.pk).context["rows"]]
    assert cases == ["2"]


def test_what_takes_too_long_is_said_and_the_next_try_goes_on(stage: Stage) -> None:
    hand = Hand(stage)
    draft = hand.draft()
    standard = judging.standard_for(stage.cast.one, "small-buy", today())
    layout = layout_from_json(draft.layout)
    reading = read(draft.file_name, unpacked(draft.sheets), layout, standard.steps(), titles=True)
    with pytest.raises(Refused, match="会接着做"):
        judging.judge(reading, standard, most=-1.0)
    assert judging.judge(reading, standard).counts.traces == 3
