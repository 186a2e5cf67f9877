"""A real browser for the journeys: the system's Chromium, else the one that npm brought, always with a Chinese font."""

from __future__ import annotations

import os
import tarfile
import tempfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import brotli
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, Request

HOUSE = Path(__file__).resolve().parents[1]
NODE_MODULES = HOUSE / "node_modules"
CARRIED = NODE_MODULES / "@sparticuz" / "chromium" / "bin"
UNPACKED = NODE_MODULES / ".chromium"
FONTS = NODE_MODULES / "@expo-google-fonts" / "noto-sans-sc"
AXE = NODE_MODULES / "axe-core" / "axe.min.js"
LOOPBACK = {"127.0.0.1", "localhost"}
ARGUMENTS = [
    "--no-sandbox",  # CI runs as root, where Chromium's own sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",  # no page reaches another machine
]


def executable() -> Path:
    """``$CHROMIUM``, the system's Chromium, or the one of the npm package, unpacked once."""
    named = os.environ.get("CHROMIUM")
    if named:
        return Path(named)
    system = Path("/usr/bin/chromium")
    return system if system.exists() else unpack()


def unpack() -> Path:
    """Unpack npm's Chromium and the libraries it needs beside it; two test processes may do it at once."""
    program = UNPACKED / "chromium"
    if program.exists():
        return program
    if not CARRIED.exists():
        raise FileNotFoundError("no browser: run `make test`, or set CHROMIUM to one")
    with tempfile.TemporaryDirectory(dir=NODE_MODULES) as making:
        whole = Path(making) / "whole"
        packed = BytesIO(brotli.decompress((CARRIED / "al2023.tar.br").read_bytes()))
        with tarfile.open(fileobj=packed) as libraries:
            libraries.extractall(whole, filter="data")
        (whole / "chromium").write_bytes(brotli.decompress((CARRIED / "chromium.br").read_bytes()))
        (whole / "chromium").chmod(0o755)
        try:
            whole.rename(UNPACKED)
        except OSError:  # the other process was first
            if not program.exists():
                raise
    return program


def environment(folder: Path) -> dict[str, str]:
    """Variables under which a browser finds our Chinese font and npm's its libraries. Writes to ``folder``."""
    fonts = "".join(f"<dir>{FONTS / weight}</dir>" for weight in ("400Regular", "700Bold"))
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{fonts}'
        f"<cachedir>{folder / 'font-cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    libraries = [str(UNPACKED / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return {
        **os.environ,
        "FONTCONFIG_FILE": str(configuration),
        "LD_LIBRARY_PATH": os.pathsep.join(filter(None, libraries)),
    }


def launch(chromium: BrowserType, folder: Path) -> Browser:
    """Start the browser; ``folder`` takes what it writes."""
    return chromium.launch(executable_path=executable(), args=ARGUMENTS, env=environment(folder))


@dataclass
class Watched:
    """Contexts whose pages may ask only this machine and may not fail in a script; ``complaints`` says what did."""

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    def context(self, width: int, height: int, **options: object) -> BrowserContext:
        """A person's own browser window: its own cookies, Chinese first."""
        viewport = {"width": width, "height": height}
        made = self.browser.new_context(viewport=viewport, locale="zh-CN", timezone_id="Asia/Shanghai", **options)
        made.on("request", self._only_here)  # to listen is cheap; to stop and pass on each request keeps no cache
        made.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        self.contexts.append(made)
        return made

    def page(self, width: int = 390, height: int = 844, **options: object) -> Page:
        """A page in a window of its own: by default of a phone, 390 px wide."""
        return self.context(width, height, **options).new_page()

    def close(self) -> None:
        """Close every window and fail with what was complained of."""
        for context in self.contexts:
            context.close()
        assert not self.complaints, "\n".join(self.complaints)

    def _only_here(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.hostname not in LOOPBACK:
            self.complaints.append(f"the page asked another machine: {request.url}")


def axe_findings(page: Page) -> list[str]:
    """What axe-core finds wrong on the page as it stands: one line per finding and element."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{v['id']}: {v['help']} — {' '.join(n['target'][0] for n in v['nodes'][:3])}" for v in found]
