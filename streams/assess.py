"""From remembered hits to an alert: count, weigh, prioritise, and say it only when something changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from typing import NamedTuple

from schemas.alert import Against, Alert, Hit, Journey, Linked, Status, alert_id
from schemas.codes import TrafficLight, airports
from schemas.event import Party
from schemas.evidence import EvidenceRef
from schemas.facts import Benign, Trip
from schemas.role import PROTECTED_ROLES, Role
from schemas.rulepack import Strength, Subject, Typology
from schemas.sighting import MAX_HOPS
from schemas.token import kind_of
from streams.clock import urgency
from streams.combination import Sign, combination, lowered
from streams.history import DAY, Entry, Episode, History, Met
from streams.indicators.reading import is_child, name_of
from streams.pack import PREFERRED, Pack
from streams.rank import Weighed, rank

MOST_LINKED = 24
MOST_JOURNEYS = 6
_TRAVELS = frozenset({Role.TRAVELLER, Role.COMPANION})
_STANDING = frozenset({Benign.PROTECTOR_STAMP, Benign.VERIFIED_EMPLOYER})
"""Reasons that hold for a person, not for one event."""
_SENTENCES: dict[Benign, str] = {
    Benign.FAMILY_LINK: "A family link between the parties is documented.",
    Benign.VERIFIED_EMPLOYER: "The employer is verified.",
    Benign.PROTECTOR_STAMP: "The Protector of Emigrants has registered this departure.",
    Benign.CHARITY_ESCORT: "The escort belongs to a known charity.",
    Benign.AGENCY_ACCREDITED: "The agency is accredited.",
    Benign.GUARDIAN_CONSENT: "A guardian's consent is documented.",
}
_STRICTEST = tuple(TrafficLight)


class Counted(NamedTuple):
    """A remembered hit with its evidence and what is left of its strength."""

    met: Met
    evidence: tuple[Entry, ...]
    answered: tuple[Benign, ...]
    strength: Strength | None


def renewed(history: History, pack: Pack) -> tuple[Alert, ...]:
    """New versions of this token's alerts, if what they say changed. Advances the episodes in the history."""
    alerts = (_renew(history, about, pack) for about in Subject)
    return tuple(alert for alert in alerts if alert is not None)


def _renew(history: History, about: Subject, pack: Pack) -> Alert | None:
    hits = _counted(history, about, pack)
    met = combination([_sign(hit, pack) for hit in hits]) if hits else None
    if met is None:
        return None
    leader = _leader(history, hits, pack)
    episode = history.episodes.get(about.value)
    if leader is not None and (episode is None or episode.merged):
        return None
    episode = _current(history, episode, pack)
    alert = _compose(history, about, hits, met, episode, leader, pack)
    fingerprint = _fingerprint(alert)
    if fingerprint == episode.fingerprint:
        return None
    version = episode.version + 1
    history.episodes[about.value] = episode._replace(
        version=version, last=history.newest, fingerprint=fingerprint, merged=leader is not None
    )
    return alert.model_copy(update={"version": version})


def _counted(history: History, about: Subject, pack: Pack) -> list[Counted]:
    oldest = history.newest - pack.brakes.episode_days * DAY
    found = []
    for met in history.hits.values():
        ready = pack.by_id.get(met.indicator)
        if ready is None or ready.indicator.about is not about or met.time < oldest:
            continue
        evidence = tuple(entry for entry in history.entries if entry.event in met.events)
        if evidence:
            answered = _answered(history, evidence, pack.answers(met.indicator))
            found.append(Counted(met, evidence, answered, lowered(ready.rule.strength, len(answered))))
    return found


def _answered(history: History, evidence: Sequence[Entry], reasons: Iterable[Benign]) -> tuple[Benign, ...]:
    """Reasons against that hold: for the person at any time, or in at least half of the hit's own events."""
    found = []
    for reason in reasons:
        stated = sum(reason in entry.fact.against for entry in evidence)
        standing = reason in _STANDING and any(reason in entry.fact.against for entry in history.entries)
        if standing or stated * 2 >= len(evidence):
            found.append(reason)
    return tuple(found)


def _sign(hit: Counted, pack: Pack) -> Sign:
    rule = pack.by_id[hit.met.indicator].rule
    return Sign(hit.met.indicator, hit.strength, rule.profile, rule.immediate, hit.met.events)


def _leader(history: History, hits: Sequence[Counted], pack: Pack) -> str | None:
    """A better token of the same party, which has all of this evidence and will raise the alert itself; or None."""
    evidence = {entry for hit in hits for entry in hit.evidence}
    relays = not history.is_ambiguous(pack.brakes)
    everywhere = set.intersection(*(_holders(history, entry, relays=relays) for entry in evidence))
    mine = _standing_of(history.token)
    better = [token for token in everywhere if _standing_of(token) < mine and _accepted(token, hits, pack)]
    return min(better, key=_standing_of, default=None)


def _holders(history: History, entry: Entry, *, relays: bool) -> set[str]:
    """The tokens that certainly have this entry too: shown by the event, relayed from here, or relayed to here."""
    told = history.aliases if relays and entry.hops < MAX_HOPS else {entry.via} & history.aliases
    return told | set(entry.me.tokens)


def _standing_of(token: str) -> tuple[int, str]:
    kind = kind_of(token)
    return (PREFERRED.index(kind) if kind in PREFERRED else len(PREFERRED), token)


