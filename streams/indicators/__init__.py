"""The registry: reading this tuple is reading the policy."""

from streams.indicators.air_booking import AIR_BOOKING
from streams.indicators.air_escort import AIR_ESCORT
from streams.indicators.air_observation import AIR_OBSERVATION
from streams.indicators.air_pattern import AIR_PATTERN
from streams.indicators.bank_cash import BANK_CASH
from streams.indicators.bank_customer import BANK_CUSTOMER
from streams.indicators.bank_others import BANK_OTHERS
from streams.indicators.contract import Indicator
from streams.indicators.cross_marriage import CROSS_MARRIAGE
from streams.indicators.cross_person import CROSS_PERSON
from streams.indicators.cross_web import CROSS_WEB
from streams.indicators.recruiter_agency import RECRUITER_AGENCY
from streams.indicators.recruiter_pattern import RECRUITER_PATTERN
from streams.indicators.recruiter_worker import RECRUITER_WORKER

INDICATORS: tuple[Indicator, ...] = (
    *AIR_BOOKING,
    *AIR_OBSERVATION,
    *AIR_PATTERN,
    *AIR_ESCORT,
    *BANK_CUSTOMER,
    *BANK_CASH,
    *BANK_OTHERS,
    *RECRUITER_AGENCY,
    *RECRUITER_WORKER,
    *RECRUITER_PATTERN,
    *CROSS_PERSON,
    *CROSS_WEB,
    *CROSS_MARRIAGE,
)
