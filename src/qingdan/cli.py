"""The ``qingdan`` console script: domain tools as subcommands, ``qingdan manage …`` for Django's own."""

from __future__ import annotations

import os
import sys

# Each of our own commands is a Django management command of the same name, so that `qingdan flow check X` and
# `qingdan manage flow check X` are one thing. Django's own commands are reached only through `manage`.
OWN = (
    "flow",
    "catalogue",
    "load",
    "demo",
    "worker",
    "register",
    "backup",
    "restore",
    "translations",
    "people",
    "forms",
    "kit",
    "handbook",
    "leaks",
    "publish",
    "serve",
    "log",
)
# `qingdan log verify` and `qingdan log witness` are for outsiders: no settings, no database. The rest of `log` is ours.
OUTSIDE = ("verify", "witness")


def main() -> None:
    """Run the command named first; without one, or with an unknown one, say which there are."""
    try:
        _run()
    except BrokenPipeError:  # whoever read our lines has seen enough (`qingdan flow show X | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None


def _run() -> None:
    if sys.argv[1:2] == ["log"] and (sys.argv[2:3] or [""])[0] in OUTSIDE:
        from qingdan.checking.commands import main as check

        raise SystemExit(check(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingdan.web.settings")
    from django.core.management import execute_from_command_line

    name, arguments = sys.argv[0], sys.argv[1:]
    if arguments[:1] == ["manage"]:
        execute_from_command_line([name, *arguments[1:]])
    elif arguments[:1] and arguments[0] in OWN:
        execute_from_command_line([name, *arguments])
    else:
        wants_help = not arguments or arguments[0] in ("help", "-h", "--help")
        print(f"usage: qingdan {{{','.join(OWN)},manage}} …    (qingdan COMMAND --help explains one)")
        if not wants_help:
            print(f"qingdan: there is no command {arguments[0]!r}", file=sys.stderr)
            raise SystemExit(2)


if __name__ == "__main__":
    main()
