"""Reasons against: what partners state, and what the history itself shows. Never a sign; they lower what they answer."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from schemas.event import Party
from schemas.facts import Benign, LicenceStatus, PaperState
from schemas.role import Role
from schemas.rulepack import Subject
from schemas.token import IDENTITY_KINDS
from streams.history import Entry, History
from streams.indicators.agents import AGENTS, answers_for_licence, lawful, licence_needed
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import numbers_of, persons, related, same_person
from streams.wording import say

_STANDING = frozenset({Benign.PROTECTOR_STAMP, Benign.VERIFIED_EMPLOYER})
"""Reasons that hold for a person, not for one event."""
_OFFICES = AGENTS | {Role.EMPLOYER}
_IDENTITY = tuple(f"{kind}:" for kind in IDENTITY_KINDS)


def x_benign_dampener(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Never a sign: it says what speaks against one. Partners state it, or the history shows it: kin who go along again
    and again, a Protector's stamp, an employer with attested demand and permission, an agency in good standing, a charity's
    escort of whom partners say so again and again."""
    fact = sighting.fact
    if not fact.against and fact.trip is None and fact.transaction is None and fact.job is None:
        return Silence.NOT_APPLICABLE
    near = history.around(sighting, params.number("days"))
    found = reasons_shown(near, params.number("events"))
    for entry in near:
        for reason in entry.fact.against:
            found[reason] = (*found.get(reason, ()), entry)
    told = {reason: entries for reason, entries in found.items() if sighting in entries}
    if not told:
        return Silence.INSUFFICIENT_HISTORY if len(near) < params.number("events") else Silence.ABSENT
    evidence = tuple(sorted({entry for entries in told.values() for entry in entries}))
    return Fired(say("x-benign-dampener", reasons=", ".join(sorted(told))), evidence)


def reasons_against(
    history: History, evidence: Sequence[Entry], reasons: Sequence[Benign], params: Params | None
) -> tuple[Benign, ...]:
    """Those of the reasons that hold against a hit: stated of at least half of its journeys or other events, or for the person at any time,
    or shown by what is remembered around its newest event. `evidence` is not empty; `params` are those of
    `x-benign-dampener`, None where the rule pack has it off: then only what partners state counts."""
    if not reasons:
        return ()
    journeys = _journeys(evidence)
    stated = Counter(reason for same in journeys for reason in {one for entry in same for one in entry.fact.against})
    found = {reason for reason, times in stated.items() if times * 2 >= len(journeys)}
    if history.kind in IDENTITY_KINDS:  # a phone or an agency is many people's
        found.update(reason for entry in history.entries for reason in entry.fact.against if reason in _STANDING)
    if params is not None and not found.issuperset(reasons):
        near = history.around(max(evidence), params.number("days"))
        shown = reasons_shown(near, params.number("events"))
        kin = shown.pop(Benign.FAMILY_LINK, ())
        if kin and sum(_among_kin(entry, kin) for entry in evidence) * 2 >= len(evidence):
            found.add(Benign.FAMILY_LINK)
        found.update(shown)
    return tuple(reason for reason in reasons if reason in found)


def _journeys(evidence: Sequence[Entry]) -> list[list[Entry]]:
    """The events of one booking together, each other event by itself: what is stated of a booking holds for its check-in."""
    found: dict[str, list[Entry]] = {}
    for entry in evidence:
        found.setdefault(min(numbers_of(entry), default=entry.event), []).append(entry)
    return list(found.values())


def reasons_shown(entries: Sequence[Entry], events: float) -> dict[Benign, tuple[Entry, ...]]:
    """What these sightings of one token show without anybody stating it, and which of them do."""
    found: Mapping[Benign, Iterable[Entry]] = {
        Benign.FAMILY_LINK: _with_kin(entries, events) if len(entries) >= events else (),
        Benign.PROTECTOR_STAMP: filter(_is_stamped, entries),
        Benign.VERIFIED_EMPLOYER: filter(_is_verified, entries),
        Benign.AGENCY_ACCREDITED: _in_good_standing(entries, events) if len(entries) >= events else (),
        Benign.CHARITY_ESCORT: _known_escort(entries, events) if len(entries) >= events else (),
    }
    return {reason: shown for reason, holds in found.items() if (shown := tuple(holds))}


def _with_kin(entries: Sequence[Entry], events: float) -> list[Entry]:
    """The events that show the party meant with the same relative, if there are so many of them."""
    shown: dict[int, Entry] = {}
    for entry in entries:
        for party in entry.others():
            if _is_person(party) and not same_person(party, entry.me) and related(party, entry.me):
                shown[id(party)] = entry
    by_party = {id(party): party for entry in shown.values() for party in entry.fact.parties}
    kin = [by_party[number] for number in shown]
    steady = [group for group in persons(kin) if len({shown[id(p)].event for p in group}) >= events]
    return sorted({shown[id(party)] for group in steady for party in group})


def _among_kin(entry: Entry, with_kin: Iterable[Entry]) -> bool:
    """Everybody else of the event is kin: as this event shows, or as the others do."""
    others = [party for party in entry.others() if _is_person(party) and not same_person(party, entry.me)]
    known = [party for one in with_kin for party in one.others() if related(party, one.me)]
    return bool(others) and all(
        related(party, entry.me) or any(same_person(party, one) for one in known) for party in others
    )


def _is_person(party: Party) -> bool:
    return party.role not in _OFFICES and any(token.startswith(_IDENTITY) for token in party.tokens)


def _is_stamped(entry: Entry) -> bool:
    job = entry.fact.job
    return job is not None and job.protector_stamp is True and entry.role is Role.CANDIDATE


def _is_verified(entry: Entry) -> bool:
    """An embassy attested the employer's demand and the Protector permitted it to a licensed promoter."""
    job = entry.fact.job
    if job is None or entry.role not in (Role.CANDIDATE, Role.EMPLOYER):
        return False
    papers = job.demand_attestation is PaperState.PRESENT and job.permission is PaperState.PRESENT
    return papers and licence_needed(job) is LicenceStatus.VALID and job.contract is not PaperState.MISSING


def _in_good_standing(entries: Sequence[Entry], events: float) -> list[Entry]:
    """The papers of a promoter that show a valid licence, if there are so many of them and none that shows another."""
    valid = [e for e in entries if answers_for_licence(e) and licence_needed(e.fact.job) is LicenceStatus.VALID]
    return valid if len(valid) >= events and lawful(entries) else []


def _known_escort(entries: Sequence[Entry], events: float) -> list[Entry]:
    """The events of which partners say that the escort is of a known charity, if there are so many of them."""
    stated = [entry for entry in entries if Benign.CHARITY_ESCORT in entry.fact.against]
    return stated if len({entry.event for entry in stated}) >= events else []


CROSS_BENIGN: tuple[Indicator, ...] = (
    Indicator(
        x_benign_dampener,
        about=Subject.FACILITATOR,
        roles=frozenset(Role),
        source="Raabta: reasons against are shown beside the signs",
        params={"days": 180, "events": 3},
        sign=False,
    ),
)
