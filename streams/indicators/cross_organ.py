"""What several sectors show of whoever may lose an organ, and of whoever takes them there. The evidence is thin."""

from collections.abc import Iterator, Sequence

from schemas.codes import Money
from schemas.event import Party
from schemas.facts import IncomeBand, Kind, Purpose, Trip, TripType
from schemas.role import Role
from schemas.rulepack import Subject, Typology
from schemas.token import IDENTITY_KINDS, TokenKind
from streams.history import DAY, Entry, History
from streams.indicators.contract import Crowd, Fired, Indicator, Params, Silence
from streams.indicators.money import about, is_organisation, is_paid, is_personal, pays, rupees, stated, sum_of
from streams.indicators.reading import (
    families,
    is_child,
    outbound,
    people,
    persons,
    related,
    same_party,
    same_person,
    telling,
)
from streams.wording import say

_PERSON = frozenset(IDENTITY_KINDS)
_FLIES = frozenset({Role.TRAVELLER, Role.COMPANION})
_PAYS = frozenset({Role.HOLDER, Role.SENDER})
_UNSTATED = (Purpose.GIFT, Purpose.OTHER)


def x_organ_combo(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """A stranger pays for the treatment of a person who owes money to an agent and makes a short journey abroad with
    somebody of another family. The evidence for this pattern is thin; charities that pay for patients are left out."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None and fact.job is None:
        return Silence.NOT_APPLICABLE
    if len(history.entries) < 3:
        return Silence.INSUFFICIENT_HISTORY
    days, stay, least = params.number("days"), params.number("stay"), params.number("rupees")

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        treated = [e for e in window if _is_treated_by_stranger(e)]
        flown = [e for e in window if _flies_briefly(e, stay)]
        owing = [e for e in window if _owes(e, least)]
        if not treated or not flown or not owing:
            return Silence.INSUFFICIENT_HISTORY
        if sighting not in (*treated, *flown, *owing):
            return Silence.ABSENT
        loan = max((job.loan for e in owing if (job := e.fact.job) and job.loan is not None), key=_weight)
        said = say("x-organ-combo", amount=about(loan), currency=loan.currency)
        return Fired(said, tuple(sorted({*treated, *flown, *owing})))

    return telling(sighting, history, days, tell)


def _is_treated_by_stranger(entry: Entry) -> bool:
    paid = entry.fact.transaction
    if paid is None or paid.purpose is not Purpose.MEDICAL or not is_paid(entry):
        return False
    if pays(entry) or entry.role is Role.CONDUCTOR:
        return False
    payers = entry.others(
        Role.SENDER, Role.CONDUCTOR, Role.PAYER, *(() if entry.role is Role.HOLDER else (Role.HOLDER,))
    )
    return any(p.tokens and not related(p, entry.me) and not is_organisation(p) for p in payers)


def _flies_briefly(entry: Entry, stay: float) -> bool:
    trip = entry.fact.trip
    if trip is None or entry.role not in _FLIES or trip.trip_type is not TripType.RETURN or not outbound(trip):
        return False
    strangers = (p for p in entry.others(*_FLIES) if p.tokens and not related(p, entry.me))
    return _is_short(trip, stay) and any(strangers)


def _owes(entry: Entry, least: float) -> bool:
    job = entry.fact.job
    owed = rupees(stated(job.loan)) if job is not None and entry.role is Role.CANDIDATE else None
    return owed is not None and owed >= least


def _weight(loan: Money) -> float:
    return rupees(loan) or 0.0


def _is_short(trip: Trip, stay: float) -> bool:
    """A return journey abroad of at most so many days, as stated or until the return."""
    if trip.trip_type is not TripType.RETURN or not outbound(trip):
        return False
    days: float | None = trip.stay_days
    if days is None and trip.return_at is not None:
        days = (trip.return_at - trip.departs_at).total_seconds() / DAY
    return days is not None and days <= stay


def x_organ_escort(sighting: Entry, history: History, params: Params) -> Fired | Silence:
    """One person takes adults of several families on short journeys abroad, each apart from the others, and a bank shows
    that this person bears medical costs and gives money to them. A benefactor of patients does so too: look for a charity."""
    fact = sighting.fact
    if fact.trip is None and fact.transaction is None:
        return Silence.NOT_APPLICABLE
    need, payments, days = params.number("people"), params.number("payments"), params.number("days")
    if len(history.entries) < need + payments:
        return Silence.INSUFFICIENT_HISTORY
    stay, least, visas = params.number("stay"), params.number("rupees"), params.names("visas")
    if taken_briefly(sighting, stay, visas) is None and not _bears(sighting, least):
        return Silence.ABSENT

    def tell(window: Sequence[Entry]) -> Fired | Silence:
        trips = [(e, one) for e in window if (one := taken_briefly(e, stay, visas)) is not None]
        taken = [one for _, one in trips]
        if people(taken) < need or families(taken) < need:
            return Silence.INSUFFICIENT_HISTORY
        borne = [e for e in window if _bears(e, least) and (_is_care(e) or _reaches(e, taken))]
        if len(borne) < payments:
            return Silence.INSUFFICIENT_HISTORY
        if not any(_reaches(e, taken) or _has_patient(e) for e in borne):
            return Silence.ABSENT
        evidence = tuple(sorted({*(e for e, _ in trips), *borne}))
        if sighting not in evidence:
            return Silence.ABSENT
        return Fired(say("x-organ-escort", people=people(taken), payments=len(borne), days=int(days)), evidence)

    return telling(sighting, history, days, tell)


def taken_briefly(entry: Entry, stay: float, visas: Sequence[str]) -> Party | None:
    """The adult of another family with whom alone the party meant makes a short journey, or whom it sends with one escort."""
    trip = entry.fact.trip
    if (
        trip is None
        or entry.fact.kind is Kind.OFFLOAD
        or (trip.visa_class is not None and trip.visa_class not in visas)
    ):
        return None
    if entry.role not in _FLIES and entry.role is not Role.PAYER:
        return None
    if not _is_short(trip, stay) or is_organisation(entry.me) or is_child(entry.me):
        return None
    aboard = list(entry.others(*_FLIES))
    if entry.role is Role.PAYER:
        escorts = [p for p in aboard if p.role is Role.COMPANION]
        aboard = [p for p in aboard if p.role is Role.TRAVELLER] if len(persons(escorts)) == 1 else []
    if len(aboard) != 1 or is_child(aboard[0]) or related(aboard[0], entry.me):
        return None
    return aboard[0]


def _bears(entry: Entry, least: float) -> bool:
    """The party meant, no business, pays for care that is not its family's, or gives a considerable sum to somebody else of
    whom no means are known."""
    paid, account = entry.fact.transaction, entry.fact.account
    if paid is None or not pays(entry) or not is_personal(entry):
        return False
    others = list(_receivers(entry))
    if any(related(p, entry.me) or same_party(p, entry.me) for p in others):
        return False
    if paid.purpose is Purpose.MEDICAL:
        return sum_of(entry) >= least or _has_patient(entry)
    wealthy = entry.role is Role.SENDER and account is not None and account.income not in (None, IncomeBand.LOW)
    return paid.purpose in _UNSTATED and sum_of(entry) >= least and bool(others) and not wealthy


_NAMED = tuple(f"{kind}:" for kind in IDENTITY_KINDS)


def _has_patient(entry: Entry) -> bool:
    """Care of a person who is named: a hospital alone may have treated the payer."""
    return _is_care(entry) and any(token.startswith(_NAMED) for p in _receivers(entry) for token in p.tokens)


def _receivers(entry: Entry) -> Iterator[Party]:
    """Whom a payment is for or goes to."""
    yield from entry.others(Role.BENEFICIARY, *_FLIES, *(() if entry.role is Role.HOLDER else (Role.HOLDER,)))


def _is_care(entry: Entry) -> bool:
    return entry.fact.transaction is not None and entry.fact.transaction.purpose is Purpose.MEDICAL


def _reaches(entry: Entry, taken: Sequence[Party]) -> bool:
    """The payment is for one of those taken along, or for their family, as far as bank and airline know them alike."""
    return any(same_person(p, one) or related(p, one) for p in _receivers(entry) for one in taken)


CROSS_ORGAN: tuple[Indicator, ...] = (
    Indicator(
        x_organ_combo,
        about=Subject.POSSIBLE_VICTIM,
        roles=_FLIES | {Role.CANDIDATE, Role.HOLDER, Role.BENEFICIARY},
        source="Raabta; the evidence for this pattern is thin",
        typologies=(Typology.ORGAN_REMOVAL,),
        params={"days": 90, "stay": 30, "rupees": 20_000},
        kinds=_PERSON,
    ),
    Indicator(
        x_organ_escort,
        about=Subject.FACILITATOR,
        roles=_FLIES | _PAYS | {Role.PAYER},
        source="Raabta, from KYC360 on FATF-APG 2018: treatment and travel of unrelated persons; the evidence is thin",
        typologies=(Typology.ORGAN_REMOVAL,),
        params={
            "days": 90,
            "people": 2,
            "payments": 2,
            "stay": 30,
            "rupees": 100_000,
            "visas": ("visit", "tourist", "none-needed"),
        },
        kinds=_PERSON | {TokenKind.PHONE},
        volume=Crowd.CHANCE,
    ),
)
