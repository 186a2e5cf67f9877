"""``qingdan serve``: prepare what changed, then run the web server and the worker until told to stop (``make run``)."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.shortcuts import resolve_url

from qingdan.records.regions.models import Division
from qingdan.web.preparing import prepare

Children = dict[str, "subprocess.Popen[bytes]"]
PATIENCE = 15  # seconds that a child has to finish what it is doing
ORPHANED = 1  # Linux: PR_SET_PDEATHSIG


class Stopped(Exception):
    """Somebody asked us to stop."""


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen; by default where only this machine can reach us."""
        parser.add_argument(
            "--host", default="127.0.0.1", help="a numeric address; a demonstration only on a loopback one"
        )
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"), help="1-65535 (default: PORT, else 8000)")
        parser.add_argument("--workers", type=int, default=2, help="processes that answer requests")
        parser.add_argument("--no-demo", action="store_true", help="do not load the demonstration")

    def handle(self, *, host: str, port: str, workers: int, no_demo: bool, **options: Any) -> None:
        """Prepare, start, watch, stop. :raises CommandError: when something cannot start, or stops by itself."""
        number = _port(port)
        _refuse_a_taken_port(host, number)
        signal.signal(signal.SIGTERM, _stop)
        signal.signal(signal.SIGINT, _stop)
        children: Children = {}
        try:
            prepare(lambda what: self.stdout.write(f"preparing: {what}"), with_demonstration=not no_demo)
            is_demonstration = _is_demonstration(host)
            connections.close_all()
            _start(children, host, number, workers)
            self._announce(host, number, children, is_demonstration)
            _watch(children)
        except Stopped:
            self.stdout.write("stopping …")
        finally:
            _end(children)

    def _announce(self, host: str, port: int, children: Children, is_demonstration: bool) -> None:
        """Wait until the server answers, then say where."""
        while not _answers(host, port):
            _complain_of_the_dead(children)
            time.sleep(0.05)
        address = f"http://{host}:{port}"
        self.stdout.write(f"清单 Qingdan: {address}/")
        if is_demonstration:
            self.stdout.write(
                f"demonstration: sign in as anybody with one click at {address}{resolve_url(settings.LOGIN_URL)}"
            )
        self.stdout.write("Ctrl-C stops it.")
        self.stdout.flush()


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CommandError(f"{text!r} is not a port: choose a number from 1 to 65535, such as PORT=8001")
    return int(text)


def _refuse_a_taken_port(host: str, port: int) -> None:
    try:
        family = socket.AF_INET6 if ip_address(host).version == 6 else socket.AF_INET
    except ValueError:
        raise CommandError(f"{host!r} is not a numeric address: write 127.0.0.1 and not a name") from None
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as fault:
            raise CommandError(
                f"cannot listen on {host}:{port} ({fault.strerror}): stop what listens there, "
                f"or choose another: PORT={port + 1} make run"
            ) from fault


def _is_demonstration(host: str) -> bool:
    """Does the database hold the demonstration? :raises CommandError: if so, and others could reach it."""
    found = Division.objects.filter(is_demo=True).exists()
    if found and not ip_address(host).is_loopback:
        raise CommandError(
            f"this database is a demonstration, where anybody may sign in as anybody: it is served on 127.0.0.1 only, "
            f"not on {host}. For real use, begin with an empty database and --no-demo."
        )
    return found


def _start(children: Children, host: str, port: int, workers: int) -> None:
    """Start the web server and the worker, each in a process of its own."""
    where = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    environment = {"QINGDAN_BASE_URL": f"http://{where}", **os.environ}
    web = ["gunicorn", "qingdan.web.wsgi:application", f"--bind={where}", f"--workers={workers}"]
    children["web server"] = _child([*web, "--no-control-socket", "--log-level=warning"], environment)
    children["worker"] = _child(["django", "worker"], environment)


def _child(module: list[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    # In a session of its own, Ctrl-C reaches only us and we stop the child in order.
    command = [sys.executable, "-m", *module]
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_do_not_outlive_us)  # noqa: S603 no word of it comes from outside


def _do_not_outlive_us() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(ORPHANED, signal.SIGTERM)


def _answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


def _watch(children: Children) -> None:
    while True:
        _complain_of_the_dead(children)
        time.sleep(0.2)


def _complain_of_the_dead(children: Children) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            raise CommandError(f"the {name} stopped by itself (code {child.returncode}); its last words stand above")


def _end(children: Children) -> None:
    """Ask every child to finish, and make it after a while."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    patient_until = time.monotonic() + PATIENCE
    for child in children.values():
        try:
            child.wait(max(0.0, patient_until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _stop(number: int, frame: object) -> None:
    raise Stopped
