"""The rank grows with every piece of evidence, never saturates, and weighs who said it and how sure they were."""

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from schemas.rulepack import Rule, Strength, Weights
from streams.combination import lowered
from streams.counted import Counted, sign_of
from streams.history import Entry, Met
from streams.rank import rank
from streams.wording import say
from tests.streams.facts import NOW, entry, tok

NEWEST = NOW.timestamp()
PARTNERS = {"air-nilkanth": "airline", "air-farzi": "airline", "bank-chinar": "bank", "oep-kohsar": "recruiter"}
STRENGTHS = tuple(Strength)


def seen(event: str, partner: str = "air-nilkanth", *, days_ago: float = 0, **fields: Any) -> Entry:
    party = {"role": "traveller", "tokens": [tok("cnic", "a")]}
    return entry(event, [party], partner=partner, sector=PARTNERS[partner], hours_ago=days_ago * 24, **fields)


def hit(name: str, strength: Strength | None, *evidence: Entry) -> Counted:
    met = Met(name, say("", text=name), tuple(e.event for e in evidence), evidence[-1].time, len(evidence))
    return Counted(met, evidence, (), sign_of(name, Rule(strength=Strength.STRONG), evidence, strength))


def ranked(*hits: Counted, same: frozenset[tuple[str, str]] = frozenset()) -> float:
    return rank(hits, same, Weights(), newest=NEWEST)


ENTRY = st.builds(
    lambda number, partner, days, grade: seen(f"e{number}", partner, days_ago=days, information_grade=grade),
    st.integers(0, 5),
    st.sampled_from(sorted(PARTNERS)),
    st.integers(0, 90),
    st.sampled_from("1234"),
)
EVIDENCE = st.lists(ENTRY, min_size=1, max_size=4, unique_by=lambda e: e.event)
HITS = st.lists(st.tuples(st.sampled_from(STRENGTHS), EVIDENCE), max_size=5).map(
    lambda found: [hit(f"i{n}", strength, *evidence) for n, (strength, evidence) in enumerate(found)]
)
SAME = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(lambda pair: pair[0] != pair[1])).map(
    lambda pairs: frozenset(pair for a, b in pairs for pair in ((f"i{a}", f"i{b}"), (f"i{b}", f"i{a}")))
)
LEAST = 0.0011  # what rounding to three places may hide


@given(HITS, SAME)
def test_a_sign_more_never_lowers_it(hits: list[Counted], same: frozenset[tuple[str, str]]) -> None:
    assert ranked(*hits, same=same) + LEAST >= ranked(*hits[1:], same=same)


@given(HITS.filter(bool), SAME, ENTRY)
def test_a_piece_of_evidence_more_never_lowers_it(
    hits: list[Counted], same: frozenset[tuple[str, str]], more: Entry
) -> None:
    first = hits[0]
    fuller = hit("i0", first.strength, *first.evidence, more)
    assert ranked(fuller, *hits[1:], same=same) + LEAST >= ranked(*hits, same=same)


@given(HITS.filter(bool), SAME)
def test_a_reason_against_never_raises_it(hits: list[Counted], same: frozenset[tuple[str, str]]) -> None:
    first = hits[0]
    assert first.strength is not None
    less = lowered(first.strength, 1)
    weaker = [hit("i0", less, *first.evidence)] if less is not None else []
    assert ranked(*weaker, *hits[1:], same=same) <= ranked(*hits, same=same) + LEAST


def test_it_has_no_ceiling_and_each_repetition_adds_less() -> None:
    totals = [ranked(hit("a", Strength.WEAK, *(seen(f"e{n}") for n in range(size)))) for size in range(1, 60)]
    steps = [after - before for before, after in pairwise(totals)]
    assert min(steps) > 0
    assert steps[0] > 5 * steps[20]


def test_another_partner_adds_and_another_sector_adds_more() -> None:
    def beside(partner: str) -> float:
        return ranked(hit("a", Strength.STRONG, seen("e1")), hit("b", Strength.MODERATE, seen("e2", partner)))

    assert beside("air-nilkanth") < beside("air-farzi") < beside("bank-chinar")


def test_older_evidence_counts_for_less() -> None:
    fresh, old = (ranked(hit("a", Strength.STRONG, seen("e1", days_ago=days))) for days in (0, 30))
    assert abs(old * 2 - fresh) < LEAST


def test_each_step_of_the_information_grade_counts_for_less() -> None:
    totals = [ranked(hit("a", Strength.STRONG, seen("e1", information_grade=grade))) for grade in "1234"]
    assert totals == sorted(totals, reverse=True)
    assert len(set(totals)) == 4


def test_what_nobody_can_corroborate_counts_for_more_once_another_partner_says_it_too() -> None:
    first = seen("e1", information_grade="4", days_ago=1)
    other = seen("e2", "air-farzi", information_grade="4", days_ago=60)
    alone = ranked(hit("a", Strength.STRONG, first), hit("b", Strength.WEAK, other))
    twin = frozenset({("a", "b"), ("b", "a")})
    assert ranked(hit("a", Strength.STRONG, first), hit("b", Strength.WEAK, other), same=twin) > alone


def test_a_sign_that_is_not_independent_adds_a_part_of_itself() -> None:
    one, two = hit("a", Strength.STRONG, seen("e1")), hit("b", Strength.MODERATE, seen("e1"))
    apart = hit("b", Strength.MODERATE, seen("e2"))
    assert ranked(one) < ranked(one, two) < ranked(one, apart)
