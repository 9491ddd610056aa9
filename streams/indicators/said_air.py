"""What the indicators of airlines say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

AIR_SENTENCES: Mapping[str, Sentence] = {}
