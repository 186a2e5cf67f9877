"""The programs and libraries that peers in the benchmarks need, brought by Debian's own installer where that can be."""

from __future__ import annotations

import os
import shutil
import subprocess
from ctypes.util import find_library

from bench.servers import program

PACKAGES = {"nginx": "nginx-light", "wrk": "wrk"}
LIBRARIES = {
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}  # with which WeasyPrint works
PATIENCE = 180  # seconds


def bring() -> str | None:
    """Install what is missing. Says why not when that cannot be; the benchmark then says that it was not measured.

    ``RUNLEVEL=1`` keeps Debian from starting the server that it has just installed.
    """
    missing = [package for name, package in PACKAGES.items() if program(name) is None]
    missing += [package for name, package in LIBRARIES.items() if find_library(name) is None]
    if not missing:
        return None
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return f"not here and not to be installed by this user: {' '.join(missing)}"
    environment = {**os.environ, "RUNLEVEL": "1", "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    try:
        for words in (["apt-get", "update", "-qq"], command):
            subprocess.run(words, env=environment, check=True, capture_output=True, timeout=PATIENCE)
    except (subprocess.SubprocessError, OSError) as fault:
        return f"apt-get could not install {' '.join(missing)}: {fault}"
    return None
