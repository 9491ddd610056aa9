"""How far a long evaluation is, on standard error: in place on a terminal, a line now and then elsewhere."""

import sys
import time

EVERY_SECONDS = 0.5
EVERY_SECONDS_IN_A_LOG = 15.0


class Progress:
    """Hears what is done, and says it now and then."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._terminal = sys.stderr.isatty()
        self._pause = EVERY_SECONDS if self._terminal else EVERY_SECONDS_IN_A_LOG
        self._said = self._began = time.monotonic()
        self._what = ""
        self._wide = 0

    def __call__(self, what: str, done: int, total: int = 0) -> None:
        """`done` of `total` of what is being done; a total of 0 is not known."""
        now = time.monotonic()
        if what != self._what:
            self._what, self._began = what, now
        elif now - self._said < self._pause:
            return
        elif not self._quiet:
            self._say(what, done, total, now)
            self._said = now

    def close(self) -> None:
        """Leave the line free for what comes."""
        if self._terminal and self._wide:
            print("\r" + " " * self._wide + "\r", end="", file=sys.stderr, flush=True)

    def _say(self, what: str, done: int, total: int, now: float) -> None:
        pace = done / (now - self._began) if now > self._began else 0.0
        text = f"{what} {done:,} {'of ' + format(total, ',') if total else 'lines'}, {pace:,.0f} a second"
        if total and pace:
            text += f", about {(total - done) / pace:,.0f} s to go"
        if self._terminal:
            print("\r" + text.ljust(self._wide), end="", file=sys.stderr, flush=True)
            self._wide = len(text)
        else:
            print(text, file=sys.stderr, flush=True)
