"""A broker whose clock a test may stop."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from schemas.settings import KafkaSettings


@dataclass(frozen=True)
class Pausable:
    """A running broker: how to reach it, and the process it is."""

    settings: KafkaSettings
    pid: int

    def pause(self) -> None:
        """SIGSTOP: alive, connected, and silent."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Silent for the length of a `with` block."""
        self.pause()
        try:
            yield
        finally:
            self.resume()
