"""What happened, without who: the part that a report, its event and its sightings share."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.codes import Airport, Carrier, Country, Flight, InformationGrade, Moment, Money, TrafficLight
from schemas.errors import Malformed
from schemas.evidence import EventId
from schemas.places import District
from schemas.record import Record
from schemas.reject import Reason


class Kind(StrEnum):
    """What a partner reports; the last part but one of the CloudEvents `type`."""

    BOOKING = "booking"
    CHECKIN = "checkin"
    OFFLOAD = "offload"
    TRANSACTION = "transaction"
    ACCOUNT_OPENING = "account-opening"
    ACCOUNT_REVIEW = "account-review"
    REGISTRATION = "registration"
    CONTRACT = "contract"
    FEE = "fee"
    ADVERT = "advert"
    COMPLAINT = "complaint"
    RETURN = "return"
    SEGMENT = "segment"
    """What became of a booked return journey once its date had passed."""
    OBSERVATION = "observation"
    RETRACTION = "retraction"
    """An earlier report was wrong altogether: it is taken back, and nothing stands in its place."""


class Observation(StrEnum):
    """A coded observation by trained staff; never free text (FinCEN FIN-2020-A008, AAI, AKEO)."""

    DOCS_HELD_BY_OTHER = "docs-held-by-other"
    SPOKEN_FOR = "spoken-for"
    UNAWARE_OF_DESTINATION = "unaware-of-destination"
    SCRIPTED = "scripted"
    RELATION_UNKNOWN = "relation-unknown"
    HARM_OR_FEAR = "harm-or-fear"
    VAGUE_JOB = "vague-job"
    ID_AVOIDED = "id-avoided"
    ABSENT_ID = "absent-id"


class Benign(StrEnum):
    """A reason against, known to the partner: it lowers what it answers and is shown."""

    FAMILY_LINK = "family-link"
    VERIFIED_EMPLOYER = "verified-employer"
    PROTECTOR_STAMP = "protector-stamp"
    CHARITY_ESCORT = "charity-escort"
    AGENCY_ACCREDITED = "agency-accredited"
    GUARDIAN_CONSENT = "guardian-consent"


class TripType(StrEnum):
    """GTAS field tripType."""

    ONE_WAY = "one-way"
    RETURN = "return"


class VisaClass(StrEnum):
    """On which ground the traveller may enter."""

    VISIT = "visit"
    TOURIST = "tourist"
    UMRAH = "umrah"
    HAJJ = "hajj"
    STUDY = "study"
    WORK = "work"
    SPOUSE = "spouse"
    TRANSIT = "transit"
    RESIDENT = "resident"
    NONE_NEEDED = "none-needed"


class PaymentForm(StrEnum):
    """How a ticket or fee was paid; PNRGOV FOP in words."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    WALLET = "wallet"
    HUNDI = "hundi"
    AGENCY_CREDIT = "agency-credit"


class Mismatch(StrEnum):
    """What differs between booking, advance passenger information and the document shown, beyond a transliteration."""

    NAME = "name"
    BIRTH_DATE = "birth-date"
    SEX = "sex"
    DOCUMENT_NUMBER = "document-number"


class DocumentCheck(Record):
    """What the partner found when it held the travel document against its own records. It compares; we only hear what."""

    mismatches: Annotated[tuple[Mismatch, ...], Field(max_length=4)] = ()
    mrz_valid: bool | None = None
    """False: a check digit of the machine readable zone fails (ICAO Doc 9303)."""
    expired: bool | None = None
    reported_lost: bool | None = None
    """It is on a list of lost or stolen documents."""


