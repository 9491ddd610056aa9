"""Small disks that are filled on purpose, in a mount namespace of their own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.rehearsal.disk import INSIDE, UNSHARE, small_disk, why_no_disks
from tests.tools import skip_or_fail

PLAY = """
import errno, sys
from pathlib import Path
from deploy.rehearsal.disk import small_disk
folder = Path(sys.argv[1])
with small_disk(folder, 4) as disk:
    assert disk.fill() == 4
    try:
        (folder / "more").write_bytes(b"x" * 5000)
    except OSError as error:
        assert error.errno == errno.ENOSPC
    else:
        raise AssertionError("the disk was not full")
    disk.free()
    assert (folder / "more").write_bytes(b"x" * 5000) == 5000
assert not list(folder.iterdir())
"""


def test_a_small_disk_is_full_until_it_is_freed_and_nobody_else_sees_it(tmp_path: Path) -> None:
    if reason := why_no_disks():
        skip_or_fail("unshare", reason)
    folder = tmp_path / "disk"
    command = [*UNSHARE, sys.executable, "-c", PLAY, str(folder)]
    done = subprocess.run(command, env={**os.environ, INSIDE: "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert list(folder.iterdir()) == []


def test_outside_of_a_namespace_of_our_own_no_disk_is_mounted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(INSIDE, raising=False)
    with small_disk(tmp_path / "disk", 4) as disk:
        assert disk is None
    assert not (tmp_path / "disk").exists()
