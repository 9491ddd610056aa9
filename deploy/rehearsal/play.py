"""Play faults one after the other, each under load of its own, and account for everything after each."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from deploy.commands.ledger import settled
from deploy.ledger import Balance
from deploy.rehearsal.faults import Fault
from deploy.rehearsal.house import House, Seen

WARM_SECONDS = 4.0
"""Of load before the fault."""
STEADY_SECONDS = 2.0
"""The house has recovered when it has been well for so long; the recovery time is counted to the first such moment."""
RECOVERS_WITHIN = 120.0
SETTLES_WITHIN = 180.0

Note = Callable[[str], None]


@dataclass(frozen=True)
class Finding:
    """What came of one fault."""

    fault: str
    what: str
    seen: str
    recovery_seconds: float | None
    """From the mend (from the blow, when it is over at once) until the house was well again; None: it never was."""
    lost: int
    """Owed now and not before this fault."""
    duplicates_absorbed: int
    mailed_twice: int
    """Mails whose Message-ID, which names alert version and inbox, had been accepted before."""
    skipped: str = ""
    """Why it was not played here."""

    @property
    def good(self) -> bool:
        """Nothing lost and recovered, or honestly not played."""
        return bool(self.skipped) or (self.lost == 0 and self.recovery_seconds is not None)


def rehearse(house: House, faults: Sequence[Fault], note: Note) -> Iterator[Finding]:
    """Play them; gives each finding as it is known. `note` is told what happens now."""
    before = mailed_twice(house)
    absorbed = lost = 0
    for fault in faults:
        if reason := fault.why_not(house):
            yield Finding(fault.name, fault.what, "", None, 0, 0, 0, reason)
            continue
        recovery, seen = _broken_and_mended(house, fault, note)
        note(f"{fault.name}: waiting for the last delivery")
        fed = house.watch(lambda: house.demo.feed is None or not house.demo.feed.alive(), SETTLES_WITHIN)
        house.watch(house.quiet, SETTLES_WITHIN)
        note(f"{fault.name}: balancing")
        balance = _balanced(house)
        twice = mailed_twice(house)
        told = _told(
            seen, house.supervisor.restarts, house.demo.feed.process.poll() if fed and house.demo.feed else None
        )
        yield Finding(
            fault.name,
            fault.what,
            told,
            recovery,
            max(0, balance.lost - lost),
            balance.duplicates_absorbed - absorbed,
            twice - before,
        )
        before, absorbed, lost = twice, balance.duplicates_absorbed, balance.lost


def _broken_and_mended(house: House, fault: Fault, note: Note) -> tuple[float | None, Seen]:
    house.seen, house.supervisor.restarts = Seen(), []
    note(f"{fault.name}: load")
    house.feed(house.plan.reports)
    house.watch(lambda: False, WARM_SECONDS)
    house.seen = Seen()
    note(f"{fault.name}: {fault.what}")
    with fault.broken(house):
        if fault.seconds:
            house.watch(lambda: False, fault.seconds)
    note(f"{fault.name}: recovering")
    return recovery_time(house), house.seen


def recovery_time(house: House, within: float = RECOVERS_WITHIN) -> float | None:
    """Seconds from now until the house is well and stays so for a while; None when it is not in time."""
    began, well_since = time.monotonic(), None
    while (now := time.monotonic()) - began < within:
        if not house.tend():
            well_since = None
        elif well_since is None:
            well_since = now
        elif now - well_since > STEADY_SECONDS:
            return round(well_since - began, 1)
        time.sleep(0.25)
    return None


def _balanced(house: House) -> Balance:
    return settled(house.demo.settings, house.demo.composition, 60.0)


def mailed_twice(house: House) -> int:
    seen = Counter(str(message["Message-ID"]) for message in house.demo.mail.messages())
    return sum(count - 1 for count in seen.values())


def _told(seen: Seen, restarts: Sequence[str], feed: int | None) -> str:
    """One line of what the watcher noticed."""
    parts = []
    if seen.unwell:
        parts.append(f"{', '.join(sorted(seen.unwell))} unhealthy")
    if restarts:
        parts.append(
            ", ".join(
                f"{name} restarted x{n}" if n > 1 else f"{name} restarted"
                for name, n in sorted(Counter(restarts).items())
            )
        )
    if seen.silent:
        parts.append("cluster did not answer")
    parts.append(f"{seen.lag:,} records behind")
    if seen.waiting:
        parts.append(f"{seen.waiting} deliveries waited")
    if feed:
        parts.append(f"the partners' feed ended with {feed}")
    return "; ".join(parts)
