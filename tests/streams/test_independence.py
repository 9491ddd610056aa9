"""The heaviest set of signs that do not clash and have an observation each, held against a search through all sets."""

from itertools import combinations, permutations

from hypothesis import given
from hypothesis import strategies as st

from streams.independence import Clash, Units, heaviest

COUNT = 5
WORTH = st.lists(st.integers(0, 6), min_size=COUNT, max_size=COUNT)
UNITS = st.lists(st.none() | st.sets(st.sampled_from("abcd"), max_size=3).map(sorted), min_size=COUNT, max_size=COUNT)
CLASHES = st.sets(st.sampled_from(list(combinations(range(COUNT), 2))), max_size=6)


def fits(numbers: tuple[int, ...], units: list[Units], clashes: set[Clash]) -> bool:
    """By trial: no clash, and some way to give each one a unit of its own."""
    if any(pair in clashes for pair in combinations(sorted(numbers), 2)):
        return False
    wanting = [units[number] or () for number in numbers if units[number] is not None]
    return any(
        all(unit in wanted for unit, wanted in zip(order, wanting, strict=True))
        for order in permutations("abcd", len(wanting))
    )


@given(WORTH, UNITS, CLASHES)
def test_it_weighs_as_much_as_the_best_of_all_sets(worth: list[float], units: list[Units], clashes: set[Clash]) -> None:
    found = heaviest(worth, units, clashes)
    assert fits(tuple(sorted(found)), units, clashes)
    sets = [chosen for size in range(COUNT + 1) for chosen in combinations(range(COUNT), size)]
    most = max(sum(worth[n] for n in chosen) for chosen in sets if fits(chosen, units, clashes))
    assert sum(worth[n] for n in found) == most


def test_two_signs_on_one_observation_leave_one_and_a_second_observation_gives_room_for_both() -> None:
    assert heaviest([2, 1], [["a"], ["a"]], ()) == {0}
    assert heaviest([2, 1], [["a", "b"], ["a"]], ()) == {0, 1}


def test_a_sign_that_waits_for_nothing_takes_no_observation() -> None:
    assert heaviest([2, 1], [None, ["a"]], ()) == {0, 1}


def test_a_whole_gives_way_to_parts_that_weigh_more_together() -> None:
    units: list[Units] = [["a"], ["b"], ["c"]]
    assert heaviest([4, 3, 2], units, [(0, 1), (0, 2)]) == {1, 2}
    assert heaviest([4, 3, 0], units, [(0, 1), (0, 2)]) == {0}


def test_many_clashes_are_settled_at_once() -> None:
    worth, every = [float(n) for n in range(30)], [[str(n)] for n in range(30)]
    assert heaviest(worth, every, list(combinations(range(30), 2))) == {29}
