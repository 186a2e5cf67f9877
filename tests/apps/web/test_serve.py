"""``qingdan serve``: what it refuses, how it watches its two children, and a whole start and stop."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from qingdan.web.management.commands import serve
from tests.places import mini_jiyuan

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
]


@pytest.fixture(autouse=True)
def handlers_as_before() -> object:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1", "８０００"])
def test_a_bad_port_is_refused_with_an_example(port: str) -> None:
    with pytest.raises(CommandError, match=r"is not a port.*PORT=8001"):
        call_command("serve", port=port)


def test_a_name_is_not_an_address() -> None:
    with pytest.raises(CommandError, match="not a numeric address"):
        call_command("serve", host="localhost", port="8001")


def test_a_taken_port_names_another() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        with pytest.raises(CommandError, match=rf"cannot listen on 127\.0\.0\.1:{taken} .* PORT={taken + 1}"):
            call_command("serve", port=str(taken))


@pytest.mark.django_db
def test_a_demonstration_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "prepare", lambda *args, **options: [])
    mini_jiyuan()
    with pytest.raises(CommandError, match="this database is a demonstration"):
        call_command("serve", host="0.0.0.0", port=str(free_port()))


def test_a_child_that_stops_by_itself_is_named() -> None:
    ended = subprocess.Popen([sys.executable, "-c", "raise SystemExit(3)"])
    ended.wait()
    with pytest.raises(CommandError, match=r"the worker stopped by itself \(code 3\)"):
        serve._watch({"worker": ended})


def test_children_are_asked_then_made_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve, "PATIENCE", 0.5)
    willing, stubborn = subprocess.Popen(SLEEPER), subprocess.Popen(STUBBORN, stdout=subprocess.PIPE)
    stubborn.stdout.readline()
    serve._end({"web server": willing, "worker": stubborn})
    assert (willing.returncode, stubborn.returncode) == (-signal.SIGTERM, -signal.SIGKILL)
    stubborn.stdout.close()


PREPARE = """
import django; django.setup()
from django.core.management import call_command
from qingdan.web.preparing import prepare
prepare(print, with_demonstration=False)
call_command("demo", "load", only=["petty-goods"])
from qingdan.features.cases.models import Case
assert set(Case.objects.filter(parent=None).values_list("power", flat=True)) == {"petty-goods"}
"""


@pytest.mark.slow
def test_a_new_house_opens_its_door_and_closes_it(tmp_path: Path) -> None:
    """Everything that `make run` does after set-up: prepare, with cases of one power, serve, and stop in order."""
    port = free_port()
    house = {**os.environ, "QINGDAN_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "qingdan.web.settings"}
    house.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", PREPARE], env=house, check=True, capture_output=True, timeout=120)
    command = [sys.executable, "-m", "qingdan.cli", "serve", "--port", str(port)]
    log = tmp_path / "said.txt"
    with log.open("wb") as said, subprocess.Popen(command, env=house, stdout=said, stderr=subprocess.STDOUT) as running:
        patient_until = time.monotonic() + 120
        while b"Ctrl-C" not in log.read_bytes() and running.poll() is None and time.monotonic() < patient_until:
            time.sleep(0.1)
        try:
            assert running.poll() is None, log.read_text()
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20) as answer:
                assert answer.status == 200
        finally:
            running.terminate()
        assert running.wait(30) == 0, log.read_text()
    assert "one click" in log.read_text()
    assert "preparing: tables" not in log.read_text(), "what was prepared is not prepared again"
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
