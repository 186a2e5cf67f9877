"""A web server on this machine that serves a log, or misbehaves."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What to answer for a path: status, headers, body; a body may be endless.
Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def served(answer: Callable[[str], Answer]) -> Iterator[str]:
    """The address of a server that answers so."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = answer(self.path.removeprefix("/log/"))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # the client may have seen enough
                self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=[0.02], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/log/"
    finally:
        server.shutdown()
        server.server_close()


def files(content: dict[str, bytes]) -> Callable[[str], Answer]:
    """Serve these files, bundles packed as the specification allows."""

    def answer(path: str) -> Answer:
        if path not in content:
            return 404, {}, b"no"
        if path.startswith("tile/entries"):
            return 200, {"Content-Encoding": "gzip"}, gzip.compress(content[path])
        return 200, {}, content[path]

    return answer
