"""Why every indicator of the pack did or did not fire at one sighting: for an officer's question, not for the hot path."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from schemas.rulepack import Strength, Subject
from streams.company import heard
from streams.history import Entry, History
from streams.indicators import SENTENCES
from streams.indicators.contract import Fired, Silence
from streams.pack import Pack, Ready, can_be
from streams.wording import in_english, in_urdu


class Outcome(StrEnum):
    """What became of an indicator: it fired, or one of seven reasons why it did not."""

    FIRED = "fired"
    ABSENT = Silence.ABSENT.value
    INSUFFICIENT_HISTORY = Silence.INSUFFICIENT_HISTORY.value
    NOT_APPLICABLE = Silence.NOT_APPLICABLE.value
    OTHER_ROLE = "other-role"
    OTHER_TOKEN = "other-token"
    HUB = "hub"
    OFF = "off"


MEANING: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.FIRED: "The sign is there.",
        Outcome.ABSENT: "All that it needs is told, and the sign is not there.",
        Outcome.INSUFFICIENT_HISTORY: "Fewer sightings are remembered than the pattern takes: it may yet fire.",
        Outcome.NOT_APPLICABLE: "The event is of another kind, or the partner left out a field that the sign needs.",
        Outcome.OTHER_ROLE: "It is asked about parties in other roles.",
        Outcome.OTHER_TOKEN: "It is asked of other kinds of token.",
        Outcome.HUB: "The token has met so many others that the sign, which counts others, says nothing.",
        Outcome.OFF: "The rule pack has it switched off.",
    }
)
"""What each outcome means, in a sentence."""


class Explained(NamedTuple):
    """One indicator's answer about one sighting."""

    indicator: str
    outcome: Outcome
    about: Subject
    strength: Strength
    sentence: str = ""
    """English; empty unless it fired."""
    sentence_ur: str = ""
    """Urdu; empty unless it fired."""
    evidence: tuple[str, ...] = ()
    """`partner/event id` of what it rests on, oldest first; empty unless it fired."""


def explain(history: History, entry: Entry, pack: Pack) -> tuple[Explained, ...]:
    """The answer of every indicator of the pack about an entry that the history remembers, in the order of the registry.

    It is asked with all that the history holds now, later sightings too; nothing is changed.
    """
    hub, view = history.is_hub(pack.brakes), heard(history, pack)
    shown = view if entry.key in view.keys else history
    return tuple(_explained(ready, shown, entry, hub) for ready in pack.by_id.values())


def _explained(ready: Ready, history: History, entry: Entry, hub: bool) -> Explained:
    answer = _unasked(ready, history, entry, hub) or ready.indicator.judge(entry, history, ready.params)
    about, strength = ready.indicator.about, ready.rule.strength
    if not isinstance(answer, Fired):
        return Explained(ready.id, Outcome(answer), about, strength)
    events = tuple(dict.fromkeys(one.event for one in sorted(answer.evidence)))
    sentences = in_english(answer.said, SENTENCES), in_urdu(answer.said, SENTENCES)
    return Explained(ready.id, Outcome.FIRED, about, strength, *sentences, events)


def _unasked(ready: Ready, history: History, entry: Entry, hub: bool) -> Outcome | None:
    """Why scoring would not even ask it; None if it would."""
    indicator = ready.indicator
    if not ready.rule.on:
        return Outcome.OFF
    if entry.role not in indicator.roles:
        return Outcome.OTHER_ROLE
    if not can_be(indicator.about, history.kind) or (
        indicator.kinds is not None and history.kind not in indicator.kinds
    ):
        return Outcome.OTHER_TOKEN
    return Outcome.HUB if hub and indicator.volume else None
