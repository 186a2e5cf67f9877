"""Servers on this machine only, started on a free port and stopped again, and the load that is put on them."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = "127.0.0.1"
PATIENCE = 20  # seconds for a server to answer its first request, or to stop
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/nginx.log error; {user}
events {{ worker_connections 256; }}
http {{
  types {{ text/html html; text/css css; text/javascript js; image/svg+xml svg; application/pdf pdf; }}
  access_log off; default_type "{kind}"; sendfile on; tcp_nopush on;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  server {{ listen {here}:{port}; root {root}; location / {{ {rule} }} }}
}}
"""


def program(name: str) -> str | None:
    """Where a program is; Debian keeps servers where not everybody's PATH leads."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind((HERE, 0))
        return int(trial.getsockname()[1])


def read(address: str) -> tuple[bytes, str]:
    """(body, content type) of a page. :raises OSError: when nobody answers, or not with a page."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read(), str(answer.headers["Content-Type"])


@contextmanager
def gunicorn(folder: Path) -> Iterator[str]:
    """The house as ``make run`` serves it: two processes. Gives its address."""
    address = f"{HERE}:{free_port()}"
    command = [sys.executable, "-m", "gunicorn", "qingdan.web.wsgi:application", f"--bind={address}", "--workers=2",
               "--no-control-socket", "--log-level=warning"]  # fmt: skip
    environment = {**os.environ, "QINGDAN_BASE_URL": f"http://{address}"}
    with (folder / "gunicorn.log").open("wb") as log, _running(command, environment, log, f"http://{address}/"):
        yield f"http://{address}"


@contextmanager
def nginx(folder: Path, page: bytes, kind: str) -> Iterator[str]:
    """nginx with two workers, answering every request with ``page``. Gives its address."""
    (folder / "pages").mkdir()
    (folder / "pages" / "page").write_bytes(page)
    with _nginx(folder, folder / "pages", kind, "try_files /page =404;") as address:
        yield address


@contextmanager
def nginx_with(folder: Path, root: Path) -> Iterator[str]:
    """nginx with two workers, handing out the files below ``root`` as it does by default. Gives its address."""
    with _nginx(folder, root, "application/octet-stream", "index index.html;") as address:
        yield address


@contextmanager
def _nginx(folder: Path, root: Path, kind: str, rule: str) -> Iterator[str]:
    port = free_port()
    folder = Path(tempfile.mkdtemp(dir=folder))
    user = "user root;" if os.geteuid() == 0 else ""
    told = NGINX.format(folder=folder, root=root, rule=rule, kind=kind, here=HERE, port=port, user=user)
    (folder / "nginx.conf").write_text(told, encoding="utf-8")
    command = [program("nginx") or "nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with (folder / "nginx.out").open("wb") as log, _running(command, dict(os.environ), log, f"http://{HERE}:{port}/"):
        yield f"http://{HERE}:{port}"


@contextmanager
def _running(command: Sequence[str], environment: dict[str, str], log: object, address: str) -> Iterator[None]:
    server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        _await(server, address)
        yield
    finally:
        server.terminate()
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _await(server: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        if server.poll() is not None:
            raise RuntimeError(f"{server.args[0]} stopped by itself with code {server.returncode}")  # type: ignore[index]
        try:
            read(address)
            return
        except OSError as fault:
            if time.monotonic() > until:
                raise RuntimeError(f"{address} does not answer: {fault}") from fault
            time.sleep(0.1)


@dataclass(frozen=True)
class Load:
    """What wrk saw: answers per second, and milliseconds of the middle one and of 99 of 100."""

    per_second: float
    middle: float
    most: float


def wrk(address: str, seconds: int, connections: int = 16) -> Load:
    """Ask again and again for so many seconds (at most ten). :raises RuntimeError: when an answer is not a page."""
    command = [program("wrk") or "wrk", "-t1", f"-c{connections}", f"-d{min(seconds, 10)}s", "--latency", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=40).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(f"{address} under load:\n{said}")
    return Load(_number(r"Requests/sec:\s+([\d.]+)", said), _time("50%", said), _time("99%", said))


def _number(pattern: str, said: str) -> float:
    found = re.search(pattern, said)
    if found is None:
        raise RuntimeError(f"wrk says something else than expected:\n{said}")
    return float(found[1])


def _time(share: str, said: str) -> float:
    found = re.search(rf"{share}\s+([\d.]+)(us|ms|s|m)\b", said)
    if found is None:
        raise RuntimeError(f"wrk says something else than expected:\n{said}")
    return float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}[found[2]]
