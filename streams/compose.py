"""An alert in full: every reason for and against, who flies when, and what else the evidence shows."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

from schemas.alert import Against, Alert, Hit, Join, Journey, Line, Linked, Status, alert_id
from schemas.codes import Sector, SourceGrade, TrafficLight, airports
from schemas.evidence import EvidenceRef
from schemas.facts import Benign, Trip
from schemas.role import Role
from schemas.rulepack import Strength, Subject, Typology
from schemas.token import kind_of
from streams.clock import Urgency, urgency
from streams.combination import LeftOut
from streams.concern import may_be_victim, shown
from streams.counted import Counted
from streams.entry import BESIDE
from streams.history import Entry, Episode, History
from streams.indicators.reading import name_of
from streams.joins import Join as Found
from streams.joins import joins
from streams.leader import known_as
from streams.pack import Pack, can_lead
from streams.rank import backers, graded, rank
from streams.spoken import spoken

MOST_LINKED = 24
MOST_JOURNEYS = 6
_TRAVELS = frozenset({Role.TRAVELLER, Role.COMPANION})
_SENTENCES: dict[Benign, str] = {
    Benign.FAMILY_LINK: "A family link between the parties is documented.",
    Benign.VERIFIED_EMPLOYER: "The employer is verified.",
    Benign.PROTECTOR_STAMP: "The Protector of Emigrants has registered this departure.",
    Benign.CHARITY_ESCORT: "The escort belongs to a known charity.",
    Benign.AGENCY_ACCREDITED: "The agency is accredited.",
    Benign.GUARDIAN_CONSENT: "A guardian's consent is documented.",
}
_STRICTEST = tuple(TrafficLight)
_BEST_SOURCE = tuple(SourceGrade)


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
    trips = _trips(history, about, evidence)
    harm = any(pack.by_id[hit.met.indicator].rule.immediate for hit in counted)
    now = datetime.fromtimestamp(history.clock / 1000, UTC)
    opened = datetime.fromtimestamp(episode.opened / 1000, UTC)
    return Gist(
        status=Status.WITHDRAWN if verdict.withdrawn else Status.MERGED if leader else Status.OPEN,
        leader=leader,
        due=urgency(trips, child=verdict.child, harm=harm, opened=opened, now=now),
        counts=tuple(sorted(((hit.met.indicator, hit.strength) for hit in hits), key=lambda pair: pair[0])),
        reasons=tuple(sorted({reason for hit in hits for reason in hit.answered})),
        sectors=tuple(sorted({entry.fact.ref.sector for entry in evidence})),
        typologies=_typologies(counted, pack, child=verdict.child),
        trips=trips,
        harm=harm,
        may_be_victim=may_be_victim(history, about, pack),
        evidence=evidence,
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


def compose(
    history: History,
    about: Subject,
    hits: Sequence[Counted],
    verdict: Verdict,
    episode: Episode,
    said: Gist,
    pack: Pack,
) -> Alert:
    """The next version of this episode's alert, in full."""
    victim = about is Subject.POSSIBLE_VICTIM
    evidence, me = said.evidence, shown(said.evidence)
    counted = [hit for hit in hits if hit.strength is not None]
    return Alert(
        id=alert_id(about, history.token, episode.number),
        version=episode.version + 1,
        status=said.status,
        merged_into=said.leader,
        about=about,
        subject=history.token,
        aliases=known_as(history, pack.brakes),
        episode=episode.number,
        priority=said.due.priority,
        decide_by=said.due.decide_by,
        rank=rank(counted, pack.same, pack.weights, newest=history.newest),
        combination=verdict.met,
        line=verdict.line,
        typologies=said.typologies,
        sectors=said.sectors,
        hits=_hits(hits, verdict.left_out, pack),
        against=_against(hits),
        child=verdict.child,
        may_be_victim=said.may_be_victim,
        age=me.age if victim else None,
        sex=me.sex if victim else None,
        harm_seen=said.harm,
        journeys=tuple(map(_journey, said.trips)),
        linked=_linked(history, evidence),
        joins=tuple(map(_edge, joins(history, evidence))),
        evidence=_refs(evidence),
        first_seen=evidence[0].fact.ref.time,
        last_seen=evidence[-1].fact.ref.time,
        published=history.clock,
        handling=min((entry.fact.handling for entry in evidence), key=_STRICTEST.index),
        rule_pack=pack.version,
        capped=history.is_hub(pack.brakes) or history.dropped > 0,
    )


def _edge(found: Found) -> Join:
    return Join(
        kind=found.kind,
        through=kind_of(found.through) if found.through else None,
        hops=found.hops,
        partners=_partners(found.events),
        events=len(found.events),
        shown_by=_partners(found.shown_by),
        confidence=found.confidence,
        conflicting=found.conflicting,
    )


