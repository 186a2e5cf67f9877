"""What is public gets into the log: staged with its act, numbered, published, and found again."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from qingdan.domain.transparency import checkpoints, leaves, policies, verifying, witnessing
from qingdan.domain.transparency.keys import Scheme, SigningKey
from qingdan.domain.transparency.tiles import WIDTH, Tree
from qingdan.records.register.acts import Acting
from qingdan.records.transparency import folder, keys, policy, sequencing
from qingdan.records.transparency.auditing import audit
from qingdan.records.transparency.models import Fact, Salt
from qingdan.watch.boards.acts import lodge_objection
from tests.apps.boards.stage import NAME, days_ago
from tests.apps.transparency.tampering import spoken, unlock

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def verified() -> verifying.Report:
    return verifying.verify_log(folder.read, policies.Policy(logs=policy.log_keys()))


def test_every_public_act_is_in_the_log_and_nothing_personal(stage):
    kinds = spoken(stage)
    sequencing.append()
    report = verified()
    assert report.is_sound and sum(report.kinds.values()) == len(kinds)
    assert report.kinds == {kind: kinds.count(kind) for kind in set(kinds)}
    tree = Tree(len(kinds), folder.read)
    said = b"".join(tree.entry(number) for number in range(len(kinds)))
    for word in (NAME, "13900000000", "报废", "救助", "419001"):
        assert (word.encode() in said) is (word == "419001"), word
    assert [leaves.decode(tree.entry(n)).kind for n in range(len(kinds))] == kinds


def test_the_log_grows_by_pieces_and_an_old_checkpoint_stays_true(stage):
    sequencing.append()
    assert folder.published().size == 0
    spoken(stage)
    assert sequencing.append() == 8 and sequencing.append() == 0
    old = folder.read(checkpoints.PATH)
    _more(stage, sequencing.AT_ONCE + WIDTH // 2)
    while sequencing.append():
        pass
    report = verifying.verify_log(folder.read, policies.Policy(logs=policy.log_keys()), against=old)
    assert report.is_sound and report.entries == 8 + sequencing.AT_ONCE + WIDTH // 2


def _more(stage, count: int) -> None:
    """Many facts of one row: cheap entries to grow a log with."""
    from qingdan.records.register.models import Entry

    first = Entry.objects.order_by("-pk").first().pk + 1000
    leaf = Fact.objects.get(number=0).leaf
    Entry.objects.bulk_create(
        Entry(pk=first + n, at=timezone.now(), kind="test", actor_name="x", subject_type="x", place="", digest="")
        for n in range(count)
    )
    Fact.objects.bulk_create(Fact(entry_id=first + n, kind="test", noun="none", row=n, leaf=leaf) for n in range(count))


def test_an_act_that_fails_leaves_nothing_for_the_log(stage):
    _opened, notice = stage.relief(days_ago(3))
    before = Fact.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        lodge_objection(acting=Acting.system("board", timezone.now()), notice=notice, words="一句话")
        raise RuntimeError
    assert Fact.objects.count() == before


def test_the_database_itself_refuses_to_change_what_the_log_says(stage):
    spoken(stage)
    sequencing.append()
    for change in (
        lambda: Fact.objects.filter(number=0).update(leaf="{}"),
        lambda: Fact.objects.filter(number=0).update(number=77),
        lambda: Fact.objects.filter(number=0).update(row=77),
        lambda: Salt.objects.update(salt="00" * 32),
        lambda: Fact.objects.filter(number=0)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_sound_house_is_found_sound_and_it_is_said_what_is_covered(stage):
    spoken(stage)
    sequencing.append()
    found = audit()
    assert not found.faults and found.entries == 8 and not found.waiting
    rows = {table: n for table, n in found.rows.items() if n}
    assert rows == {
        "boards_notice": 2,
        "boards_objection": 1,
        "cases_caseevent": 2,
    }
    assert "people_person" in found.tables_not_covered and "boards_notice" not in found.tables_not_covered
    assert set(found.columns_left_out["boards_notice"]) == {"village_id", "place"}


def test_with_its_salt_erased_nothing_can_be_said_of_a_part_and_the_log_stands(stage):
    spoken(stage)
    sequencing.append()
    Salt.objects.filter(part="words").delete()
    found = audit()
    assert found.erased == 1 and not found.faults and verified().is_sound


def test_an_older_database_signs_nothing(stage):
    spoken(stage)
    sequencing.append()
    stood = folder.read(checkpoints.PATH)
    unlock()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE transparency_fact SET number = NULL WHERE number >= 2")
        gone = "SELECT entry_id FROM transparency_fact WHERE number IS NULL"
        cursor.execute(f"DELETE FROM transparency_salt WHERE fact_id IN ({gone})")
        cursor.execute(f"DELETE FROM transparency_fact WHERE entry_id IN ({gone})")
    with pytest.raises(sequencing.Diverged, match="old backup"):
        sequencing.append()
    stage.purchase(days_ago(1))
    with pytest.raises(sequencing.Diverged):
        sequencing.append()
    assert folder.read(checkpoints.PATH) == stood


def test_a_new_key_signs_beside_the_old_one_until_that_is_retired(stage):
    spoken(stage)
    sequencing.append()
    old = policy.log_keys()
    new = keys.add_key(old[0].name)
    sequencing.append()
    both = checkpoints.open_checkpoint(folder.read(checkpoints.PATH), policy.log_keys()).logs
    assert {key.id for key in both} == {old[0].id, new.verifier.id}
    assert checkpoints.open_checkpoint(folder.read(checkpoints.PATH), old)
    keys.retire(old[0].id.hex())
    sequencing.append()
    assert verified().is_sound
    assert [str(k) for k in policies.parse(folder.read(policies.PATH)).logs] == [str(new.verifier), str(old[0])]
    with pytest.raises(LookupError):
        keys.retire(new.verifier.id.hex())


def test_keys_are_for_their_owner_alone(stage):
    sequencing.append()
    (file,) = keys.folder().iterdir()
    assert file.stat().st_mode & 0o777 == 0o600 and keys.folder().stat().st_mode & 0o777 == 0o700
    assert not list(folder.public().rglob("*.key"))


def test_a_witness_s_word_is_taken_in_and_a_forged_one_left_out(stage, tmp_path):
    spoken(stage)
    sequencing.append()
    witness, other, noise = (SigningKey(f"示例见证{n}", Scheme.COSIGNATURE, bytes([n]) * 32) for n in (1, 2, 3))
    opened = policy.newest()
    at = int(timezone.now().timestamp())
    copies = {witness: witness, other: noise}  # the second signs with another key than it said
    for said, signing in copies.items():
        policy.trust(said.verifier, str(tmp_path / said.name))
        place = tmp_path / said.name / witnessing.published_path(opened.checkpoint.origin)
        place.parent.mkdir(parents=True)
        place.write_bytes(checkpoints.cosign(opened, signing, at))
    sequencing.append()
    assert [(c.key, c.time) for c in policy.newest().witnesses] == [(witness.verifier, at)]
    assert f"witness w1 {witness.verifier}" in folder.read(policies.PATH).decode()
    stage.purchase()
    sequencing.append()
    assert not policy.newest().witnesses  # they have not seen this one yet
