"""What lies in a copy beside the pages of the house: words for what is not there, rules for hosts, its own mark."""

from __future__ import annotations

import json
from functools import cache

from django.template.loader import render_to_string
from django.utils import translation

from qingdan.web.publishing.rewriting import policy

NOT_FOUND, HEADERS, ABOUT = "404.html", "_headers", "copy.json"
A_YEAR = 31_536_000


def files(live: str) -> dict[str, bytes]:
    """The files that every copy has."""
    about = {"what": "static copy of Qingdan", "live": live}
    return {
        NOT_FOUND: _said("404", live).encode(),
        HEADERS: headers(live).encode(),
        ABOUT: (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode(),
    }


def headers(live: str) -> str:
    """For hosts that read such a file (Netlify, Cloudflare Pages and others); nginx and Caddy: docs/guides."""
    # frame-ancestors is the one rule that a page cannot state of itself.
    rules = "; ".join(
        part for part in policy(live, []).split("; ") if not part.startswith(("script-src", "default-src"))
    )
    return (
        "/*\n"
        f"  Content-Security-Policy: frame-ancestors 'none'; {rules}\n"
        "  X-Content-Type-Options: nosniff\n"
        "  X-Frame-Options: DENY\n"
        "  Referrer-Policy: same-origin\n"
        "  Cache-Control: public, max-age=300\n"
        "/static/*\n"
        f"  Cache-Control: public, max-age={A_YEAR}, immutable\n"
    )


def moved(to: str, language: str) -> bytes:
    """A page that sends its reader on."""
    with translation.override(language):
        return render_to_string("publishing/moved.html", {"to": to, "language": language}).encode()


def taken_down(language: str) -> bytes:
    """A page that says that what stood here was taken down. It tells nothing of it."""
    return _said("taken_down", "").encode()


@cache
def _said(which: str, live: str) -> str:
    """Both languages on one page: whoever comes here comes from anywhere."""
    with translation.override("zh-hans"):
        return render_to_string("publishing/said.html", {"which": which, "live": live})
