"""An indicator is never silently nothing: it fires, or says which of three silences it is, at the second its window ends."""
# ruff: noqa: SIM905 - a name a line would hide the rest

import re
from collections.abc import Iterator
from string import Formatter
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.role import Role
from schemas.rulepack import Brakes
from schemas.token import TokenKind
from streams.history import DAY, Entry, History
from streams.indicators import INDICATORS, SENTENCES
from streams.indicators.contract import Fired, Indicator, Params, Silence
from streams.wording import Said, in_english, in_urdu
from tests.streams.facts import tok
from tests.streams.indicators.build import BY_ID, Tale, asks, judged, sightings, tale, who
from tests.streams.indicators.stretch import apart, fires, needed
from tests.streams.indicators.test_indicators import EXAMPLES

OWN_WINDOW = frozenset(
    "a-broken-onward a-umrah-agent-group a-umrah-poor-group b-funnel-geo b-living-cost-bundle b-payroll-low-deduct".split()
)
"""`days` is not how far the first and the last sighting may lie apart; each has a test of its own."""

PARTIES_ALONE = frozenset(
    (
        "a-doc-reuse",
        "a-doc-conflict",
        "r-contact-is-agent",
        "r-doc-template-reuse",
        "x-doc-conflict",
        "x-doc-conflict-birth",
    )
)
"""They read who is there, so that no field of the event can be missing."""

ALL = sorted(EXAMPLES)
WINDOWED = [name for name in ALL if "days" in BY_ID[name].params and name not in OWN_WINDOW]


def grown(of: str, tales: list[Tale]) -> Iterator[tuple[Entry, History]]:
    """The history of a token, at each of its sightings."""
    history = History(of)
    for entry in sightings(of, tales):
        assert history.remember(entry, Brakes())
        yield entry, history


def answers(indicator: Indicator, entry: Entry, history: History) -> Fired | Silence:
    """What the indicator says with the thresholds of the code."""
    return indicator.judge(entry, history, Params(indicator.params))


def test_every_indicator_answers_every_example_of_every_sector_with_an_outcome() -> None:
    asked = 0
    for example in EXAMPLES.values():
        for tales in (example.fires, example.silent):
            for entry, history in grown(example.of, tales):
                for indicator in INDICATORS:
                    answer = answers(indicator, entry, history)
                    assert isinstance(answer, Fired | Silence), (indicator.id, answer)
                    asked += 1
    assert asked > 500 * len(INDICATORS)


TALES: list[Tale] = [told for example in EXAMPLES.values() for told in (*example.fires, *example.silent)]
PARTS = ("trip", "transaction", "account", "job", "document", "observations", "against")


