"""What can go wrong, as one small tree: who must act decides the class."""

from dataclasses import dataclass


class RaabtaError(Exception):
    """Something Raabta knows how to name; every subclass says who must act. Its text never holds an identity."""


class WrongField(ValueError):
    """What a record that is looked at as a whole finds wrong in one of its fields; its text is the mend, without any value."""

    def __init__(self, field: str, mend: str) -> None:
        super().__init__(mend)
        self.field = field


@dataclass(eq=False)
class Malformed(RaabtaError):
    """An input that cannot be taken: whoever wrote it must mend it. It is set aside with its reason; the line moves on."""

    reason: str
    """Stable word for machines, one of `schemas.reject.Reason`."""
    field: str
    """Path of the offending field, such as `data.parties.0.role`; empty when the whole message is meant."""
    mend: str
    """What to do about it, one sentence, without any value of the input."""

    def __str__(self) -> str:
        where = f" at {self.field}" if self.field else ""
        return f"{self.reason}{where}: {self.mend}"


@dataclass(eq=False)
class Misconfigured(RaabtaError):
    """A configuration file or setting that cannot be used: the operator must mend it before anything starts."""

    where: str
    """File and line (`deploy/rules.toml:12`) or the name of the environment variable."""
    problem: str
    mend: str

    def __str__(self) -> str:
        return f"{self.where}: {self.problem}; {self.mend}"


class SealBroken(RaabtaError):
    """A sealed identity did not open: wrong key, altered bytes, or a seal that belongs to another event."""


class Refused(RaabtaError):
    """The other side answered no and would answer no again; a retry is useless and a person must look."""


class Unavailable(RaabtaError):
    """The other side did not answer, or asked us to come back: the same request may succeed later."""
