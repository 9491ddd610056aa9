"""Reject: an event that could not be taken, with the reason and its original bytes."""

from enum import StrEnum
from typing import Annotated

from pydantic import Base64Bytes, Field

from schemas.codes import Moment
from schemas.record import Record


class Reason(StrEnum):
    """Why. The mend for each is in docs/rejects.md."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    TOO_DEEP = "too_deep"
    NOT_FINITE = "not_finite"
    DUPLICATE_KEY = "duplicate_key"
    MISSING_FIELD = "missing_field"
    UNKNOWN_FIELD = "unknown_field"
    WRONG_TYPE = "wrong_type"
    BAD_VALUE = "bad_value"
    WRONG_SOURCE = "wrong_source"
    WRONG_SECTOR = "wrong_sector"
    TIME_TOO_OLD = "time_too_old"
    TIME_IN_FUTURE = "time_in_future"
    EMPTY_PARTIES = "empty_parties"
    TOO_MANY_PARTIES = "too_many_parties"
    NO_IDENTIFIER = "no_identifier"
    BAD_IDENTIFIER = "bad_identifier"
    UNKNOWN_TOKEN_KEY = "unknown_token_key"
    BROKEN_SEAL = "broken_seal"
    CONFLICTING_DUPLICATE = "conflicting_duplicate"


class Reject(Record):
    """One refused message, or one refused element of a batch. Nothing is lost: `original` is what came, byte for byte."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    """Position, hashed: a replay writes the same id."""
    partner: str
    """Owner of the topic it came by."""
    topic: str
    partition: Annotated[int, Field(ge=0)]
    offset: Annotated[int, Field(ge=0)]
    index: Annotated[int, Field(ge=0)] = 0
    reason: Reason
    field: str
    """Path of the offending field, empty for the whole message."""
    mend: str
    at: Moment
    """When the message was published."""
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """Of the original bytes."""
    original: Base64Bytes
