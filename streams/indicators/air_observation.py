"""What trained staff saw and coded; never free text."""

from schemas.codes import Sector
from schemas.facts import Observation, TripType
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import is_child, related
from streams.wording import say

TRAVELLER = frozenset({Role.TRAVELLER})
SPOKEN_TO = TRAVELLER | {Role.CANDIDATE}
"""Airline staff speak with travellers; a recruiter's desk, or a resource centre for migrants, with candidates before they go."""
ON_BOARD = (Role.TRAVELLER, Role.COMPANION)


def _seen(sighting: Entry, what: Observation, key: str) -> Fired | Silence:
    """Whether the staff of an airline coded it. An event without any observation says nothing of what was seen."""
    fact = sighting.fact
    if not fact.observations or fact.ref.sector is not Sector.AIRLINE:
        return Silence.NOT_APPLICABLE
    return Fired(say(key), (sighting,)) if what in fact.observations else Silence.ABSENT


def _told(sighting: Entry, what: Observation, key: str) -> Fired | Silence:
    """The same of what a person says, which a recruiter's staff hear too."""
    if sighting.me.role is not Role.CANDIDATE:
        return _seen(sighting, what, key)
    if not sighting.fact.observations:
        return Silence.NOT_APPLICABLE
    return Fired(say(f"{key}/candidate"), (sighting,)) if what in sighting.fact.observations else Silence.ABSENT


def a_obs_docs_held(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Somebody else holds the traveller's passport, ticket or phone. Tour guides carry papers for a group too; where a whole
    family flies and will return, its head does. With fear or scripted answers beside it, it weighs."""
    if _family_that_returns(sighting):
        return Silence.ABSENT if sighting.fact.observations else Silence.NOT_APPLICABLE
    return _seen(sighting, Observation.DOCS_HELD_BY_OTHER, "a-obs-docs-held")


def _family_that_returns(sighting: Entry) -> bool:
    """On a return ticket fly three or more, all of them kin of the traveller. A couple is no such family."""
    trip, others = sighting.fact.trip, list(sighting.others(*ON_BOARD))
    if trip is None or trip.trip_type is not TripType.RETURN or len(others) < 2:
        return False
    return all(related(sighting.me, party) for party in others)


def a_obs_spoken_for(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A companion answers for the traveller or does not let the traveller be alone. Shyness, language and custom
    can look the same: staff should have tried to speak to the traveller alone. For a small child any adult answers."""
    age = sighting.me.age
    if age is not None and age < params.number("youngest") and any(not is_child(p) for p in sighting.others(*ON_BOARD)):
        return Silence.NOT_APPLICABLE
    return _told(sighting, Observation.SPOKEN_FOR, "a-obs-spoken-for")


def a_obs_unaware_dest(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The person cannot say where the journey goes, where to stay or who waits there. First-time travellers in
    the care of relatives may not know either."""
    return _told(sighting, Observation.UNAWARE_OF_DESTINATION, "a-obs-unaware-dest")


def a_obs_scripted(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The account of the journey or of the companion sounds rehearsed or contradicts itself. Fear of officials
    makes honest people stumble too."""
    return _told(sighting, Observation.SCRIPTED, "a-obs-scripted")


def a_obs_relation_unknown(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A companion claims to be family but does not know what family knows. Newly married couples may know little
    of one another."""
    return _told(sighting, Observation.RELATION_UNKNOWN, "a-obs-relation-unknown")


def a_obs_harm_fear(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Staff of any sector saw injury, sedation, starvation or fear of the companion. Does not wait for a second
    sign: a person may be in danger now, whatever the cause."""
    observations = sighting.fact.observations
    if not observations:
        return Silence.NOT_APPLICABLE
    return Fired(say("a-obs-harm-fear"), (sighting,)) if Observation.HARM_OR_FEAR in observations else Silence.ABSENT


def a_obs_vague_job(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The traveller speaks of a job as model, hostess, in a hotel or a beauty parlour and does not know the
    employer. Young people with real offers can be as vague."""
    return _told(sighting, Observation.VAGUE_JOB, "a-obs-vague-job")


AIR_OBSERVATION: tuple[Indicator, ...] = (
    Indicator(
        a_obs_docs_held,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="FinCEN FIN-2020-A008, behavioural 4; ILO Indicators of Forced Labour 2012",
    ),
    Indicator(
        a_obs_spoken_for,
        about=Subject.POSSIBLE_VICTIM,
        roles=SPOKEN_TO,
        source="FinCEN FIN-2020-A008, behavioural 1-2; Airline Ambassadors; AKEO",
        params={"youngest": 12},
    ),
    Indicator(
        a_obs_unaware_dest,
        about=Subject.POSSIBLE_VICTIM,
        roles=SPOKEN_TO,
        source="Airline Ambassadors; US Blue Lightning; FinCEN FIN-2020-A008, behavioural 10",
    ),
    Indicator(
        a_obs_scripted,
        about=Subject.POSSIBLE_VICTIM,
        roles=SPOKEN_TO,
        source="FinCEN FIN-2020-A008, behavioural 10; Blue Heart International list",
    ),
    Indicator(
        a_obs_relation_unknown,
        about=Subject.POSSIBLE_VICTIM,
        roles=SPOKEN_TO,
        source="FinCEN FIN-2020-A008, behavioural 5",
        typologies=(Typology.CHILD_TRAFFICKING, Typology.FORCED_MARRIAGE, Typology.SEXUAL_EXPLOITATION),
    ),
    Indicator(
        a_obs_harm_fear,
        about=Subject.POSSIBLE_VICTIM,
        roles=frozenset({Role.TRAVELLER, Role.CANDIDATE, Role.HOLDER, Role.SENDER}),
        source="AKEO; Airline Ambassadors; FinCEN FIN-2020-A008, behavioural 8-9",
    ),
    Indicator(
        a_obs_vague_job,
        about=Subject.POSSIBLE_VICTIM,
        roles=SPOKEN_TO,
        source="Airline Ambassadors: modelling job without knowing who will meet them",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_LABOUR),
    ),
)
