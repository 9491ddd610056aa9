"""What a hit says, in English and in Urdu: a template and its evidence values. Values are kept, sentences are made late."""

from collections.abc import Mapping
from typing import NamedTuple

from streams.urdu import URDU

Value = int | str
"""A count, a whole amount, or a code of `schemas.facts`; never a token, never an identity."""


class Said(NamedTuple):
    """Which sentence, and the values in it."""

    key: str
    """The indicator's id; with `/` and a word behind it where one indicator has several sentences."""
    values: tuple[tuple[str, Value], ...] = ()


class Sentence(NamedTuple):
    """One sentence in both languages, with `{name}` where a value goes."""

    en: str
    ur: str


def say(key: str, **values: Value) -> Said:
    """A hit's sentence with its values."""
    return Said(key, tuple(values.items()))


def in_english(said: Said, sentences: Mapping[str, Sentence]) -> str:
    """The English sentence. KeyError: no sentence is written for it; of what a history kept, ask `streams.spoken`."""
    return sentences[said.key].en.format_map(dict(said.values))


def in_urdu(said: Said, sentences: Mapping[str, Sentence]) -> str:
    """The Urdu sentence; codes are put into words, also several with commas between them. KeyError as for the English one."""
    return sentences[said.key].ur.format_map({name: urdu_word(value) for name, value in said.values})


def urdu_word(value: Value) -> str:
    """A value as it stands in an Urdu sentence."""
    return "، ".join(URDU.get(code, code) for code in str(value).split(", "))
