"""The monitors' own programs, run as an operator would run them."""

import shutil
import subprocess

from tests.tools import skip_or_fail

PACKAGES = {"promtool": "prometheus", "prometheus": "prometheus", "amtool": "prometheus-alertmanager"}
"""Program -> the Debian package that brings it."""


def program(name: str) -> str:
    """Where it is; the test ends as skipped (or failed, see `skip_or_fail`) when it is not here."""
    found = shutil.which(name)
    if found is None:
        skip_or_fail(name, f"{name} is not installed (Debian: apt-get install {PACKAGES[name]})")
    return found


def run(name: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run it to its end; what it printed is in `stdout`."""
    return subprocess.run(
        [program(name), *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120
    )
