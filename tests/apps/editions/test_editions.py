"""Loading keeps an edition for ever; reading gives it back without parsing and almost without queries."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from qingdan.domain.complaints import DefinitionError
from qingdan.records.editions import queries
from qingdan.records.editions.acts import adopt_edition, prepare, prepare_years, publish_years
from qingdan.records.editions.models import CalendarYear, Definition, Edition, EditionEntry
from qingdan.records.editions.sources import read_calendars, read_law_texts, read_sources
from qingdan.records.register.acts import Refused
from qingdan.records.register.models import Entry

TODAY = date(2026, 11, 23)
POWER = "mini/powers/buying/small-buy.yaml"

pytestmark = pytest.mark.django_db


def test_loading_writes_one_entry_and_every_file(adopt, catalogue) -> None:
    row = adopt()
    assert row.entries.count() == len(read_sources(catalogue, "mini"))
    entry = Entry.objects.get(kind="editions.edition-adopted")
    assert (entry.data["powers"], entry.data["digest"]) == (2, row.digest)


def test_what_was_loaded_is_what_was_written(adopt, catalogue) -> None:
    written = prepare(read_sources(catalogue, "mini")).edition
    adopt()
    read = queries.current_edition(TODAY)
    assert read.digest == written.digest
    assert list(read.powers) == list(written.powers)
    assert {s: p.digest for s, p in read.powers.items()} == {s: p.digest for s, p in written.powers.items()}
    assert (read.limits, read.bodies, read.laws.keys()) == (written.limits, written.bodies, written.laws.keys())


def test_loading_the_same_again_is_refused_and_writes_nothing(adopt) -> None:
    adopt()
    with pytest.raises(Refused, match="已经载入过了"):
        adopt()
    assert (Edition.objects.count(), Entry.objects.count()) == (1, 1)


def test_two_who_load_at_once_get_one_edition(adopt, catalogue, acting, monkeypatch) -> None:
    prepared = prepare(read_sources(catalogue, "mini"))
    adopt()
    nobody = type("Nobody", (), {"exists": staticmethod(lambda: False)})
    monkeypatch.setattr(Edition.objects, "filter", lambda **_: nobody)  # neither saw the other's
    with pytest.raises(Refused, match="已经载入过了"):
        adopt_edition(acting=acting, prepared=prepared)
    monkeypatch.undo()
    assert Edition.objects.count() == 1


def test_the_edition_in_force_by_day(adopt, change) -> None:
    first = adopt()
    change("mini/edition.yaml", "in_force: 2026-01-01", "in_force: 2026-12-01")
    second = adopt()
    assert queries.current_digest(date(2025, 12, 31)) is None
    assert queries.current_digest(TODAY) == first.digest
    assert queries.current_digest(date(2026, 12, 1)) == second.digest


def test_of_two_in_force_the_last_loaded_counts(adopt, change) -> None:
    adopt()
    change(POWER, "村里买小东西", "村里买点小东西")
    second = adopt()
    assert queries.current_digest(TODAY) == second.digest


def test_an_old_definition_stays_beside_the_new_one(adopt, change) -> None:
    adopt()
    old = queries.current_edition(TODAY).power("small-buy")
    change(POWER, "零星采购", "小额采购")
    adopt()
    new = queries.current_edition(TODAY).power("small-buy")
    assert old.digest != new.digest
    assert queries.definition(old.digest).title.zh == "零星采购"
    assert queries.definition(new.digest).title.zh == "小额采购"
    assert "小额采购" in queries.source_of(new.digest)
    # only the changed file was written anew
    assert Definition.objects.count() == EditionEntry.objects.count() // 2 + 1


def test_without_an_edition_in_force_the_remedy_is_said(catalogue) -> None:
    with pytest.raises(queries.NoEdition, match="run `qingdan catalogue load`"):
        queries.current_edition(TODAY)


def test_an_unknown_digest_is_unknown(catalogue) -> None:
    with pytest.raises(Edition.DoesNotExist):
        queries.edition_of("0" * 64)
    with pytest.raises(Definition.DoesNotExist):
        queries.definition("0" * 64)


def test_a_warm_process_asks_once_for_the_edition_and_never_for_a_power(adopt, django_assert_num_queries) -> None:
    row = adopt()
    power = queries.current_edition(TODAY).power("small-buy")
    queries.definition(power.digest)
    with django_assert_num_queries(1):
        queries.current_edition(TODAY)
    with django_assert_num_queries(0):
        queries.definition(power.digest)
        queries.bodies(row.digest)


def test_bodies_of_an_edition(adopt) -> None:
    row = adopt()
    assert queries.bodies(row.digest)["representatives"].name.zh == "村民代表会议"


@pytest.mark.both_databases
@pytest.mark.parametrize("model", [Edition, Definition, EditionEntry, CalendarYear])
@pytest.mark.parametrize("change_", ["update", "delete"])
def test_the_database_refuses_to_change_what_was_loaded(adopt, acting, catalogue, model, change_: str) -> None:
    adopt()
    publish_years(acting=acting, years=prepare_years(read_calendars(catalogue)))
    table = model._meta.db_table
    statement = f"UPDATE {table} SET id = id" if change_ == "update" else f"DELETE FROM {table}"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_files_that_are_not_utf8_are_named_with_their_line(catalogue) -> None:
    (catalogue / "mini" / "norms.yaml").write_bytes("- a\n- 村".encode("gbk"))
    with pytest.raises(DefinitionError) as caught:
        read_sources(catalogue, "mini")
    assert "mini/norms.yaml:2: this is not UTF-8 text → Save the file as UTF-8" in caught.value.to("en")


def test_an_edition_that_is_not_there(catalogue) -> None:
    with pytest.raises(DefinitionError) as caught:
        read_sources(catalogue, "maxi")
    assert "there is no edition 'maxi'" in caught.value.to("en")
    assert "没有“maxi”这一版清单" in caught.value.to("zh")


def test_law_texts_by_name(tmp_path) -> None:
    (tmp_path / "测试法.md").write_text("第一条 一。", encoding="utf-8")
    (tmp_path / "README.md").write_text("no law", encoding="utf-8")
    (tmp_path / "index.tsv").write_text("no law", encoding="utf-8")
    assert read_law_texts(tmp_path) == {"测试法": "第一条 一。"}
