"""The alert can show which key joined which sectors, through whom, and how sure that is."""

from schemas.token import TokenKind
from streams.entry import Entry
from streams.history import History
from streams.joins import Join, joins
from tests.streams.facts import tok
from tests.streams.test_scoring import CNIC, HELD, PASSPORT, PERSON, SHOWN, SPOKEN, outcome, seen


def graph(token: str, *sightings: tuple[bytes, tuple[str, ...]]) -> tuple[Join, ...]:
    history: History = outcome(*sightings).state.history(token)
    return joins(history, history.entries)


def test_each_key_says_what_it_brought_and_who_showed_it_with_the_subject() -> None:
    own, passport = graph(CNIC, HELD, SPOKEN, SHOWN)
    assert (own.key, own.hops, own.confidence, own.sectors) == (CNIC, 0, 1.0, ("bank", "recruiter"))
    assert (passport.key, passport.kind, passport.hops, passport.sectors) == (
        PASSPORT,
        TokenKind.PASSPORT,
        1,
        ("airline",),
    )
    assert passport.events == ("air-nilkanth/air-1",)
    assert passport.shown_by == ("oep-kohsar/oep-1",)
    assert passport.confidence == 0.5


def test_a_second_partner_that_shows_both_makes_it_surer_and_the_same_partner_less_so() -> None:
    again = seen("oep-2", (CNIC, PASSPORT), partner="oep-kohsar", sector="recruiter", kind="contract")
    other = seen("bank-9", (CNIC, PASSPORT), partner="bank-chinar", sector="bank")
    once, twice, both = (graph(CNIC, HELD, SHOWN, *more)[-1].confidence for more in ((), (again,), (again, other)))
    assert once < twice < both


def test_a_key_two_aliases_away_is_less_sure_and_names_the_alias_between() -> None:
    bank = seen("bank-3", (CNIC, PERSON, tok("phone", "a")), partner="bank-chinar", sector="bank")
    boarded = seen("air-4", (PASSPORT, PERSON, tok("phone", "a")), hours_ago=4)
    flown = seen("air-5", (PASSPORT,), hours_ago=2)
    found = graph(CNIC, bank, boarded, flown)
    assert [(join.key, join.through, join.hops) for join in found] == [
        (CNIC, "", 0),
        (PERSON, PERSON, 1),
        (PASSPORT, PERSON, 2),
    ]
    assert found[2].confidence < found[1].confidence


def test_a_name_at_a_phone_is_a_key_that_joins() -> None:
    named = tok("named", "a-a")
    paid = seen("bank-5", (CNIC, named), partner="bank-chinar", sector="bank", hours_ago=9)
    own, by_phone = graph(CNIC, paid, seen("air-5", (named,), hours_ago=5))
    assert (by_phone.key, by_phone.kind, by_phone.hops, by_phone.confidence) == (named, TokenKind.NAMED, 1, 0.5)
    assert own.events == ("bank-chinar/bank-5",)


def test_a_key_that_the_event_does_not_show_is_not_named_in_the_graph() -> None:
    named = tok("named", "a-a")
    paid = seen("bank-5", (CNIC, named), partner="bank-chinar", sector="bank", hours_ago=9)
    shown = seen("oep-1", (CNIC, PASSPORT), partner="oep-kohsar", sector="recruiter", hours_ago=8)
    found = graph(PASSPORT, paid, shown, seen("air-5", (named,), hours_ago=5))
    assert [(join.kind, join.hops) for join in found if join.events == ("air-nilkanth/air-5",)] == [
        (TokenKind.NAMED, 2)
    ]


def test_evidence_that_contradicts_halves_the_confidence_and_says_so() -> None:
    twin = seen("oep-5", (CNIC, tok("person", "other"), tok("family", "other")), hours_ago=6)
    agreed = graph(PASSPORT, HELD, seen("oep-1", (CNIC, PASSPORT, PERSON), partner="oep-kohsar", sector="recruiter"))
    assert not any(join.conflicting for join in agreed)
    named = seen("oep-4", (CNIC, PERSON), partner="oep-kohsar", sector="recruiter", hours_ago=7)
    contradicted = graph(CNIC, named, twin)
    assert all(join.conflicting for join in contradicted)


def test_each_piece_of_evidence_stands_in_one_edge() -> None:
    history = outcome(HELD, SPOKEN, SHOWN).state.history(CNIC)
    told = [event for join in joins(history, history.entries) for event in join.events]
    assert sorted(told) == sorted(entry.event for entry in history.entries)
    assert joins(history, ()) == ()


def test_a_phone_has_edges_but_never_a_conflict() -> None:
    phone = tok("phone", "shared")
    history = outcome(*(seen(f"oep-{n}", (phone, tok("cnic", str(n)), tok("person", str(n)))) for n in range(3))).state
    (own,) = joins(history.history(phone), history.history(phone).entries)
    assert (own.key, own.conflicting, len(own.events)) == (phone, False, 3)
    assert isinstance(history.history(phone).entries[0], Entry)
