"""The registry: reading this tuple is reading the policy."""

from streams.indicators.air import AIR
from streams.indicators.contract import Indicator

INDICATORS: tuple[Indicator, ...] = (*AIR,)
