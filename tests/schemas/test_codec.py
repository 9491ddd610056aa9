"""JSON is read strictly, and a finding never repeats the input."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.codec import parse
from schemas.errors import Malformed
from schemas.reject import Reason

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_what_was_written_is_read(value: object) -> None:
    try:
        raw = orjson.dumps(value)
    except TypeError:  # half of a surrogate pair
        return
    assert parse(raw) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    found: Malformed | None = None
    try:
        parse(raw)
    except Malformed as why:
        found = why
    assert found is None or (found.mend and found.reason in set(Reason))


@pytest.mark.parametrize("space", [b"", b" ", b"\n\t"])
def test_a_key_twice_is_refused_however_it_is_spaced(space: bytes) -> None:
    with pytest.raises(Malformed, match="duplicate_key"):
        parse(b'{"a":%s1,"b":{"c":1,%s"c":2}}' % (space, space))


def test_thirty_two_levels_pass_and_thirty_three_do_not() -> None:
    parse(b"[" * 32 + b"]" * 32)
    with pytest.raises(Malformed, match="too_deep"):
        parse(b"[" * 33 + b"]" * 33)


def test_brackets_inside_strings_are_no_nesting() -> None:
    assert parse(b'{"note":"' + b"[" * 100 + b'"}')
