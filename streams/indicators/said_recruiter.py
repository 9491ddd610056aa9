"""What the indicators of recruiters say, in English and in Urdu."""

from collections.abc import Mapping

from streams.wording import Sentence

RECRUITER_SENTENCES: Mapping[str, Sentence] = {}
