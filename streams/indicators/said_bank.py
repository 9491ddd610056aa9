"""What the indicators of banks say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

BANK_SENTENCES: Mapping[str, Sentence] = {}
