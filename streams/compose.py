"""An alert in full: every reason for and against, who flies when, and what else the evidence shows."""

from collections import Counter
from collections.abc import Iterable, Sequence

from schemas.alert import Alert, Join, Linked, alert_id
from schemas.codes import TrafficLight
from schemas.role import Role
from schemas.rulepack import Subject
from schemas.token import kind_of
from streams.concern import shown
from streams.counted import Counted
from streams.entry import BESIDE
from streams.gist import Gist, Verdict
from streams.history import Entry, Episode, History
from streams.indicators.reading import name_of
from streams.joins import Join as Found
from streams.joins import joins
from streams.journeys import journey_of
from streams.leader import known_as
from streams.pack import Pack, can_lead
from streams.rank import rank
from streams.reasons import against_of, hits_of, refs_of
from streams.whole import whole

MOST_LINKED = 24
_STRICTEST = tuple(TrafficLight)


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
    counted = [whole(hit, history, pack) for hit in hits if hit.strength is not None]
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
        hits=hits_of(hits, verdict.left_out, pack),
        against=against_of(hits),
        child=verdict.child,
        may_be_victim=said.may_be_victim,
        age=me.age if victim else None,
        sex=me.sex if victim else None,
        harm_seen=said.harm,
        journeys=tuple(map(journey_of, said.trips)),
        linked=_linked(history, evidence),
        joins=tuple(map(_edge, joins(history, evidence))),
        evidence=refs_of(evidence),
        first_seen=evidence[0].fact.ref.time,
        last_seen=evidence[-1].fact.ref.time,
        published=said.now,
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