def _partners(events: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({event[: event.index("/")] for event in events}))


def _hits(hits: Sequence[Counted], left_out: Iterable[LeftOut], pack: Pack) -> tuple[Hit, ...]:
    unused = {one.indicator: one for one in left_out}
    backed = [(hit, backers(hit.met.indicator, hits, pack.same)) for hit in hits]
    found = (_hit(hit, unused.get(hit.met.indicator), partners, pack) for hit, partners in backed)
    return tuple(sorted(found, key=_most_telling))


def _hit(hit: Counted, unused: LeftOut | None, partners: frozenset[str], pack: Pack) -> Hit:
    ready = pack.by_id[hit.met.indicator]
    sentence = spoken(hit.met.said, ready.indicator)
    return Hit(
        indicator=ready.id,
        strength=ready.rule.strength,
        counted=hit.strength,
        sentence=sentence.en,
        sentence_ur=sentence.ur,
        unused=unused.why if unused is not None else None,
        beside=unused.beside if unused is not None else (),
        source_grade=min((entry.fact.grade for entry in hit.evidence), key=_BEST_SOURCE.index),
        information_grade=min(graded(entry, partners) for entry in hit.evidence),
        source=ready.indicator.source,
        profile=ready.rule.profile,
        evidence=_refs(hit.evidence),
    )


def _most_telling(hit: Hit) -> tuple[bool, int, str]:
    order = [*Strength, None]
    return hit.unused is not None, order.index(hit.counted), hit.indicator


def _refs(entries: Iterable[Entry]) -> tuple[EvidenceRef, ...]:
    return tuple({entry.event: entry.fact.ref for entry in entries}.values())


def _against(hits: Iterable[Counted]) -> tuple[Against, ...]:
    answers: dict[Benign, list[Counted]] = {}
    for hit in hits:
        for reason in hit.answered:
            answers.setdefault(reason, []).append(hit)
    return tuple(
        Against(
            reason=reason,
            sentence=_SENTENCES[reason],
            answers=tuple(sorted(hit.met.indicator for hit in answered)),
            evidence=_refs(e for hit in answered for e in hit.evidence if reason in e.fact.against),
        )
        for reason, answered in sorted(answers.items())
    )


def _typologies(hits: Iterable[Counted], pack: Pack, *, child: bool) -> tuple[Typology, ...]:
    found = {t for hit in hits for t in pack.by_id[hit.met.indicator].indicator.typologies}
    found.discard(Typology.CHILD_TRAFFICKING)  # an indicator may point to it; only a child makes it one
    return tuple(sorted(found | ({Typology.CHILD_TRAFFICKING} if child else set())))


def _trips(history: History, about: Subject, evidence: Sequence[Entry]) -> tuple[Trip, ...]:
    """Trips still ahead of any entry, and those of the evidence; soonest first. An agency's other customers fly every day:
    for a facilitator only the evidence counts."""
    now = datetime.fromtimestamp(history.clock / 1000, UTC)
    quoted = {entry.event for entry in evidence}
    trips: dict[tuple[str, str, datetime], Trip] = {}
    for entry in evidence if about is Subject.FACILITATOR else history.entries:
        trip = entry.fact.trip
        if trip is None or (about is Subject.POSSIBLE_VICTIM and entry.role not in _TRAVELS):
            continue
        if about is Subject.FACILITATOR or trip.departs_at > now or entry.event in quoted:
            trips[trip.carrier, trip.flight, trip.departs_at] = trip
    return tuple(sorted(trips.values(), key=lambda trip: (trip.departs_at <= now, trip.departs_at))[:MOST_JOURNEYS])


def _journey(trip: Trip) -> Journey:
    countries = airports()
    return Journey(
        carrier=trip.carrier,
        flight=trip.flight,
        origin=trip.origin,
        origin_country=countries.get(trip.origin) or None,
        destination=trip.destination,
        destination_country=countries.get(trip.destination) or None,
        departs_at=trip.departs_at,
    )


def _linked(history: History, evidence: Iterable[Entry]) -> tuple[Linked, ...]:
    seen: Counter[tuple[str, Role]] = Counter()
    showing: set[str] = set()
    known = {history.token, *history.aliases}
    for entry in evidence:
        told = entry.hops == BESIDE  # whoever shows a sign, and those around
        others = {
            (name, party.role)
            for party in (entry.fact.parties if told else entry.others())
            if (name := name_of(party)) and can_lead(name)
        }
        seen.update(pair for pair in others if pair[0] not in known)
        if told and (name := name_of(entry.me)):
            showing.add(name)
    ordered = sorted(seen.items(), key=lambda item: (item[0][0] not in showing, -item[1], item[0]))[:MOST_LINKED]
    return tuple(
        Linked(token=token, role=role, events=events, shows_signs=token in showing) for (token, role), events in ordered
    )