class Trip(Record):
    """One international journey as booked or flown."""

    carrier: Carrier
    flight: Flight
    origin: Airport
    destination: Airport
    departs_at: Moment
    booked_at: Moment | None = None
    return_at: Moment | None = None
    trip_type: TripType
    visa_class: VisaClass | None = None
    paid_by: PaymentForm | None = None
    """Form of payment of the ticket."""
    bags: Annotated[int, Field(ge=0, le=50)] | None = None
    """Checked pieces."""
    stay_days: Annotated[int, Field(ge=0, le=2000)] | None = None
    hotel_booked: bool | None = None
    first_trip: bool | None = None
    """First journey abroad that the partner knows of."""
    guardian_on_booking: bool | None = None
    unaccompanied_minor_service: bool | None = None
    """IATA SSR UMNR is on the booking."""
    onward_destination: Airport | None = None
    """Last point of a separate onward ticket, if the partner sold it too."""
    funds_declared: Money | None = None
    seated_apart: bool | None = None
    """Checked in together with others of this report, and seated apart from them."""
    split_booking: bool | None = None
    """The same payer holds further bookings on this flight, or this booking was divided (PNR element: split/divided)."""
    return_used: bool | None = None
    """For a report of kind `segment`: whether the return journey was flown."""


class Direction(StrEnum):
    """Seen from the account."""

    IN = "in"
    OUT = "out"


class BankChannel(StrEnum):
    """How money moved."""

    COUNTER = "counter"
    ATM = "atm"
    TRANSFER = "transfer"
    WALLET = "wallet"
    CARD = "card"
    REMITTANCE = "remittance"


class Purpose(StrEnum):
    """What the payment was for, as stated or by merchant category."""

    SALARY = "salary"
    RECRUITMENT_FEE = "recruitment-fee"
    TRAVEL = "travel"
    VISA = "visa"
    MEDICAL = "medical"
    LODGING = "lodging"
    TOP_UP = "top-up"
    ADVERTISING = "advertising"
    HOUSEHOLD = "household"
    TRANSPORT = "transport"
    """Taxis, ride hailing, coaches."""
    PHARMACY = "pharmacy"
    CLOTHING = "clothing"
    FOOD = "food"
    PAYROLL = "payroll"
    """An employer pays its workforce."""
    UTILITIES = "utilities"
    GIFT = "gift"
    OTHER = "other"


class ServiceRisk(StrEnum):
    """What the bank knows of a virtual-asset service at the other end."""

    REGULATED = "regulated"
    NO_IDENTIFICATION = "no-identification"
    """It asks nobody who they are."""
    MIXER = "mixer"
    DARKNET = "darknet"


class Transaction(Record):
    """One movement of money. Never says that a report was filed with the FMU (AMLA 2010 s.34)."""

    money: Money
    direction: Direction
    channel: BankChannel
    cash: bool = False
    purpose: Purpose = Purpose.OTHER
    city: District | None = None
    """Where the cash or card was used."""
    counterparty_country: Country | None = None
    passed_on_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """Share of a salary credited within the last 24 h that this payment moves on; the bank computes it from the account
    it keeps."""
    virtual_asset_risk: ServiceRisk | None = None
    """Set when the money goes to or comes from a virtual-asset service."""
    through_processor: bool | None = None
    """A third-party payment processor stands between the parties."""
    ultimate_party_known: bool | None = None
    """False: the processor does not say who pays or receives in the end."""


class IncomeBand(StrEnum):
    """What the bank knows of the holder's means."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


class Account(Record):
    """The account or wallet an event is about."""

    business: bool = False
    home_city: District | None = None
    income: IncomeBand | None = None
    monthly_turnover: Money | None = None
    """Declared at opening."""
    ordinary_spend: bool | None = None
    """False: no ordinary household spending in the last 60 days."""
    business_expenses: bool | None = None
    """False: no payroll, utility or supplier payment in the last 60 days; only for a business."""
    contact_on_advert_list: bool | None = None
    """The holder's phone, e-mail or address is on a vetted list of commercial-sex or fake-job adverts that the bank keeps."""
    headcount: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Declared workforce of a business."""
    payroll_month: Money | None = None
    """All wages that the business paid in the last month."""
    deduction_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    """Share of the wages that the employer keeps for housing, food, transport or debt."""


class LicenceStatus(StrEnum):
    """State of an Overseas Employment Promoter's licence in the BEOE register on the event date."""

    VALID = "valid"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"
    SURRENDERED = "surrendered"
    INVALID = "invalid"
    NONE = "none"


class PaperState(StrEnum):
    """Whether a required paper is there."""

    PRESENT = "present"
    MISSING = "missing"
    EXPIRED = "expired"


