"""The registry: reading this tuple is reading the policy."""

from collections.abc import Mapping

from streams.indicators.air_agency import AIR_AGENCY
from streams.indicators.air_booking import AIR_BOOKING
from streams.indicators.air_document import AIR_DOCUMENT
from streams.indicators.air_escort import AIR_ESCORT
from streams.indicators.air_observation import AIR_OBSERVATION
from streams.indicators.air_pattern import AIR_PATTERN
from streams.indicators.air_pilgrimage import AIR_PILGRIMAGE
from streams.indicators.air_sender import AIR_SENDER
from streams.indicators.air_short_trips import AIR_SHORT_TRIPS
from streams.indicators.bank_business import BANK_BUSINESS
from streams.indicators.bank_cash import BANK_CASH
from streams.indicators.bank_charges import BANK_CHARGES
from streams.indicators.bank_control import BANK_CONTROL
from streams.indicators.bank_customer import BANK_CUSTOMER
from streams.indicators.bank_donors import BANK_DONORS
from streams.indicators.bank_fees import BANK_FEES
from streams.indicators.bank_marriage import BANK_MARRIAGE
from streams.indicators.bank_payees import BANK_PAYEES
from streams.indicators.bank_pilgrimage import BANK_PILGRIMAGE
from streams.indicators.bank_senders import BANK_SENDERS
from streams.indicators.bank_service import BANK_SERVICE
from streams.indicators.bank_spending import BANK_SPENDING
from streams.indicators.contract import Indicator
from streams.indicators.cross_benign import CROSS_BENIGN
from streams.indicators.cross_collect import CROSS_COLLECT
from streams.indicators.cross_company import CROSS_COMPANY
from streams.indicators.cross_document import CROSS_DOCUMENT
from streams.indicators.cross_hand import CROSS_HAND
from streams.indicators.cross_marriage import CROSS_MARRIAGE
from streams.indicators.cross_money import CROSS_MONEY
from streams.indicators.cross_organ import CROSS_ORGAN
from streams.indicators.cross_person import CROSS_PERSON
from streams.indicators.cross_web import CROSS_WEB
from streams.indicators.recruiter_agency import RECRUITER_AGENCY
from streams.indicators.recruiter_conduct import RECRUITER_CONDUCT
from streams.indicators.recruiter_pattern import RECRUITER_PATTERN
from streams.indicators.recruiter_promise import RECRUITER_PROMISE
from streams.indicators.recruiter_worker import RECRUITER_WORKER
from streams.indicators.said_air import AIR_SENTENCES
from streams.indicators.said_bank import BANK_SENTENCES
from streams.indicators.said_cross import CROSS_SENTENCES
from streams.indicators.said_recruiter import RECRUITER_SENTENCES
from streams.wording import Sentence

INDICATORS: tuple[Indicator, ...] = (
    *AIR_BOOKING,
    *AIR_DOCUMENT,
    *AIR_OBSERVATION,
    *AIR_PATTERN,
    *AIR_PILGRIMAGE,
    *AIR_ESCORT,
    *AIR_AGENCY,
    *AIR_SENDER,
    *AIR_SHORT_TRIPS,
    *BANK_CUSTOMER,
    *BANK_CASH,
    *BANK_SPENDING,
    *BANK_CHARGES,
    *BANK_SENDERS,
    *BANK_PAYEES,
    *BANK_CONTROL,
    *BANK_SERVICE,
    *BANK_BUSINESS,
    *BANK_MARRIAGE,
    *BANK_FEES,
    *BANK_DONORS,
    *BANK_PILGRIMAGE,
    *RECRUITER_AGENCY,
    *RECRUITER_WORKER,
    *RECRUITER_PROMISE,
    *RECRUITER_PATTERN,
    *RECRUITER_CONDUCT,
    *CROSS_PERSON,
    *CROSS_ORGAN,
    *CROSS_DOCUMENT,
    *CROSS_WEB,
    *CROSS_MONEY,
    *CROSS_MARRIAGE,
    *CROSS_HAND,
    *CROSS_COLLECT,
    *CROSS_COMPANY,
    *CROSS_BENIGN,
)

SENTENCES: Mapping[str, Sentence] = {
    **AIR_SENTENCES,
    **BANK_SENTENCES,
    **RECRUITER_SENTENCES,
    **CROSS_SENTENCES,
}
"""What each says, by its id; with `/` and a word behind it where one has several sentences."""
