"""The registry: reading this tuple is reading the policy."""

from streams.indicators.air_booking import AIR_BOOKING
from streams.indicators.air_observation import AIR_OBSERVATION
from streams.indicators.air_pattern import AIR_PATTERN
from streams.indicators.contract import Indicator

INDICATORS: tuple[Indicator, ...] = (*AIR_BOOKING, *AIR_OBSERVATION, *AIR_PATTERN)
