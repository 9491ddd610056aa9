"""A sign as a figure quotes it: which indicator, what it says, how it counts, and on which reports it rests. Pure."""

from dataclasses import dataclass

from schemas.alert import Hit, Unused
from schemas.evidence import EvidenceRef
from schemas.facts import Benign
from schemas.rulepack import Strength
from streams.combination import LeftOut
from streams.counted import Counted
from streams.pack import Pack
from streams.spoken import spoken


@dataclass(frozen=True, slots=True)
class Sign:
    """An indicator that fired, in an alert or below the line."""

    indicator: str
    strength: Strength
    """As the rule pack grades it."""
    counted: Strength | None
    """After reasons against; None: nothing is left of it."""
    unused: Unused | None
    """Why it does not count towards the line; None: it counts."""
    against: tuple[Benign, ...]
    """The reasons that lower it."""
    sentence: str
    evidence: tuple[str, ...]
    """`partner/report id` of each report that it rests on."""


def of_hit(hit: Hit, against: tuple[Benign, ...]) -> Sign:
    """The sign that an alert recorded."""
    evidence = tuple(map(quoted, hit.evidence))
    return Sign(hit.indicator, hit.strength, hit.counted, hit.unused, against, hit.sentence, evidence)


def of_counted(hit: Counted, left_out: LeftOut | None, pack: Pack) -> Sign:
    """The sign that a history remembers. `left_out`: why it does not count."""
    ready = pack.by_id[hit.met.indicator]
    return Sign(
        indicator=ready.id,
        strength=ready.rule.strength,
        counted=hit.strength,
        unused=left_out.why if left_out is not None else None,
        against=hit.answered,
        sentence=spoken(hit.met.said, ready.indicator).en,
        evidence=hit.met.events,
    )


def quoted(ref: EvidenceRef) -> str:
    """`partner/report id` of a piece of evidence."""
    return f"{ref.partner}/{ref.event}"
