"""Who is who: never the same person twice, and tokens of two keys say nothing against each other."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.event import Party
from schemas.role import Role
from schemas.rulepack import Brakes
from schemas.token import TokenKind
from streams.history import Entry, History
from streams.indicators.contract import Fired, Silence
from streams.indicators.reading import (
    differ,
    families,
    groups,
    local_day,
    one_address,
    people,
    persons,
    related,
    surnames,
    telling,
    unpaired,
    unrelated,
)
from streams.wording import say
from tests.streams.facts import tok
from tests.streams.indicators.build import air, sightings, who


def party(*tokens: str) -> Party:
    """A traveller with tokens such as `cnic=noor`, or `cnic=noor@k2` under another key."""
    made = [tok(*token.partition("@")[0].split("=")) for token in tokens]
    keys = [token.partition("@")[2] or "k1" for token in tokens]
    return Party(
        role=Role.TRAVELLER, tokens=tuple(m.replace(":k1:", f":{key}:") for m, key in zip(made, keys, strict=True))
    )


def test_a_person_is_counted_once_by_whatever_papers() -> None:
    assert people([party("cnic=a"), party("passport=a"), party("cnic=a", "passport=a"), party("cnic=b")]) == 2
    assert people([party("iban=x"), party("phone=p"), party()]) == 1
    assert people([party("cnic=a", "iban=x"), party("cnic=b", "iban=x")]) == 2


def test_rotating_keys_multiply_nobody() -> None:
    both = party("cnic=a", "cnic=a@k2", "family=Gul", "family=Gul@k2")
    assert people([both, party("cnic=a"), party("cnic=a@k2")]) == 1
    assert surnames([both]) == 1
    assert not differ(party("family=Gul"), party("family=Shah@k2"), TokenKind.FAMILY)
    assert differ(party("family=Gul"), both.model_copy(update={"tokens": (tok("family", "Shah"),)}), TokenKind.FAMILY)


def test_relatives_are_those_of_one_surname_or_address() -> None:
    assert unrelated([party("cnic=a", "family=Gul"), party("cnic=b", "family=Gul"), party("cnic=c")]) == 2
    assert unrelated([party("cnic=a", "address=h"), party("cnic=b", "address=h")]) == 1
    assert one_address([party("address=h"), party("address=h", "cnic=a")])
    assert not one_address([party("address=h"), party("cnic=a")])


def test_husband_wife_and_child_are_one_family_by_address_or_father() -> None:
    husband, wife = party("family=Khan", "address=h"), party("family=Bibi", "address=h")
    child = party("family=Ali", "family=aslam")  # the name of its father beside its own
    aunt = party("family=Begum", "family=aslam")
    assert families([husband, wife]) == 1
    assert families([child, aunt]) == 1
    assert families([husband, wife, child, aunt]) == 2
    assert families([party("address=h"), party("cnic=a")]) == 0
    assert related(child, aunt)
    assert not differ(child, aunt, TokenKind.FAMILY)
    assert unrelated([party("cnic=a", "family=Ali", "family=aslam"), party("cnic=b", "family=aslam")]) == 1


def test_a_day_is_one_of_pakistans_calendar_whatever_offset_was_written() -> None:
    midnight = datetime.fromisoformat("2026-11-02T00:30:00+05:00")
    assert local_day(midnight) == local_day(midnight.astimezone(UTC)) == date(2026, 11, 2)


@given(st.lists(st.frozensets(st.integers(0, 9), max_size=3), max_size=12))
def test_groups_do_not_depend_on_order_and_share_nothing(shown: list[frozenset[int]]) -> None:
    pairs = [(party(), [str(n) for n in sorted(tokens)]) for tokens in shown]
    assert len(groups(pairs)) == len(groups(reversed(pairs))) == len(groups(sorted(pairs, key=lambda one: len(one[1]))))
    assert sum(map(len, groups(pairs))) == sum(bool(tokens) for tokens in shown)


def test_every_party_with_a_name_is_in_one_group() -> None:
    parties = [party("cnic=a"), party("cnic=b"), party("person=a", "cnic=a")]
    assert sorted(map(len, persons(parties))) == [1, 2]


def seen_on(*days: float) -> History:
    """Noor flies on these days."""
    history = History(tok("cnic", "noor"))
    for entry in sightings(history.token, [air(who("traveller", "noor"), day=day) for day in days]):
        history.remember(entry, Brakes())
    return history


@pytest.mark.parametrize(("days", "answer"), [((0,), "insufficient-history"), ((0, 1), "absent"), ((0, 1, 2), "fired")])
def test_a_stretch_that_holds_enough_and_does_not_tell_makes_the_sign_absent(
    days: tuple[float, ...], answer: str
) -> None:
    def tell(window: Sequence[Entry]) -> Fired | Silence:
        if len(window) < 2:
            return Silence.INSUFFICIENT_HISTORY
        return Fired(say("a-last-minute"), tuple(window)) if len(window) == 3 else Silence.ABSENT

    history = seen_on(*days, 90)
    found = telling(history.entries[0], history, 30, tell)
    assert ("fired" if isinstance(found, Fired) else found) == answer


def test_a_sign_of_two_events_lacks_history_until_there_is_a_second_event() -> None:
    history = seen_on(0, 40)
    assert unpaired(history.entries[0], history, 39) is Silence.INSUFFICIENT_HISTORY
    assert unpaired(history.entries[0], history, 40) is Silence.ABSENT
