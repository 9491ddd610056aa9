"""From remembered hits to an alert: count, weigh, prioritise, and say it only when something changed."""

from collections.abc import Iterable, Sequence
from hashlib import blake2b

from schemas.alert import Alert, Status
from schemas.facts import Benign
from schemas.rulepack import Strength, Subject
from schemas.token import TokenKind
from streams.combination import Sign, combination, lowered
from streams.compose import Counted, compose
from streams.history import DAY, Entry, Episode, History, Met
from streams.indicators.reading import bookings
from streams.leader import leader
from streams.pack import PREFERRED, Pack

_STANDING = frozenset({Benign.PROTECTOR_STAMP, Benign.VERIFIED_EMPLOYER})
"""Reasons that hold for a person, not for one event."""


def renewed(history: History, pack: Pack, answered: Sequence[Met] = ()) -> tuple[Alert, ...]:
    """New versions of this token's alerts, if what they say changed. Advances the episodes in the history.

    `answered`: hits just taken back; if what is left is not enough, an alert that was raised is withdrawn.
    """
    alerts = (_renew(history, about, pack, answered) for about in Subject)
    return tuple(alert for alert in alerts if alert is not None)


def _renew(history: History, about: Subject, pack: Pack, answered: Sequence[Met]) -> Alert | None:
    hits = _counted(history, about, pack)
    met = combination([_sign(hit, pack) for hit in hits]) if hits else None
    if met is None:
        return _withdrawn(history, about, hits, answered, pack)
    better = _leader(history, hits, pack)
    episode = history.episodes.get(about.value)
    if better is not None and (episode is None or episode.merged):
        return None
    episode = _current(history, episode, pack)
    alert = compose(history, about, hits, met, episode, better, pack)
    fingerprint = _fingerprint(alert)
    if fingerprint == episode.fingerprint:
        return None
    version = episode.version + 1
    history.episodes[about.value] = episode._replace(
        version=version, last=history.newest, fingerprint=fingerprint, merged=better is not None
    )
    return alert.model_copy(update={"version": version})


def _withdrawn(
    history: History, about: Subject, hits: list[Counted], answered: Sequence[Met], pack: Pack
) -> Alert | None:
    """The version that takes an alert back, quoting the sign that is answered; None when there is nothing to take back."""
    episode = history.episodes.get(about.value)
    if episode is None or episode.merged:
        return None
    for met in answered:
        evidence = history.quoted(met)
        if evidence and pack.by_id[met.indicator].indicator.about is about:
            hits = [*hits, Counted(met, evidence, (), None)]
    if all(hit.met not in answered for hit in hits):
        return None
    alert = compose(history, about, hits, "no longer met", episode, None, pack)
    alert = alert.model_copy(update={"status": Status.WITHDRAWN})
    history.episodes[about.value] = episode._replace(
        version=alert.version, last=history.newest, fingerprint=_fingerprint(alert)
    )
    return alert


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
    repeated = rule.pattern is not None and hit.strength is Strength.STRONG and _apart(hit.evidence) >= rule.pattern
    return Sign(hit.met.indicator, hit.strength, rule.profile, rule.immediate, hit.met.events, repeated)


def _apart(evidence: Sequence[Entry]) -> int:
    """How many events repeat: a booking, its check-in and its offload are one journey, so they count once."""
    facts = {entry.event: entry.fact for entry in evidence}.values()
    booked = [fact for fact in facts if fact.trip is not None and bookings(fact.parties)]
    return len(facts) - len(booked) + bookings(party for fact in booked for party in fact.parties)


def _leader(history: History, hits: Sequence[Counted], pack: Pack) -> str | None:
    allowed = [pack.by_id[hit.met.indicator].indicator.kinds for hit in hits]

    def accepts(kind: TokenKind) -> bool:
        return kind in PREFERRED and all(kinds is None or kind in kinds for kinds in allowed)

    return leader(history, {entry for hit in hits for entry in hit.evidence}, pack.brakes, accepts)


def _current(history: History, episode: Episode | None, pack: Pack) -> Episode:
    fresh = episode is None or history.newest - episode.last > pack.brakes.episode_days * DAY
    if episode is not None and not fresh:
        return episode
    number = episode.number + 1 if episode else 1
    return Episode(number, 0, history.clock, history.newest, "")


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
