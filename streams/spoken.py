"""What a hit says in both languages, whichever version remembered it. Pure.

A worker takes up histories that an older version stored, and a hit in them keeps the key of its sentence and the values, not
the words. Where that sentence has another name by now, or other places for values, the hit is as true as before: it is
told plainly, and stops nothing. As soon as the sign is seen again as strongly, the new words take its place.
"""

from functools import cache
from string import Formatter

from streams.indicators import SENTENCES
from streams.indicators.contract import Indicator
from streams.wording import Said, Sentence, in_english, in_urdu, urdu_word


def spoken(said: Said, indicator: Indicator) -> Sentence:
    """The sentences that are written for it; where none is any more, the plain ones."""
    return (
        Sentence(in_english(said, SENTENCES), in_urdu(said, SENTENCES)) if is_written(said) else plain(said, indicator)
    )


def plain(said: Said, indicator: Indicator) -> Sentence:
    """What the indicator means, by its manual's first sentence, that an earlier version recorded it, and the values it kept."""
    title = f"{' '.join(indicator.manual.split()).partition('. ')[0].removesuffix('.') or indicator.id}."
    if not said.values:
        return Sentence(
            f"{title} This is what an earlier version recorded.", f"علامت {indicator.id} ایک پہلے نسخے نے درج کی۔"
        )
    english = ", ".join(f"{name} {value}" for name, value in said.values)
    urdu = "، ".join(f"{name} {urdu_word(value)}" for name, value in said.values)
    return Sentence(
        f"{title} This is what an earlier version recorded: {english}.",
        f"علامت {indicator.id} ایک پہلے نسخے نے درج کی: {urdu}۔",
    )


def is_written(said: Said) -> bool:
    """Whether a sentence of this key is written, with no place that these values leave empty."""
    return said.key in SENTENCES and _places(said.key) <= {name for name, _ in said.values}


@cache
def _places(key: str) -> frozenset[str]:
    sentence = SENTENCES[key]
    parsed = (*Formatter().parse(sentence.en), *Formatter().parse(sentence.ur))
    return frozenset(name for _, name, _, _ in parsed if name is not None)
