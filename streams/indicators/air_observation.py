"""What trained staff saw and coded; never free text."""

from schemas.codes import Sector
from schemas.facts import Observation
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params

TRAVELLER = frozenset({Role.TRAVELLER})


def _seen(sighting: Entry, what: Observation, sentence: str) -> Fired | None:
    fact = sighting.fact
    if what not in fact.observations or fact.ref.sector is not Sector.AIRLINE:
        return None
    return Fired(sentence, (sighting,))


def a_obs_docs_held(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Somebody else holds the traveller's passport, ticket or phone. Heads of families and tour guides carry
    papers for a group too; with fear or scripted answers beside it, it weighs."""
    return _seen(sighting, Observation.DOCS_HELD_BY_OTHER, "Somebody else holds the traveller's documents or phone.")


def a_obs_spoken_for(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A companion answers for the traveller or does not let the traveller be alone. Shyness, language and custom
    can look the same: staff should have tried to speak to the traveller alone."""
    return _seen(sighting, Observation.SPOKEN_FOR, "A companion speaks for the traveller or stays close throughout.")


def a_obs_unaware_dest(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The traveller cannot say where the journey goes, where to stay or who waits there. First-time travellers in
    the care of relatives may not know either."""
    sentence = "The traveller could not name the destination, the place to stay or who is waiting."
    return _seen(sighting, Observation.UNAWARE_OF_DESTINATION, sentence)


def a_obs_scripted(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The account of the journey or of the companion sounds rehearsed or contradicts itself. Fear of officials
    makes honest people stumble too."""
    return _seen(sighting, Observation.SCRIPTED, "The account of the journey sounded rehearsed or contradicted itself.")


def a_obs_relation_unknown(sighting: Entry, history: History, params: Params) -> Fired | None:
    """A companion claims to be family but does not know what family knows. Newly married couples may know little
    of one another."""
    sentence = "A companion claims to be related but does not know basic details."
    return _seen(sighting, Observation.RELATION_UNKNOWN, sentence)


def a_obs_harm_fear(sighting: Entry, history: History, params: Params) -> Fired | None:
    """Staff of any sector saw injury, sedation, starvation or fear of the companion. Does not wait for a second
    sign: a person may be in danger now, whatever the cause."""
    if Observation.HARM_OR_FEAR not in sighting.fact.observations:
        return None
    return Fired("Staff saw signs of harm, or fear of the companion.", (sighting,))


def a_obs_vague_job(sighting: Entry, history: History, params: Params) -> Fired | None:
    """The traveller speaks of a job as model, hostess, in a hotel or a beauty parlour and does not know the
    employer. Young people with real offers can be as vague."""
    return _seen(sighting, Observation.VAGUE_JOB, "The traveller expects a job abroad but does not know the employer.")


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
        roles=TRAVELLER,
        source="FinCEN FIN-2020-A008, behavioural 1-2; Airline Ambassadors; AKEO",
    ),
    Indicator(
        a_obs_unaware_dest,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="Airline Ambassadors; US Blue Lightning; FinCEN FIN-2020-A008, behavioural 10",
    ),
    Indicator(
        a_obs_scripted,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="FinCEN FIN-2020-A008, behavioural 10; Blue Heart International list",
    ),
    Indicator(
        a_obs_relation_unknown,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
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
        roles=TRAVELLER,
        source="Airline Ambassadors: modelling job without knowing who will meet them",
        typologies=(Typology.SEXUAL_EXPLOITATION, Typology.FORCED_LABOUR),
    ),
)
