"""No registry's host name and no path of anybody's machine stands in a file of ours."""

from __future__ import annotations

import re

import pytest

from tests.guards.house import name_of, our_files

# Written in parts, so that this file does not contain what it looks for.
HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "npm" + "mirror.com",
    "crates" + ".io",
]
REGISTRY = re.compile(
    "|".join([*map(re.escape, HOSTS), "index" + "-url", '"resol' + 'ved":', r"\bregistry\s*=\s*[\"']?http"])
)
MACHINE = re.compile(r"(?<![\w.\]}>-])/(?:work|farm|root|home|Users|tmp/[a-z])(?=[/\s\"'`)]|$)/?\S*")


def offences(text: str) -> list[str]:
    """What a text says that it should not."""
    return [m.group() for pattern in (REGISTRY, MACHINE) for m in pattern.finditer(text)]


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = []
    for file in our_files():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{name_of(file)}: {offence}" for offence in offences(text)]
    assert not found, "lock files carry hashes only, and paths are relative or from the environment:\n" + "\n".join(
        found
    )


@pytest.mark.parametrize(
    "bad",
    [
        "https://" + HOSTS[0] + "/simple",
        '"resol' + 'ved": "x"',
        "--index" + "-url x",
        "cd /wo" + "rk/main",
        "'/ro" + "ot'",
        "/ho" + "me/li/x",
    ],
)
def test_the_guard_sees_it(bad: str) -> None:
    assert offences(bad)


@pytest.mark.parametrize(
    "good", ["网络/work", "src/work/x", "/workers/", "https://example.org/root/x", "a registry = the book"]
)
def test_the_guard_lets_others_pass(good: str) -> None:
    assert not offences(good)
