"""The parts of the house that can be broken: brokers, workers, consumers, each a process that we started."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from deploy.children import Child

RESTART_AFTER = 1.0
"""Seconds between a part's end and its next start, as a service manager would wait."""


class Part(Protocol):
    """A process of ours. A broker is one as it is."""

    def alive(self) -> bool:
        """Whether it runs (a paused one does)."""

    def start(self) -> None:
        """Start it, unless it runs."""

    def kill(self) -> None:
        """End it as a power cut would."""

    def stop(self) -> object:
        """Ask it to finish."""

    def pause(self) -> None:
        """SIGSTOP."""

    def resume(self) -> None:
        """SIGCONT."""


@dataclass
class Process:
    """A `raabta` process that is started anew each time."""

    spawn: Callable[[], Child]
    child: Child

    def alive(self) -> bool:
        """Whether it runs."""
        return self.child.alive()

    def start(self) -> None:
        """Start it, unless it runs."""
        if not self.alive():
            self.child = self.spawn()

    def kill(self) -> None:
        """SIGKILL."""
        self.child.kill()

    def stop(self) -> int:
        """SIGTERM; gives the exit code."""
        return self.child.stop()

    def pause(self) -> None:
        """SIGSTOP."""
        self.child.pause()

    def resume(self) -> None:
        """SIGCONT."""
        self.child.resume()


@dataclass
class Supervisor:
    """Starts again what ended, a second later, unless it is held: what systemd, compose or Kubernetes do."""

    parts: dict[str, Part]
    held: set[str] = field(default_factory=set)
    """Parts that a fault keeps down."""
    restarts: list[str] = field(default_factory=list)
    """Names, in order."""
    _ended: dict[str, float] = field(default_factory=dict)

    def tick(self) -> bool:
        """Look once; gives whether all parts run."""
        now = time.monotonic()
        for name, part in self.parts.items():
            if part.alive():
                self._ended.pop(name, None)
            elif name not in self.held and now - self._ended.setdefault(name, now) > RESTART_AFTER:
                part.start()
                self.restarts.append(name)
                self._ended.pop(name)
        return all(part.alive() for part in self.parts.values())
