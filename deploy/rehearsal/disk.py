"""Small disks on purpose: a tmpfs of a few megabytes in a mount namespace of our own, which ends with us.

Nobody else sees these mounts and no real disk is filled. Without the right to make a namespace the disk faults are
left out and the report says so.
"""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

INSIDE = "RAABTA_REHEARSAL_NAMESPACE"
"""Set in the process that runs in the namespace."""
BALLAST = "ballast"
MEGABYTE = 1 << 20
UNSHARE = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "private")


def why_no_disks() -> str:
    """Why no small disk can be mounted here; empty when it can."""
    if sys.platform != "linux" or not shutil.which("unshare") or not shutil.which("mount"):
        return "needs Linux and util-linux (`unshare`, `mount`)"
    tried = subprocess.run([*UNSHARE, "true"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "this system allows no user namespaces (`unshare --user --mount` failed)"


def enter_namespace(arguments: Sequence[str]) -> None:
    """Run `raabta ARGUMENTS` again in a mount namespace of its own and never return; return at once inside of one."""
    if os.environ.get(INSIDE) or why_no_disks():
        return
    os.environ[INSIDE] = "1"
    sys.stdout.flush()
    os.execvp(UNSHARE[0], [*UNSHARE, sys.executable, "-m", "deploy", *arguments])


@dataclass(frozen=True, slots=True)
class SmallDisk:
    """A mounted file system of a few megabytes."""

    folder: Path

    def fill(self) -> int:
        """Write until nothing more fits; gives the megabytes written."""
        written = 0
        with (self.folder / BALLAST).open("ab", buffering=0) as ballast:
            for size in (MEGABYTE, 4096, 1):
                while _wrote(ballast.fileno(), size):
                    written += size
        return written // MEGABYTE

    def free(self) -> None:
        """Give the space back."""
        (self.folder / BALLAST).unlink(missing_ok=True)


def _wrote(file: int, size: int) -> bool:
    try:
        return os.write(file, bytes(size)) == size
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        return False


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[SmallDisk | None]:
    """Mount one on an empty folder for the length of a `with` block; None outside of a namespace of our own."""
    if not os.environ.get(INSIDE):
        yield None
        return
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "raabta-rehearsal", str(folder)], check=True)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
