"""Report: what a partner knows, in clear. It never leaves the partner's machine."""

from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from schemas.codes import Airport, Carrier, Country, Moment, Sex
from schemas.errors import WrongField
from schemas.evidence import EventId
from schemas.facts import Facts
from schemas.record import Record
from schemas.role import Role

Text = Annotated[str, Field(max_length=200)]
"""As the partner has it. Blank is a placeholder, as N/A is, and counts as absent."""


class Passport(Record):
    """A travel document as printed."""

    number: Text
    country: Country
    """Issuing state."""


class Identity(Record):
    """Everything that names a person, organisation or account, as the partner has it. Only tokens of it travel in clear."""

    name: Text | None = None
    native_name: Text | None = None
    """The name in Urdu or another script."""
    family_name: Text | None = None
    """Surname or father's name, only to compare companions."""
    father_or_husband: Text | None = None
    """Name of the father, or of a wife's husband, as on the CNIC; to tell a family, and a person from a namesake: relatives rarely share a
    surname."""
    birth_date: date | None = None
    cnic: Text | None = None
    """CNIC, NICOP, POC or B-Form number."""
    passport: Passport | None = None
    mrz: Text | None = None
    """Machine readable zone, lines separated by a line feed."""
    phones: Annotated[tuple[Text, ...], Field(max_length=8)] = ()
    """Any spelling; wallets count as phones."""
    emails: Annotated[tuple[Text, ...], Field(max_length=4)] = ()
    iban: Text | None = None
    card: Text | None = None
    oep_licence: Text | None = None
    """Overseas Employment Promoter licence."""
    permission: Text | None = None
    """Number of the Protector's permission for one foreign demand, on the recruiter."""
    agency: Text | None = None
    """IATA numeric code of a travel agency, or its trade name."""
    employer: Text | None = None
    device: Text | None = None
    document: Text | None = None
    """Number of a certificate: medical, police, degree."""
    address: Text | None = None


class ReportParty(Record):
    """Someone or something in a report."""

    role: Role
    identity: Identity
    age: Annotated[int, Field(ge=0, le=120)] | None = None
    """Whole years at the time of the report; taken from the birth date if that is given."""
    sex: Sex | None = None
    nationality: Country | None = None


class BookingReference(Record):
    """A PNR: a locator is unique only with its carrier and date."""

    locator: Annotated[str, Field(pattern="^[A-Za-z0-9]{5,6}$")]
    carrier: Carrier
    departure: date
    origin: Airport | None = None


class Report(Facts):
    """One thing a partner found worth telling, in clear."""

    id: EventId
    occurred_at: Moment
    parties: Annotated[tuple[ReportParty, ...], Field(min_length=1, max_length=50)]
    booking: BookingReference | None = None
    """The PNR, if there is one; becomes a token on the first party."""
    note: Annotated[str, Field(max_length=2000)] | None = None
    """For the officer only: travels sealed."""

    @model_validator(mode="after")
    def _id_holds_no_identity(self) -> "Report":
        known = {
            "".join(c for c in value if c.isalnum()).casefold()[-9:]  # a number's end is the same in every spelling
            for party in self.parties
            for identity in (party.identity,)
            for value in (
                *(identity.cnic, identity.iban, identity.card, identity.passport and identity.passport.number),
                *identity.phones,
                *(mail.split("@")[0] for mail in identity.emails),
            )
            if value
        }
        flat = "".join(c for c in self.id if c.isalnum()).casefold()
        if any(len(value) >= 7 and value in flat for value in known):
            mend = "the id holds an identifier of a party; use a number of your own that names nobody"
            raise WrongField("id", mend)
        return self
