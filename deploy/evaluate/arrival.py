"""What the order of the lines of a file means: the clock that they set, and which corrections came without their report."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from deploy.evaluate.reading import Bad, Made
from schemas.reject import Reason, Reject

MOST_NAMED = 5
"""Reports that are named, of those that corrections wait for."""


@dataclass
class FileClock:
    """The newest time of occurrence seen so far, and the line that told it: a line that is ahead of its time makes the honest ones
    behind it too old."""

    at: int = 0
    """Milliseconds since 1970."""
    line: int = 0

    def tick(self, item: Made) -> int:
        """What the clock shows when this line has come."""
        if item.at > self.at:
            self.at, self.line = item.at, item.line
        return self.at

    def refused(self, line: int, reject: Reject, report: str = "") -> Bad:
        """What intake found wrong with a line; of one too old also which line set the clock."""
        mend = reject.mend
        if reject.reason == Reason.TIME_TOO_OLD:
            shown = datetime.fromtimestamp(self.at // 1000, UTC).isoformat().replace("+00:00", "Z")
            mend += f"; the clock of this file is {shown}, set by line {self.line}: see whether that line is right"
        return Bad(line, reject.reason, reject.field.removeprefix("data."), mend, report)


@dataclass
class Corrections:
    """Which of the reports that others correct or take back have come. Ids are told apart by partner."""

    _taken: set[str] = field(default_factory=set)
    _corrected: dict[str, str] = field(default_factory=dict)
    """By the id of the report that does it; the last counts."""

    def take(self, item: Made) -> None:
        """A line that was accepted."""
        self._taken.add(item.name)
        if item.corrects is not None:
            self._corrected[f"{item.partner.id}/{item.corrects}"] = item.report

    def waiting(self) -> Sequence[str]:
        """`partner/report id` of those that were corrected and never came, in the order in which they were first named."""
        return [name for name in self._corrected if name not in self._taken]

    def fate(self, report: str, bad: Sequence[Bad]) -> str:
        """What became of a report, by its id or `partner/id`, of which nothing is remembered; empty: it was never seen."""
        told = [
            f"{name} is corrected or taken back by {by}" for name, by in self._corrected.items() if _is(name, report)
        ]
        told += [f"{one.report} is refused at {one}" for one in bad if _is(one.report, report)]
        if not told:
            told = [
                f"{name} was taken, and nothing that it shows is held any more"
                for name in sorted(self._taken)
                if _is(name, report)
            ]
        return "; ".join(told)


def _is(name: str, report: str) -> bool:
    return report in (name, name.rpartition("/")[2])


def waiting_told(waiting: Sequence[str]) -> str:
    """The same for a person, with the first few named."""
    names, more = ", ".join(waiting[:MOST_NAMED]), len(waiting) - MOST_NAMED
    corrected = "1 report is" if len(waiting) == 1 else f"{len(waiting):,} reports are"
    return f"{corrected} corrected or taken back and did not come: {names}{f' and {more:,} more' if more > 0 else ''}"
