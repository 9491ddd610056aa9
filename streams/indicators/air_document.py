"""What the airline found when it held the travel document against the booking."""

from schemas.facts import DocumentCheck, Mismatch
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from streams.history import Entry, History
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.wording import say

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
)