class Complaint(StrEnum):
    """What a worker complained of."""

    UNPAID_WAGE = "unpaid-wage"
    NO_JOB = "no-job"
    ABANDONED = "abandoned"
    PASSPORT_KEPT = "passport-kept"


class Job(Record):
    """An overseas job as offered, registered or taken up."""

    country: Country
    registered_country: Country | None = None
    """Country of the registered contract, when it differs in time."""
    occupation: Annotated[str, Field(pattern="^[0-9]{4}$", description="ISCO-08 unit group")]
    licence: LicenceStatus | None = None
    permission: PaperState | None = None
    """Protector's permission for this demand (BEOE: valid 120 days)."""
    contract: PaperState | None = None
    """Foreign Service Agreement registered with the Protector."""
    protector_stamp: bool | None = None
    visa_class: VisaClass | None = None
    wage: Money | None = None
    """Monthly wage now offered or paid."""
    registered_wage: Money | None = None
    """Monthly wage in the registered contract."""
    fee: Money | None = None
    """All that the worker was charged."""
    fee_paid_by: PaymentForm | None = None
    fee_receipt: bool | None = None
    loan: Money | None = None
    """What the worker owes to agency or employer."""
    deduction_percent: Annotated[int, Field(ge=0, le=100)] | None = None
    passport_held_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    direct_employment: bool | None = None
    demand_attestation: PaperState | None = None
    """Attestation of demand letter and power of attorney by a ministry or embassy (BEOE)."""
    jobs_permitted: Annotated[int, Field(ge=0, le=100_000)] | None = None
    """How many workers the permission covers; its number is the recruiter's `permission`."""
    days_abroad: Annotated[int, Field(ge=0, le=20_000)] | None = None
    """For a report of kind `return`: days between departure and return."""
    deported: bool | None = None
    """For a report of kind `return`: sent back by the country of work."""
    complaint: Complaint | None = None


class Facts(Record):
    """What happened: shared, unchanged, by report, event and sighting."""

    kind: Kind
    corrects: EventId | None = None
    """An earlier report of the same partner that this one replaces: what it said, and the joins it made, no longer hold."""
    document: DocumentCheck | None = None
    trip: Trip | None = None
    transaction: Transaction | None = None
    account: Account | None = None
    job: Job | None = None
    observations: Annotated[tuple[Observation, ...], Field(max_length=9)] = ()
    against: Annotated[tuple[Benign, ...], Field(max_length=6)] = ()
    information_grade: InformationGrade = InformationGrade.KNOWN
    handling: TrafficLight = TrafficLight.AMBER_STRICT


def misdirected(kind: Kind, corrects: str | None, own: str, under: str = "") -> Malformed | None:
    """Why a correction cannot be one: a retraction that names no report, or a report that corrects itself.

    `under`: the path of the facts, with a dot behind it. That the corrected report is unknown is no error: it may come later.
    """
    field = f"{under}corrects"
    if corrects is None and kind is Kind.RETRACTION:
        return Malformed(Reason.MISSING_FIELD, field, "a retraction names the report that it takes back: set its id")
    if corrects == own:
        return Malformed(Reason.BAD_VALUE, field, "a report cannot correct itself: name the id of the earlier one")
    return None


FARTHEST = timedelta(days=5 * 366)
"""Between a report and the journey that it tells of [D]: what lies further off is what a system writes for no date at all."""


def dateless(trip: Trip | None, at: datetime, under: str = "") -> Malformed | None:
    """Why a journey cannot be one of a report that happened `at`: a time of it stands for none, such as one of the year 1 or 9999.
    `under`: the path of the facts, with a dot behind it."""
    for name in ("departs_at", "booked_at", "return_at") if trip is not None else ():
        moment = getattr(trip, name)
        if moment is not None and abs(moment - at) > FARTHEST:
            mend = "it lies more than five years from the report; leave out a time that is not known"
            if name == "departs_at":
                mend = "it lies more than five years from the report; write when the flight leaves"
            return Malformed(Reason.BAD_VALUE, f"{under}trip.{name}", mend)
    return None
