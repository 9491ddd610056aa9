"""Credential: what may be known of a password or certificate without knowing it."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.codes import Moment
from schemas.record import Record


class Credential(Record):
    """When a principal's secret was made and by when it must be replaced; keyed by `principal`, the last one counts."""

    principal: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]{0,63}$")]
    kind: Literal["scram"] = "scram"
    created: Moment
    expires: Moment
    """By when it is to be rotated. The cluster goes on to accept it: a forgotten date stops no alert, it raises a warning."""
