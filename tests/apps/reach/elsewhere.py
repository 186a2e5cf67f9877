"""Machines elsewhere, as real servers on this one: they keep what arrived on the wire and answer as a test says."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller

OK = (200, {"errcode": 0, "errmsg": "ok"})


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return asked.getsockname()[1]


@dataclass
class Got:
    """One request as it arrived."""

    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        """The words of a robot's message."""
        return self.said["text"]["content"]


@dataclass
class Hook:
    """An HTTP server. ``answers`` are given one after another, then ``OK``: a status and an object, or bytes; ``None``
    hangs up without a word."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    answers: list[Any] = field(default_factory=list)

    @property
    def where(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def wecom(self) -> str:
        return f"{self.where}/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"

    @property
    def dingtalk(self) -> str:
        return f"{self.where}/robot/send?access_token=f00dfeedf00dfeed"

    @classmethod
    @contextmanager
    def serving(cls) -> Iterator[Hook]:
        hook = cls()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                hook.got.append(Got(parts.path, query, dict(self.headers), body))
                answer = hook.answers.pop(0) if hook.answers else OK
                if answer is None:
                    self.close_connection = True
                    return
                status, said, *more = answer
                content = said if isinstance(said, bytes) else json.dumps(said).encode()
                self.send_response(status)
                for name, value in (more[0] if more else {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        hook.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield hook
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@dataclass
class Mailbox:
    """A mail server. ``refuses`` is what it says instead of taking a mail, once for each."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    refuses: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """As the operator writes it into the settings."""
        return f"mailto://127.0.0.1:{self.port}/?from=qingdan@example.com&mode=insecure&to={{to}}"

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        if self.refuses:
            return self.refuses.pop(0)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.to.append(list(envelope.rcpt_tos))
        return "250 OK"

    @classmethod
    @contextmanager
    def serving(cls) -> Iterator[Mailbox]:
        box = cls()
        box.port = free_port()
        controller = Controller(box, hostname="127.0.0.1", port=box.port)
        controller.start()
        try:
            yield box
        finally:
            controller.stop()
