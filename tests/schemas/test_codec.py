"""JSON is read strictly, and a finding never repeats the input."""

from typing import Annotated

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, ValidationError

from schemas.codec import malformed_of, parse
from schemas.errors import Malformed
from schemas.record import Record
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


def test_the_key_that_stands_twice_is_named_unless_it_could_be_a_value() -> None:
    for raw, field in (
        (b'{"a":{"role":1,"role":2}}', "role"),
        (b'{"99999-1":1,"99999-1":2}', "(a key that is no field name)"),
    ):
        with pytest.raises(Malformed) as twice:
            parse(raw)
        assert twice.value.field == field


def test_how_many_are_allowed_is_said() -> None:
    class Some(Record):
        few: Annotated[tuple[int, ...], Field(min_length=2, max_length=3)]

    for numbers, mend in (((1,), "give at least 2"), ((1, 2, 3, 4), "give at most 3")):
        with pytest.raises(ValidationError) as wrong:
            Some.model_validate({"few": numbers})
        found = malformed_of(wrong.value)
        assert (found.field, found.mend) == ("few", mend)


def test_thirty_two_levels_pass_and_thirty_three_do_not() -> None:
    parse(b"[" * 32 + b"]" * 32)
    with pytest.raises(Malformed, match="too_deep"):
        parse(b"[" * 33 + b"]" * 33)


def test_brackets_inside_strings_are_no_nesting() -> None:
    assert parse(b'{"note":"' + b"[" * 100 + b'"}')
