"""``qingdan register verify`` finds every change to what was written, and says where."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from qingdan.records.files import disk
from qingdan.records.files.models import StoredFile
from qingdan.records.register.models import Entry, PersonalWords
from qingdan.web.working import seal
from tests.flushing import triggers_aside

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(house):
    case = house.open(timezone.now())
    house.request(case, timezone.now())
    seal(timezone.now())
    return case


def verdict(capsys, *options: str) -> str:
    with pytest.raises(CommandError, match=r"\d+ faults. Stop the house"):
        call_command("register", "verify", *options)
    return capsys.readouterr().out


def test_what_stands_as_it_was_written_is_well(written, capsys):
    call_command("register", "verify")
    said = capsys.readouterr()
    assert "stand as they were written" in said.out
    assert "register [" in said.err


def test_quiet_says_nothing(written, capsys):
    call_command("register", "verify", verbosity=0)
    assert capsys.readouterr() == ("", "")


def test_a_changed_entry_is_found_and_named(written, capsys):
    number = Entry.objects.filter(kind="cases.opened").get().pk
    with triggers_aside(connection), connection.cursor() as cursor:
        cursor.execute("UPDATE register_entry SET actor_name = %s WHERE id = %s", ["示例·别人", number])
    assert f"entry {number}: its words do not match its digest" in verdict(capsys)


def test_an_entry_that_is_gone_is_found_by_its_seal(written, capsys):
    number = Entry.objects.filter(kind="cases.opened").get().pk
    with triggers_aside(connection), connection.cursor() as cursor:
        cursor.execute("DELETE FROM register_message WHERE entry_id = %s", [number])
        cursor.execute("DELETE FROM register_personalwords WHERE entry_id = %s", [number])
        cursor.execute("DELETE FROM register_sealedentry WHERE entry_id = %s", [number])
        cursor.execute("DELETE FROM register_entry WHERE id = %s", [number])
    assert "seal 1: an entry that it covers was changed, added or removed" in verdict(capsys)


def test_changed_personal_words_are_found_and_erased_ones_are_not_a_fault(written, capsys):
    words = PersonalWords.objects.order_by("pk").first()
    PersonalWords.objects.filter(pk=words.pk).update(words={"name": "示例·别人"})
    assert f"entry {words.pk}: its personal words" in verdict(capsys)
    PersonalWords.objects.filter(pk=words.pk).delete()
    call_command("register", "verify")


@pytest.mark.parametrize(("harm", "said"), [("missing", "the file is missing"), ("altered", "its content is not")])
def test_a_file_that_is_gone_or_changed_is_found(written, capsys, harm, said):
    path = disk.path_of(StoredFile.objects.get().digest)
    path.unlink()
    if harm == "altered":
        path.write_bytes(b"x")
    assert said in verdict(capsys)
    call_command("register", "verify", "--without-files")
