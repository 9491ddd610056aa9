"""Emit: a file of reports becomes events on the partner's topic, and a list of the lines that did not."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import BinaryIO

import orjson

from producers import metrics
from producers.adapters import adapter_for
from producers.adapters.lines import opened
from producers.delivery import Failed, Published
from producers.preflight import Sink, check_time
from schemas.errors import Malformed, Refused, Unavailable
from schemas.reject import Reason
from schemas.report import Report

REMEMBERED = 200_000
"""Ids of one file that are looked back at, some 40 MB; intake finds repetitions that lie further apart."""
REPORTED_EVERY = 64
"""Lines between two calls of `progress`."""

Progress = Callable[[int, int | None], None]
"""(bytes read, bytes in all or None when nobody knows)."""


@dataclass(frozen=True, slots=True)
class LineError:
    """Why a line is not with the broker. Holds no value of the line."""

    line: int
    """Physical line, from 1; of a CSV record its first."""
    reason: str
    field: str
    """Path in the report; empty when the whole line is meant."""
    mend: str

    def as_json(self) -> bytes:
        """One line of the error report."""
        return orjson.dumps(self, option=orjson.OPT_APPEND_NEWLINE)


@dataclass(slots=True)
class Emitted:
    """What became of a file. After a run without trouble: read = published + repeated + malformed + failed."""

    read: int = 0
    """Reports found, good or bad."""
    published: int = 0
    """With the broker; in a dry run: fit to be published."""
    repeated: int = 0
    """Passed over: the same id with the same content stands earlier in the file."""
    malformed: int = 0
    failed: int = 0
    """Handed over, but not with the broker."""
    trouble: Unavailable | Refused | None = None
    """Why reading stopped before the end of the file; the same file may be emitted again."""


def emit(
    path: str,
    sink: Sink,
    *,
    progress: Progress | None = None,
    errors: Callable[[LineError], None] | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Emitted:
    """Read every report of the file, protect it and hand it to `sink`: a Publisher, or a Preflight for a dry run.

    Bad lines go to `errors` and stop nothing; a broker that is away or says no stops the run, see `Emitted.trouble`.
    Raises Misconfigured when the file, its format or its header cannot be used; then nothing was published.
    """
    adapter = adapter_for(path)
    run = _Run(sink, errors or (lambda error: None))
    with opened(path) as source:
        try:
            for line, found in adapter(source.stream, path):
                run.take(line, found, now())
                if progress is not None and run.emitted.read % REPORTED_EVERY == 0:
                    progress(source.position(), source.total)
            sink.flush()
        except (Unavailable, Refused) as trouble:
            run.emitted.trouble = _all_missing(sink, trouble)
        if progress is not None:
            progress(source.position(), source.total)
    return run.emitted


def write_errors(stream: BinaryIO) -> Callable[[LineError], None]:
    """The error report as NDJSON: `{"line":..,"reason":..,"field":..,"mend":..}`."""

    def write(error: LineError) -> None:
        stream.write(error.as_json())

    return write


def _all_missing(sink: Sink, trouble: Unavailable | Refused) -> Unavailable | Refused:
    """Wait for what is still under way, so that the counts are final."""
    try:
        sink.flush()
    except (Unavailable, Refused) as final:
        return final
    return trouble


class _Run:
    """One file on its way."""

    def __init__(self, sink: Sink, errors: Callable[[LineError], None]) -> None:
        self.emitted = Emitted()
        self._sink = sink
        self._errors = errors
        self._seen: dict[int, tuple[int, int]] = {}
        """Hash of an id -> hash of its report, and its line. The oldest are forgotten first."""

    def take(self, line: int, found: Report | Malformed, now: datetime) -> None:
        """One report, or why there is none."""
        self.emitted.read += 1
        try:
            report = self._fit(line, found, now)
        except Malformed as why:
            metrics.MALFORMED.labels(self._sink.partner.id, Reason(why.reason)).inc()
            self._malformed(line, why)
            return
        if report is None:
            self.emitted.repeated += 1
            return
        try:
            self._sink.publish(report, partial(self._done, line))
        except Malformed as why:  # the sink has counted it
            self._malformed(line, why)
        else:
            self._remember(line, report)

    def _fit(self, line: int, found: Report | Malformed, now: datetime) -> Report | None:
        """The report, or None when it is repeated. Raises Malformed when it can be told already that intake would refuse it."""
        if isinstance(found, Malformed):
            raise found
        check_time(found, now)
        return None if self._is_repeated(line, found) else found

    def _is_repeated(self, line: int, report: Report) -> bool:
        seen = self._seen.get(hash(report.id))
        if seen is not None and seen[0] != hash(report):
            mend = f"give every report an id of its own; line {seen[1]} has the same one with other content"
            raise Malformed(Reason.CONFLICTING_DUPLICATE, "id", mend)
        return seen is not None

    def _remember(self, line: int, report: Report) -> None:
        if len(self._seen) == REMEMBERED:
            del self._seen[next(iter(self._seen))]
        self._seen[hash(report.id)] = (hash(report), line)

    def _malformed(self, line: int, why: Malformed) -> None:
        self.emitted.malformed += 1
        self._errors(LineError(line, why.reason, why.field, why.mend))

    def _done(self, line: int, fate: Published | Failed) -> None:
        if isinstance(fate, Published):
            self.emitted.published += 1
        else:
            self.emitted.failed += 1
            self._errors(LineError(line, fate.reason, "", fate.mend))
