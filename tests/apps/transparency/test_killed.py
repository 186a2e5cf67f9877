"""Killed at every stage of appending, with kill -9: the log verifies, nothing is lost and nothing is there twice."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import qingdan
from qingdan.records.transparency import sequencing

PROGRAM = """
import os, signal, sys
import django
from django.core.management import call_command
django.setup()
from django.utils import timezone
from qingdan.domain.transparency import policies, verifying
from qingdan.domain.transparency.leaves import Leaf
from qingdan.records.register.models import Entry
from qingdan.records.transparency import folder, policy, sequencing
from qingdan.records.transparency.models import Fact

def facts(count):
    for _ in range(count):
        entry = Entry.objects.create(
            at=timezone.now(), kind="test.said", actor_name="x", subject_type="thing", place="", digest="")
        leaf = Leaf("test.said", entry.at, "419001105901", f"thing/{entry.pk}")
        Fact.objects.create(entry=entry, kind=entry.kind, noun="thing", row=entry.pk, leaf=leaf.encode().decode())

def stop_at(wanted, nth):
    seen = 0
    def reached(stage):
        nonlocal seen
        seen += stage == wanted
        if stage == wanted and seen == nth:
            os.kill(os.getpid(), signal.SIGKILL)
    return reached

match sys.argv[1:]:
    case ["begin"]:
        call_command("migrate", verbosity=0)
        facts(255)
        sequencing.append()
        facts(3)
    case ["die", stage, nth]:
        sequencing.append(stop_at(stage, int(nth)))
    case ["go-on"]:
        before = verifying.verify_log(folder.read, policies.Policy(logs=policy.log_keys()))
        facts(2)
        sequencing.append()
        after = verifying.verify_log(folder.read, policies.Policy(logs=policy.log_keys()))
        assert before.is_sound and after.is_sound, (before.faults, after.faults)
        assert after.entries == Fact.objects.count() == 260
        assert not Fact.objects.filter(number=None).exists()
        print(before.entries, len(set(Fact.objects.values_list("leaf", flat=True))))
"""


def run(var, *words: str) -> subprocess.CompletedProcess[str]:
    source = str(Path(qingdan.__file__).parents[1])
    own = {"QINGDAN_VAR": str(var), "DJANGO_SETTINGS_MODULE": "qingdan.web.settings", "PYTHONPATH": source}
    environment = {**os.environ, **own}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *words], env=environment, capture_output=True, text=True, timeout=120
    )


# A bundle that fills up, the tile beside it, the tile above: five files, and each may be the last that was written.
PLACES = [("numbered", 1), ("grown", 1), *(("tile", n) for n in (1, 3, 5)), ("tiles", 1), ("checkpoint", 1)]


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    """A house whose log is about to fill its first bundle."""
    var = tmp_path_factory.mktemp("killed")
    made = run(var, "begin")
    assert made.returncode == 0, made.stderr
    return var


@pytest.mark.slow
@pytest.mark.parametrize(("stage", "nth"), PLACES)
def test_killed_here_it_goes_on_as_if_nothing_had_been(begun, tmp_path, stage, nth):
    var = tmp_path / "var"
    shutil.copytree(begun, var)
    assert run(var, "die", stage, str(nth)).returncode == -signal.SIGKILL
    said = run(var, "go-on")
    assert said.returncode == 0, said.stderr
    before, different = map(int, said.stdout.split())
    assert before == (258 if stage == "checkpoint" else 255) and different == 260


def test_every_stage_is_tried():
    assert {stage for stage, _nth in PLACES} == set(sequencing.stages())
