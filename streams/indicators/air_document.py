"""What the airline found when it held the travel document against the booking, and against whom it was shown for before."""

from collections.abc import Iterator

from schemas.codes import Sector, Sex
from schemas.facts import DocumentCheck, Mismatch
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.birth import is_slip, years_apart
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.indicators.reading import differ, is_child, numbers_of, tokens_of
from streams.wording import Said, say

TRAVELLER = frozenset({Role.TRAVELLER})
_BODY = frozenset({Mismatch.BIRTH_DATE, Mismatch.SEX})
"""What no transliteration changes."""
_WORST = (Mismatch.SEX, Mismatch.BIRTH_DATE, Mismatch.DOCUMENT_NUMBER, Mismatch.NAME)


def _is_another_persons(document: DocumentCheck) -> bool:
    """Birth date or sex differs, and something else with it: more than one slip of a clerk."""
    found = frozenset(document.mismatches)
    return len(found) > 1 and not found.isdisjoint(_BODY)


def a_doc_mismatch(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Name, birth date, sex or number differs between booking, advance information and document, beyond a spelling.
    Agents mistype and names change at a wedding; when several differ, a-doc-other-person says it instead."""
    document = sighting.fact.document
    if document is None:
        return Silence.NOT_APPLICABLE
    if not document.mismatches or _is_another_persons(document):
        return Silence.ABSENT
    return Fired(say(f"a-doc-mismatch/{min(document.mismatches, key=_WORST.index)}"), (sighting,))


def a_doc_other_person(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """Birth date or sex differs between booking and document, and name, number or the other of the two with it: the
    document may be another person's. A booking mixed up within a family looks alike."""
    document = sighting.fact.document
    if document is None:
        return Silence.NOT_APPLICABLE
    if not _is_another_persons(document):
        return Silence.ABSENT
    return Fired(say("a-doc-other-person", fields=len(set(document.mismatches))), (sighting,))


def a_mrz_invalid(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The check digits of the machine readable zone fail, or the document was reported lost or stolen. A sign of a
    forged or borrowed document, not of trafficking; scanners misread worn pages, so the page is to be read again."""
    document = sighting.fact.document
    if document is None or (document.mrz_valid is None and document.reported_lost is None):
        return Silence.NOT_APPLICABLE
    if document.reported_lost:
        return Fired(say("a-mrz-invalid/lost"), (sighting,))
    return Fired(say("a-mrz-invalid"), (sighting,)) if document.mrz_valid is False else Silence.ABSENT


def a_doc_expired(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """The document had expired when it was shown. Mostly an oversight of an honest traveller: it only adds to other
    signs about the document."""
    document = sighting.fact.document
    if document is None or document.expired is None:
        return Silence.NOT_APPLICABLE
    return Fired(say("a-doc-expired"), (sighting,)) if document.expired else Silence.ABSENT


def _shown_aboard(entry: Entry) -> bool:
    """An airline saw the paper itself: not what travelled along an alias, not another sector's copy."""
    return entry.hops == 0 and entry.role is Role.TRAVELLER and entry.fact.ref.sector is Sector.AIRLINE


def _shown_before(sighting: Entry, history: History, days: float) -> Iterator[Entry]:
    for other in history.around(sighting, days):
        if other.event != sighting.event and _shown_aboard(other):
            yield other


def _another_sex(one: Entry, other: Entry) -> bool:
    return {one.me.sex, other.me.sex} == {Sex.MALE, Sex.FEMALE}


def _another_name(one: Entry, other: Entry) -> bool:
    """Name with birth date differs, and the family name as well: a spelling of one of them is not enough."""
    return differ(one.me, other.me, TokenKind.PERSON) and differ(one.me, other.me, TokenKind.FAMILY)


def _differences(one: Entry, other: Entry) -> int:
    """In how many of sex, birth, name and CNIC two who showed one passport differ. One alone may be a slip of a clerk."""
    years = years_apart(one, other)
    return sum(
        (
            _another_sex(one, other),
            years is not None and years > 0.5,
            _another_name(one, other),
            differ(one.me, other.me, TokenKind.CNIC),
        )
    )


def _made_adult(one: Entry, other: Entry, least: float) -> bool:
    """A child on one paper, an adult on the other, by more years than passed between. What one booking says of one of a
    family at two times is a slip of whoever typed it: that is left to a-doc-conflict."""
    one_family = tokens_of(one.me, TokenKind.FAMILY) & tokens_of(other.me, TokenKind.FAMILY)
    if one_family and not set(numbers_of(one)).isdisjoint(numbers_of(other)):
        return False
    years = years_apart(one, other)
    return years is not None and years >= least and is_child(one.me) != is_child(other.me)


def a_doc_reuse(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One passport is shown for people who differ in at least two of sex, birth, name with family name, and CNIC, or for a
    child and an adult. Two slips of clerks, or a new name after a wedding with one, are possible: look at both scans."""
    if not _shown_aboard(sighting):
        return Silence.NOT_APPLICABLE
    silent = Silence.INSUFFICIENT_HISTORY
    for other in _shown_before(sighting, history, params.number("days")):
        silent = Silence.ABSENT
        found = _differences(sighting, other)
        if found >= 2:
            return Fired(say("a-doc-reuse", differences=found), tuple(sorted((sighting, other))))
        if _made_adult(sighting, other, params.number("years")):
            years = int(years_apart(sighting, other) or 0)
            return Fired(say("a-doc-reuse/child", years=years), tuple(sorted((sighting, other))))
    return silent


def a_doc_conflict(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One passport is shown with another sex, with a birth years apart in another family, or, where no age is known, with
    another name and family name: one difference, which a slip may explain. Where several differ: a-doc-reuse."""
    if not _shown_aboard(sighting):
        return Silence.NOT_APPLICABLE
    silent = Silence.INSUFFICIENT_HISTORY
    for other in _shown_before(sighting, history, params.number("days")):
        silent = Silence.ABSENT
        least = params.number("years")
        if _differences(sighting, other) != 1 or _made_adult(sighting, other, least):
            continue
        said = _single(sighting, other, least)
        if said is not None:
            return Fired(said, tuple(sorted((sighting, other))))
    return silent


def _single(one: Entry, other: Entry, least: float) -> Said | None:
    """What differs between two who differ in one thing, if it is enough."""
    years = years_apart(one, other)
    if _another_sex(one, other):
        return say("a-doc-conflict/sex")
    if years is None:
        return say("a-doc-conflict/name") if _another_name(one, other) else None
    if years < least or is_slip(one, other):
        return None
    return say("a-doc-conflict/birth", years=int(years))


_FRAUD = (Typology.SMUGGLING,)

AIR_DOCUMENT: tuple[Indicator, ...] = (
    Indicator(
        a_doc_mismatch,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="Raabta, from ICAO Annex 9: purpose of advance passenger information",
        typologies=(*_FRAUD, Typology.CHILD_TRAFFICKING),
    ),
    Indicator(
        a_doc_other_person,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="Raabta, from ICAO Annex 9: purpose of advance passenger information",
        typologies=(*_FRAUD, Typology.CHILD_TRAFFICKING),
    ),
    Indicator(
        a_mrz_invalid,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="ICAO Doc 9303: check digits of the machine readable zone",
        typologies=_FRAUD,
    ),
    Indicator(
        a_doc_expired,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="ICAO Doc 9303: date of expiry",
        typologies=_FRAUD,
    ),
    Indicator(
        a_doc_reuse,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="Raabta",
        typologies=(*_FRAUD, Typology.CHILD_TRAFFICKING),
        params={"days": 365, "years": 3},
        kinds=frozenset({TokenKind.PASSPORT}),
    ),
    Indicator(
        a_doc_conflict,
        about=Subject.POSSIBLE_VICTIM,
        roles=TRAVELLER,
        source="Raabta",
        typologies=(*_FRAUD, Typology.CHILD_TRAFFICKING),
        params={"days": 365, "years": 3},
        kinds=frozenset({TokenKind.PASSPORT}),
    ),
)
