"""The reasons of an alert: its hits, each with what it says and how it counts, and what speaks against them. Pure."""

from collections.abc import Iterable, Sequence

from schemas.alert import Against, Hit
from schemas.codes import SourceGrade
from schemas.evidence import EvidenceRef
from schemas.facts import Benign
from schemas.rulepack import Strength
from streams.combination import LeftOut
from streams.counted import Counted
from streams.history import Entry
from streams.pack import Pack
from streams.rank import backers, graded
from streams.spoken import spoken

_SENTENCES: dict[Benign, str] = {
    Benign.FAMILY_LINK: "A family link between the parties is documented.",
    Benign.VERIFIED_EMPLOYER: "The employer is verified.",
    Benign.PROTECTOR_STAMP: "The Protector of Emigrants has registered this departure.",
    Benign.CHARITY_ESCORT: "The escort belongs to a known charity.",
    Benign.AGENCY_ACCREDITED: "The agency is accredited.",
    Benign.GUARDIAN_CONSENT: "A guardian's consent is documented.",
}
_BEST_SOURCE = tuple(SourceGrade)


def hits_of(hits: Sequence[Counted], left_out: Iterable[LeftOut], pack: Pack) -> tuple[Hit, ...]:
    """All hits, the most telling first. `left_out`: those that do not count towards the line, and why."""
    unused = {one.indicator: one for one in left_out}
    backed = [(hit, backers(hit.met.indicator, hits, pack.same)) for hit in hits]
    found = (_hit(hit, unused.get(hit.met.indicator), partners, pack) for hit, partners in backed)
    return tuple(sorted(found, key=_most_telling))


def against_of(hits: Iterable[Counted]) -> tuple[Against, ...]:
    """Each reason against that lowers a hit, with the hits that it answers and the evidence that states it."""
    answers: dict[Benign, list[Counted]] = {}
    for hit in hits:
        for reason in hit.answered:
            answers.setdefault(reason, []).append(hit)
    return tuple(
        Against(
            reason=reason,
            sentence=_SENTENCES[reason],
            answers=tuple(sorted(hit.met.indicator for hit in answered)),
            evidence=refs_of(e for hit in answered for e in hit.evidence if reason in e.fact.against),
        )
        for reason, answered in sorted(answers.items())
    )


def refs_of(entries: Iterable[Entry]) -> tuple[EvidenceRef, ...]:
    """The source events of these entries, each once, in the same order."""
    return tuple({entry.event: entry.fact.ref for entry in entries}.values())


def _hit(hit: Counted, unused: LeftOut | None, partners: frozenset[str], pack: Pack) -> Hit:
    ready = pack.by_id[hit.met.indicator]
    sentence = spoken(hit.met.said, ready.indicator)
    return Hit(
        indicator=ready.id,
        strength=ready.rule.strength,
        counted=hit.strength,
        sentence=sentence.en,
        sentence_ur=sentence.ur,
        unused=unused.why if unused is not None else None,
        beside=unused.beside if unused is not None else (),
        source_grade=min((entry.fact.grade for entry in hit.evidence), key=_BEST_SOURCE.index),
        information_grade=min(graded(entry, partners) for entry in hit.evidence),
        source=ready.indicator.source,
        profile=ready.rule.profile,
        evidence=refs_of(hit.evidence),
    )


def _most_telling(hit: Hit) -> tuple[bool, int, str]:
    order = [*Strength, None]
    return hit.unused is not None, order.index(hit.counted), hit.indicator