@st.composite
def mongrels(draw: st.DrawFn) -> list[Tale]:
    """Events such as nobody would send: parts of any examples of any sector, and one token on any of their parties."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        told = dict(draw(st.sampled_from(TALES)))
        for part in PARTS:
            told.pop(part, None)
            other = draw(st.sampled_from(TALES))
            if part in other:
                told[part] = other[part]
        parties = [dict(party) for party in draw(st.sampled_from(TALES))["parties"]]
        meant = draw(st.integers(0, len(parties) - 1))
        parties[meant]["tokens"] = [*dict.fromkeys([*parties[meant]["tokens"], tok("cnic", "noor")])]
        found.append({**told, "parties": parties})
    return found


@settings(max_examples=60, deadline=None)
@given(mongrels())
def test_no_event_makes_an_indicator_stumble(tales: list[Tale]) -> None:
    history = History(tok("cnic", "noor"))
    for entry in sightings(history.token, tales):
        if history.remember(entry, Brakes()):
            for indicator in INDICATORS:
                answer = answers(indicator, entry, history)
                if isinstance(answer, Fired):
                    assert entry in answer.evidence, indicator.id
                else:
                    assert isinstance(answer, Silence), indicator.id


def bare(role: Role) -> Iterator[tuple[Entry, History]]:
    """Somebody is known by everything, and nothing is told."""
    kinds = (kind for kind in TokenKind if kind is not TokenKind.CNIC)
    party = who(role, "noor", *(f"{kind}=noor" for kind in kinds))
    for sector in ("airline", "bank", "recruiter"):
        yield from grown(tok("cnic", "noor"), [tale(sector, "observation", [party])])


@pytest.mark.parametrize("name", sorted(set(ALL) - PARTIES_ALONE))
def test_an_event_without_its_fields_does_not_apply(name: str) -> None:
    indicator = BY_ID[name]
    for role in indicator.roles:
        for entry, history in bare(role):
            assert answers(indicator, entry, history) is Silence.NOT_APPLICABLE, (role, entry.fact.ref.sector)


@pytest.mark.parametrize("name", WINDOWED)
def test_its_window_ends_on_the_second(name: str) -> None:
    example, days = EXAMPLES[name], BY_ID[name].params["days"]
    assert isinstance(days, int | float)
    tales = needed(name, example)
    assert fires(name, example.of, apart(tales, days * DAY)), "does not fire at the last second of its window"
    assert not fires(name, example.of, apart(tales, days * DAY + 1)), "fires a second too late"


@pytest.mark.parametrize("name", [name for name in WINDOWED if len(EXAMPLES[name].fires) > 1])
def test_the_first_of_several_sightings_lacks_history(name: str) -> None:
    example, indicator = EXAMPLES[name], BY_ID[name]
    tales = needed(name, example)
    assert len(tales) > 1
    for told in tales:
        said = [answers(indicator, *seen) for seen in grown(example.of, [told]) if asks(indicator, seen[0], example.of)]
        assert set(said) <= {Silence.INSUFFICIENT_HISTORY, Silence.NOT_APPLICABLE, Silence.ABSENT}, said
        if told is tales[-1]:
            assert Silence.INSUFFICIENT_HISTORY in said, said


def placeholders(template: str) -> set[str]:
    """The names of the values in it."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("name", ALL)
def test_it_says_why_in_both_languages_with_the_same_values(name: str) -> None:
    example = EXAMPLES[name]
    said = [fired.said for fired in judged(name, example.of, sightings(example.of, example.fires))]
    assert said
    for one in said:
        assert one.key.partition("/")[0] == name
        assert {value for value, _ in one.values} == placeholders(SENTENCES[one.key].en)
        english, urdu = in_english(one, SENTENCES), in_urdu(one, SENTENCES)
        whole = [str(value) for _, value in one.values if isinstance(value, int)]
        assert [n for n in whole if n not in english or n not in urdu] == []
        assert_plain(english, urdu)


def assert_plain(english: str, urdu: str) -> None:
    """Complete sentences of their language, without a token, a fraction or a hole."""
    assert english[0].isupper() or english[0].isdigit()
    assert english.endswith(".")
    assert len(english) <= 120
    assert urdu.endswith("۔")
    assert re.search("[\u0600-\u06ff]", urdu)
    assert not re.search("[A-Za-z]", urdu), urdu
    for sentence in (english, urdu):
        assert not re.search(r"[a-z]+:k1:|[A-Za-z0-9_-]{22}|\d\.\d|suspect|Victim|[{}]", sentence)


def test_every_sentence_is_written_in_both_languages_with_the_same_places() -> None:
    for key, sentence in SENTENCES.items():
        assert placeholders(sentence.en) == placeholders(sentence.ur), key
        filled: dict[str, Any] = dict.fromkeys(placeholders(sentence.en), 7)
        assert_plain(sentence.en.format_map(filled), sentence.ur.format_map(filled))


def test_every_indicator_has_a_sentence_and_every_sentence_an_indicator() -> None:
    assert {key.partition("/")[0] for key in SENTENCES} == set(BY_ID)


def test_what_is_remembered_of_a_hit_survives_being_written_down() -> None:
    for name in ALL:
        example = EXAMPLES[name]
        for fired in judged(name, example.of, sightings(example.of, example.fires)):
            key, values = orjson.loads(orjson.dumps(list(fired.said)))
            back = Said(key, tuple((value, told) for value, told in values))
            assert in_urdu(back, SENTENCES) == in_urdu(fired.said, SENTENCES)
