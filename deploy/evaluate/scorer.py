"""One run of the scoring stage over prepared sightings: relays are followed at once, alerts are kept in order."""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from deploy.evaluate.hints import Hint, hints
from deploy.evaluate.preparing import TOPICS
from deploy.evaluate.watching import Showing, showings
from schemas.alert import Alert
from streams.corrections import is_history
from streams.pack import Pack
from streams.ports import Headers, Record
from streams.scoring_state import ScoringState

_NO_HITS = b'"hits":[]'
DRAIN = 2_000
"""Events after which histories long untouched are put away, as a worker does."""


@dataclass
class Run:
    """What one run made."""

    events: int = 0
    alerts: list[bytes] = field(default_factory=list)
    """Every version of every alert in JSON, in the order in which they were made."""
    hints: list[Hint] = field(default_factory=list)
    """What lies below the line, if that was asked for."""
    shown: list[Showing] = field(default_factory=list)
    """What the tokens watched show at the end."""
    refused: int = 0
    """Frames that scoring could not take: a mistake of ours, never of a partner."""


class Scorer:
    """The scoring stage of one partition, fed by hand."""

    def __init__(self, pack: Pack, *, below: bool = False, watched: Collection[str] = ()) -> None:
        """`below`: also say what lies below the line. `watched`: tokens of which to say what they show at the end."""
        self.run = Run()
        self._scoring = ScoringState(pack, TOPICS, 1)
        self._pack = pack
        self._below = below
        self._watched = sorted(watched)
        self._signed: set[str] = set()
        self._queue: deque[Record] = deque()
        self._offset = 0
        self._now = 0

    def feed(self, frames: Iterable[tuple[int, bytes]]) -> Run:
        """Score all frames, each with all that follows from it before the next."""
        for published, frame in frames:
            self._now = published
            self.send(TOPICS.sightings, frame)
            while self._queue:
                self._scoring.take([self._queue.popleft()], self)
            self.run.events += 1
            if self.run.events % DRAIN == 0:
                self._put_away()
        if self._below:
            self._put_away()
            self.run.hints = hints((self._scoring.history(token) for token in sorted(self._signed)), self._pack)
        self.run.shown = showings(map(self._scoring.history, self._watched), self._pack)
        return self.run

    def _put_away(self) -> None:
        """Histories long untouched become small. Those with a hit are remembered by name."""
        for token, stored in self._scoring.drain():
            if (
                self._below
                and stored is not None
                and is_history(token)
                and _NO_HITS not in stored[: stored.find(b"\n")]
            ):
                self._signed.add(token.decode())

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        """The outbox of scoring."""
        if topic == TOPICS.sightings:
            self._queue.append(Record(topic, 0, self._offset, self._now, key, value, ()))
            self._offset += 1
        elif topic == TOPICS.alerts:
            self.run.alerts.append(value)
        else:
            self.run.refused += 1


def alerts_of(run: Run) -> list[Alert]:
    """Every version, in the order in which they were made."""
    return [Alert.model_validate_json(raw) for raw in run.alerts]
