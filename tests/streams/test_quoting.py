"""The index of live histories names every history that holds an event, and forgets those that are put away."""

from hypothesis import given
from hypothesis import strategies as st

from streams.quoting import Quoting

PAIRS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("uvwxyz")), max_size=30)


@given(PAIRS, st.sets(st.sampled_from("abcd")))
def test_it_names_whoever_holds_an_event_and_nobody_who_was_put_away(
    held: list[tuple[str, str]], gone: set[str]
) -> None:
    index = Quoting()
    for token, event in held:
        index.note(token, [event])
    for token in gone:
        index.drop(token)
    for event in "uvwxyz":
        assert index.tokens(event) == {t for t, e in held if e == event and t not in gone}


def test_putting_away_everything_leaves_nothing_behind() -> None:
    index = Quoting()
    index.note("a", ["x", "y"])
    index.drop("a")
    index.drop("a")
    assert not index._tokens
    assert not index._events