def _accepted(token: str, hits: Sequence[Counted], pack: Pack) -> bool:
    kinds = [pack.by_id[hit.met.indicator].indicator.kinds for hit in hits]
    kind = kind_of(token)
    return kind in PREFERRED and all(allowed is None or kind in allowed for allowed in kinds)


def _current(history: History, episode: Episode | None, pack: Pack) -> Episode:
    fresh = episode is None or history.newest - episode.last > pack.brakes.episode_days * DAY
    if episode is not None and not fresh:
        return episode
    number = episode.number + 1 if episode else 1
    return Episode(number, 0, history.clock, history.newest, "")


def _compose(
    history: History,
    about: Subject,
    hits: list[Counted],
    met: str,
    episode: Episode,
    leader: str | None,
    pack: Pack,
) -> Alert:
    evidence = sorted({(e.event, e.party): e for hit in hits for e in hit.evidence}.values())
    counted = [hit for hit in hits if hit.strength is not None]
    journeys = _journeys(history, about, evidence)
    child = any(map(is_child, _protected(about, evidence)))
    harm = any(pack.by_id[hit.met.indicator].rule.immediate for hit in counted)
    now = datetime.fromtimestamp(history.clock / 1000, UTC)
    due = urgency(journeys, child=child, harm=harm, opened=datetime.fromtimestamp(episode.opened / 1000, UTC), now=now)
    me = next((e.me for e in reversed(evidence) if e.me.age is not None or e.me.sex is not None), evidence[-1].me)
    weighed = [Weighed(hit.strength, hit.evidence) for hit in counted if hit.strength is not None]
    victim = about is Subject.POSSIBLE_VICTIM
    return Alert(
        id=alert_id(about, history.token, episode.number),
        version=episode.version + 1,
        status=Status.MERGED if leader else Status.OPEN,
        merged_into=leader,
        about=about,
        subject=history.token,
        aliases=tuple(sorted(history.aliases)),
        episode=episode.number,
        priority=due.priority,
        decide_by=due.decide_by,
        rank=rank(weighed, pack.weights, newest=history.newest),
        combination=met,
        typologies=_typologies(counted, pack, child=child),
        sectors=tuple(sorted({entry.fact.ref.sector for entry in evidence})),
        hits=tuple(sorted((_hit(hit, pack) for hit in hits), key=_most_telling)),
        against=_against(hits),
        child=child,
        age=me.age if victim else None,
        sex=me.sex if victim else None,
        harm_seen=harm,
        journeys=journeys,
        linked=_linked(history, evidence),
        evidence=_refs(evidence),
        first_seen=evidence[0].fact.ref.time,
        last_seen=evidence[-1].fact.ref.time,
        published=history.clock,
        handling=min((entry.fact.handling for entry in evidence), key=_STRICTEST.index),
        rule_pack=pack.version,
        capped=history.is_hub(pack.brakes) or history.taken > len(history.entries),
    )


def _protected(about: Subject, evidence: Iterable[Entry]) -> list[Party]:
    if about is Subject.POSSIBLE_VICTIM:
        return [entry.me for entry in evidence]
    return [party for entry in evidence for party in entry.others(*PROTECTED_ROLES)]


def _hit(hit: Counted, pack: Pack) -> Hit:
    ready = pack.by_id[hit.met.indicator]
    return Hit(
        indicator=ready.id,
        strength=ready.rule.strength,
        counted=hit.strength,
        sentence=hit.met.sentence,
        source=ready.indicator.source,
        profile=ready.rule.profile,
        evidence=_refs(hit.evidence),
    )


def _most_telling(hit: Hit) -> tuple[int, str]:
    order = [*Strength, None]
    return order.index(hit.counted), hit.indicator


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
    return tuple(sorted(found | ({Typology.CHILD_TRAFFICKING} if child else set())))


def _journeys(history: History, about: Subject, evidence: Sequence[Entry]) -> tuple[Journey, ...]:
    """Trips still ahead of any entry, and those of the evidence; soonest first."""
    now = datetime.fromtimestamp(history.clock / 1000, UTC)
    quoted = {entry.event for entry in evidence}
    trips: dict[tuple[str, str, datetime], Trip] = {}
    for entry in history.entries:
        trip = entry.fact.trip
        travels = about is Subject.FACILITATOR or entry.role in _TRAVELS
        if trip is not None and travels and (trip.departs_at > now or entry.event in quoted):
            trips[trip.carrier, trip.flight, trip.departs_at] = trip
    chosen = sorted(trips.values(), key=lambda trip: (trip.departs_at <= now, trip.departs_at))[:MOST_JOURNEYS]
    return tuple(_journey(trip) for trip in chosen)


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
    for entry in evidence:
        others = {(name, party.role) for party in entry.others() if (name := name_of(party)) is not None}
        seen.update(pair for pair in others if pair[0] != history.token)
    ordered = sorted(seen.items(), key=lambda item: (-item[1], item[0]))[:MOST_LINKED]
    return tuple(Linked(token=token, role=role, events=events) for (token, role), events in ordered)


def _fingerprint(alert: Alert) -> str:
    """What an officer would call news: hits and their strength, reasons against, urgency, sectors, status."""
    said = (
        alert.status,
        alert.merged_into,
        alert.priority,
        alert.decide_by.isoformat(),
        sorted((hit.indicator, hit.counted) for hit in alert.hits),
        [against.reason for against in alert.against],
        alert.sectors,
        alert.typologies,
        [journey.departs_at.isoformat() for journey in alert.journeys],
        alert.rule_pack,
    )
    return blake2b(repr(said).encode(), digest_size=8).hexdigest()
