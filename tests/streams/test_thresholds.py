"""Every parameter of every indicator is checked as what it is."""

from streams.codelists import unknown_codes
from streams.indicators import INDICATORS
from streams.thresholds import MEASURES, amiss

KNOWN = {indicator.id: indicator for indicator in INDICATORS}


def test_of_every_number_it_is_said_what_it_measures() -> None:
    names = {n for one in INDICATORS for n, value in one.params.items() if not isinstance(value, tuple)}
    assert names == set(MEASURES)


def test_of_every_list_it_is_said_which_codes_it_may_hold() -> None:
    for one in INDICATORS:
        for name, value in one.params.items():
            if isinstance(value, tuple):
                assert list(unknown_codes(one, name, value, KNOWN)) == []
                assert list(unknown_codes(one, name, ("no-such",), KNOWN)), (one.id, name)


def test_an_allowance_may_be_none_and_a_count_may_not() -> None:
    assert amiss("unknown", 0, 2) is None
    assert amiss("bags", 0, 0) is None
    assert amiss("people", 0, 2) == "write at least 1"
    assert amiss("bags", -1, 0) == "write no negative number"
