"""Processes that this one starts: found by their id, stopped in order, gone when we are gone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.embedded import dies_with_its_parent

GRACE_SECONDS = 4.0
"""From SIGTERM to SIGKILL."""


@dataclass
class Child:
    """A `raabta` sub-command running as a process of its own."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End it as a crash would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def pause(self) -> None:
        """Stop the clock for it (SIGSTOP): alive, connected, and silent."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self.process.send_signal(signal.SIGCONT)

    def stop(self) -> int:
        """Ask it to finish, insist after a while, and give its exit code."""
        if self.alive():
            self.process.terminate()
            try:
                self.process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait()


@dataclass
class Children:
    """All processes of one demo or rehearsal."""

    folder: Path
    """For their logs."""
    environment: Mapping[str, str]
    running: list[Child] = field(default_factory=list)

    def start(self, name: str, *arguments: str, **options: object) -> Child:
        """Start `raabta ARGUMENTS --option value ...`; what it prints goes to NAME.log, appended."""
        given = [text for key, value in options.items() for text in (f"--{key.replace('_', '-')}", str(value))]
        log = self.folder / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "deploy", *arguments, *given],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                preexec_fn=dies_with_its_parent(),
            )
        child = Child(name, process, log)
        self.running.append(child)
        return child

    def stop(self) -> None:
        """Stop all, the last started first."""
        for child in reversed(self.running):
            child.stop()


@contextmanager
def children(folder: Path, environment: Mapping[str, str]) -> Iterator[Children]:
    """Processes that end with the `with` block."""
    folder.mkdir(parents=True, exist_ok=True)
    family = Children(folder, environment)
    try:
        yield family
    finally:
        family.stop()


def wait_for(condition: Callable[[], bool], seconds: float, *, every: float = 0.05) -> bool:
    """Whether a condition came true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(every)
    return False
