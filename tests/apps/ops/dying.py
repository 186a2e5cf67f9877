"""A process that does one act and kills itself in the middle of it: ``python -m tests.apps.ops.dying '{json}'``.

``at`` names the place: the function after (or, with ``before-``, before) which SIGKILL comes, so that nothing is
cleaned up by anybody.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Any

PLACES = {
    "event": "qingdan.features.cases.running._write_event",
    "state": "qingdan.features.cases.running._write_state",
    "personal": "qingdan.features.cases.running._write_personal",
    "inbox": "qingdan.features.cases.tasks.follow",
    "entry": "qingdan.records.register.acts._append",
    "messages": "qingdan.records.register.acts._post",
    "commit": "qingdan.records.register.outbox.deliver_new",
    "notice": "qingdan.watch.boards.acts.posting._body",
}


def die(*args: Any, **options: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def lay(at: str) -> None:
    """Put the trap in its place."""
    place = at.removeprefix("before-")
    module, _, name = PLACES[place].rpartition(".")
    owner = importlib.import_module(module)
    real: Callable[..., Any] = getattr(owner, name)

    def last(*args: Any, **options: Any) -> Any:
        if not at.startswith("before-"):
            real(*args, **options)
        die()

    setattr(owner, name, last)


def act(told: dict[str, Any]) -> None:
    from qingdan.features.cases.acts import complete_step, post_notice
    from qingdan.features.cases.running import Handed
    from qingdan.records.register.acts import Acting

    at = datetime.fromisoformat(told["when"])
    do = {"step": complete_step, "notice": post_notice}[told["act"]]
    acting = Acting(told["person"], told["name"], at)
    handed = Handed(at, personal=told["personal"], files=tuple(told["files"]))
    do(
        acting=acting, case_id=told["case"], key=told["key"], role=told["role"], facts=told["facts"], handed=handed
    )  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    message = json.loads(sys.argv[1])
    lay(message["at"])
    act(message)
    print("still alive")
