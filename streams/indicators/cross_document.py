"""One document, two sectors, two people: never a reason to merge them."""

from collections.abc import Callable, Iterator

from schemas.codes import Sex
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.birth import is_slip, years_apart
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import differ, tokens_of
from streams.wording import Said, say

_SHOWN_BY = frozenset({Role.TRAVELLER, Role.COMPANION, Role.CANDIDATE, Role.HOLDER, Role.SENDER, Role.BENEFICIARY})
_NUMBERED = frozenset({TokenKind.CNIC, TokenKind.PASSPORT})
_SLIP = 2.0
"""Ages are whole years: less than two years apart is one birth date, rounded twice."""


def x_doc_conflict(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Two sectors know one identity card or passport under another name and family, another sex or another birth date. A
    typing error is possible, some names are written in many ways, and a bride may take a new name; birth dates years
    apart are left to `x-doc-conflict-birth`."""

    def conflict(other: Entry) -> Said | None:
        years = years_apart(sighting, other)
        if years is not None and years >= params.number("years") and not is_slip(sighting, other):
            return None
        return _another(sighting, other, years)

    return _compared(sighting, history, params, conflict)


def x_doc_conflict_birth(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Two sectors know one identity card or passport for people whose birth dates lie years apart, of other families or on
    one side a child. Of two adults of one family name a mistyped year is likelier, and left to `x-doc-conflict`; papers
    of father and child may be mixed up in one file."""

    def conflict(other: Entry) -> Said | None:
        years = years_apart(sighting, other)
        if years is None or years < params.number("years") or is_slip(sighting, other):
            return None
        return say("x-doc-conflict-birth", years=int(years))

    return _compared(sighting, history, params, conflict)


def _compared(
    sighting: Entry, history: History, params: Params, conflict: Callable[[Entry], Said | None]
) -> Fired | Silence:
    """The first other sector that contradicts the sighting."""
    if sighting.hops:
        return Silence.NOT_APPLICABLE
    if len(history.entries) < 2:
        return Silence.INSUFFICIENT_HISTORY
    compared = False
    for other in _elsewhere(sighting, history, params.number("days")):
        compared, said = True, conflict(other)
        if said is not None:
            return Fired(said, tuple(sorted((sighting, other))))
    return Silence.ABSENT if compared else Silence.INSUFFICIENT_HISTORY


def _elsewhere(sighting: Entry, history: History, days: float) -> Iterator[Entry]:
    sector = sighting.fact.ref.sector
    for other in history.around(sighting, days):
        if not other.hops and other.fact.ref.sector is not sector and other.role in _SHOWN_BY:
            yield other


def _another(one: Entry, other: Entry, years: float | None) -> Said | None:
    if {one.me.sex, other.me.sex} == {Sex.MALE, Sex.FEMALE}:
        return say("x-doc-conflict/sex")
    if years is not None and years >= _SLIP:
        return say("x-doc-conflict/birth", years=int(years))
    one_family = tokens_of(one.me, TokenKind.FAMILY) & tokens_of(other.me, TokenKind.FAMILY)
    return say("x-doc-conflict") if differ(one.me, other.me, TokenKind.PERSON) and not one_family else None


CROSS_DOCUMENT: tuple[Indicator, ...] = (
    Indicator(
        x_doc_conflict,
        about=Subject.POSSIBLE_VICTIM,
        roles=_SHOWN_BY,
        source="Raabta",
        typologies=(Typology.SMUGGLING, Typology.CHILD_TRAFFICKING),
        params={"days": 365, "years": 3},
        kinds=_NUMBERED,
    ),
    Indicator(
        x_doc_conflict_birth,
        about=Subject.POSSIBLE_VICTIM,
        roles=_SHOWN_BY,
        source="Raabta",
        typologies=(Typology.SMUGGLING, Typology.CHILD_TRAFFICKING),
        params={"days": 365, "years": 3},
        kinds=_NUMBERED,
    ),
)
