"""Mail and short messages, by whatever service the operator has: one address of Apprise each, in the settings.

``{to}`` in it is where the receiver goes: ``mailtos://user:password@smtp.example.com?from=…&to={to}``,
``smseagles://token@gateway.example.com/{to}``. Apprise knows more than a hundred services by such addresses.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from django.conf import settings

from qingdan.watch.reach.faults import Fault, NotSent
from qingdan.watch.reach.models import Subscription

TO = "{to}"
# Mailboxes as people have them. Apprise looks for addresses in what it is given, and would read two, or another one,
# out of rarer signs: o'neil@… would go to neil@….
_MAILBOX = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9.-]+")


def is_set(channel: str) -> bool:
    """Whether the operator has set a service for this channel."""
    return bool(settings.LETTERS.get(channel))


def is_mailbox(written: str) -> bool:
    """Whether a letter to this mailbox goes there and nowhere else."""
    return _MAILBOX.fullmatch(written) is not None


def send(channel: str, to: str, subject: str, text: str, headers: Mapping[str, str]) -> None:
    """Send a letter to one receiver. ``headers`` are for mail alone. :raises NotSent: when the service did not take
    it."""
    template = settings.LETTERS.get(channel)
    if not template:
        raise NotSent(Fault.UNSET)
    # Loaded by the worker when it first sends something: no page waits for it.
    from apprise import Apprise, AppriseAsset, NotifyFormat

    # Its words name receivers and passwords, and ours say all that somebody needs.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    mail = channel == Subscription.Channel.MAIL
    if mail and not is_mailbox(to):
        raise NotSent(Fault.REFUSED)
    courier = Apprise(asset=AppriseAsset(app_id="Qingdan", app_url=settings.BASE_URL, async_mode=False))
    if not courier.add(_address(template, to, headers if mail else {})):
        raise NotSent(Fault.UNSET)
    if not courier.notify(body=text, title=subject if mail else "", body_format=NotifyFormat.TEXT):
        raise NotSent(Fault.GATEWAY)


def _address(template: str, to: str, headers: Mapping[str, str]) -> str:
    made = template.replace(TO, quote(to, safe=""))
    if not headers:
        return made
    return f"{made}{'&' if '?' in made else '?'}{urlencode({f'+{name}': value for name, value in headers.items()})}"
