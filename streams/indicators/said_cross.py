"""What the indicators of several sectors together say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

CROSS_SENTENCES: Mapping[str, Sentence] = {}
