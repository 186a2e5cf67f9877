"""The documented nginx file, run by a real nginx where there is one: the copy from files, the rest from the house."""

from __future__ import annotations

import os
import re
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.servers import HERE, free_port, program
from tests.apps.publishing.serving import served

SNIPPET = Path(__file__).resolve().parents[3] / "docs" / "guides" / "static-copy.nginx.conf"
pytestmark = pytest.mark.skipif(program("nginx") is None, reason="no nginx here")


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """nginx in front of a small copy and of a house that answers everything with one word."""
    copy, house = tmp_path / "copy", tmp_path / "house"
    for name in (
        "index.html",
        "powers/index.html",
        "powers/norm=x/index.html",
        "static/a.css",
        ".qingdan-copy",
        "_headers",
    ):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text(f"copy {name}")
    for name in ("index.html", "track/index.html", "powers/index.html"):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text(f"house {name}")
    port = free_port()
    with served(house) as behind:
        told = SNIPPET.read_text(encoding="utf-8").replace("http://127.0.0.1:8000", behind)
        told = re.sub(r"\n\s*ssl_certificate[^;]*;", "", told).replace("listen 443 ssl", f"listen {HERE}:{port}")
        told = told.replace("/srv/qingdan/copy", str(copy))
        user = "user root;" if os.geteuid() == 0 else ""
        temp = " ".join(
            f"{kind}_temp_path {tmp_path}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = (
            f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; {user}\n"
            f"events {{}}\nhttp {{ access_log off; {temp}\n{told}\n}}\n"
        )
        (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
        words = [program("nginx") or "", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
        server = subprocess.Popen(words, stderr=subprocess.PIPE)
        try:
            _await(server, f"http://{HERE}:{port}/")
            yield f"http://{HERE}:{port}"
        finally:
            server.terminate()
            server.wait(10)


def _await(server: subprocess.Popen[bytes], address: str) -> None:
    for _try in range(100):
        assert server.poll() is None, server.stderr.read().decode() if server.stderr else ""
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("nginx does not answer")


def asked(address: str, **headers: str) -> tuple[int, str, dict[str, str]]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=10) as answer:
            return answer.status, answer.read().decode(), dict(answer.headers)
    except urllib.error.HTTPError as fault:
        return fault.code, "", dict(fault.headers)


def test_nginx_gives_the_copy_and_leaves_the_rest_to_the_house(address: str) -> None:
    assert asked(f"{address}/")[1] == "copy index.html"
    assert asked(f"{address}/powers/")[1] == "copy powers/index.html"
    assert asked(f"{address}/powers/norm=x/")[1] == "copy powers/norm=x/index.html"
    assert asked(f"{address}/track/")[1] == "house track/index.html"
    assert asked(f"{address}/powers/?q=x")[1] == "house powers/index.html", "what is asked with words is the house's"
    for cookie in ("sessionid=x", "a=b; django_language=en", "qd-village=1:x", "qd-mode=large"):
        assert asked(f"{address}/", Cookie=cookie)[1] == "house index.html", cookie
    assert asked(f"{address}/", Cookie="other=1")[1] == "copy index.html"


def test_nginx_says_how_long_and_shows_nothing_hidden(address: str) -> None:
    status, _body, headers = asked(f"{address}/")
    assert status == 200
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert "immutable" in asked(f"{address}/static/a.css")[2]["Cache-Control"]
    for hidden in ("/.qingdan-copy", "/_headers"):
        assert asked(f"{address}{hidden}")[0] == 404, hidden
