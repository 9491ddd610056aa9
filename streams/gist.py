"""The gist of an alert: what an officer would call news of it, and whether there is any since the last version. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from math import ceil
from typing import NamedTuple

from schemas.alert import Line, Status
from schemas.codes import Sector
from schemas.facts import Benign, Trip
from schemas.rulepack import Strength, Subject, Typology
from streams.clock import Urgency, rises, urgency
from streams.combination import LeftOut
from streams.concern import may_be_victim
from streams.counted import Counted
from streams.history import Entry, Episode, History
from streams.journeys import trips_of
from streams.pack import Pack


class Verdict(NamedTuple):
    """What the signs come to."""

    met: str
    """Which combination is met, in words."""
    line: Line
    left_out: tuple[LeftOut, ...]
    child: bool
    withdrawn: bool = False


class Gist(NamedTuple):
    """What an officer would call news of an alert, and little more: cheap, for most sightings bring none."""

    status: Status
    leader: str | None
    due: Urgency
    counts: tuple[tuple[str, Strength | None], ...]
    reasons: tuple[Benign, ...]
    sectors: tuple[Sector, ...]
    typologies: tuple[Typology, ...]
    trips: tuple[Trip, ...]
    harm: bool
    may_be_victim: bool
    evidence: tuple[Entry, ...]
    now: int
    """When that holds, milliseconds since 1970: when the newest event was published, or when the clock alone made it hold."""
    rises: int
    """When the clock alone will make it more urgent; 0: never, as far as is known."""


def gist(
    history: History,
    about: Subject,
    hits: Sequence[Counted],
    verdict: Verdict,
    episode: Episode,
    leader: str | None,
    pack: Pack,
) -> Gist:
    """What the next version of this episode's alert would say. `leader`: the token under which it continues."""
    evidence = tuple(sorted({(e.event, e.party): e for hit in hits for e in hit.evidence}.values()))
    counted = [hit for hit in hits if hit.strength is not None]
    clock = max(history.clock, episode.rung)
    now = datetime.fromtimestamp(clock / 1000, UTC)
    trips = trips_of(history, about, evidence, now)
    harm = any(pack.by_id[hit.met.indicator].rule.immediate for hit in counted)
    opened = datetime.fromtimestamp(episode.opened / 1000, UTC)
    status = Status.WITHDRAWN if verdict.withdrawn else Status.MERGED if leader else Status.OPEN
    due = urgency(trips, child=verdict.child, harm=harm, opened=opened, now=now)
    later = rises(trips, due.priority, now) if status is Status.OPEN else None
    return Gist(
        status=status,
        leader=leader,
        due=due,
        counts=tuple(sorted(((hit.met.indicator, hit.strength) for hit in hits), key=lambda pair: pair[0])),
        reasons=tuple(sorted({reason for hit in hits for reason in hit.answered})),
        sectors=tuple(sorted({entry.fact.ref.sector for entry in evidence})),
        typologies=_typologies(counted, pack, child=verdict.child),
        trips=trips,
        harm=harm,
        may_be_victim=may_be_victim(history, about, pack),
        evidence=evidence,
        now=clock,
        rises=ceil(later.timestamp() * 1000) if later is not None else 0,
    )


def fingerprint(said: Gist, about: Subject) -> str:
    """The news, hashed. Another grade, another join inside the same sectors, another version of the rules are none; nor, for a
    facilitator, is each flight that is not the next one: `decide_by` says when that changes."""
    victim = about is Subject.POSSIBLE_VICTIM
    news = (
        said.status,
        said.leader,
        said.due.priority,
        said.due.decide_by.isoformat(),
        said.counts,
        said.reasons,
        said.sectors,
        said.typologies,
        sorted(trip.departs_at.isoformat() for trip in said.trips) if victim else (),
        said.may_be_victim,
    )
    return blake2b(repr(news).encode(), digest_size=8).hexdigest()


def _typologies(hits: Iterable[Counted], pack: Pack, *, child: bool) -> tuple[Typology, ...]:
    found = {t for hit in hits for t in pack.by_id[hit.met.indicator].indicator.typologies}
    found.discard(Typology.CHILD_TRAFFICKING)  # an indicator may point to it; only a child makes it one
    return tuple(sorted(found | ({Typology.CHILD_TRAFFICKING} if child else set())))
