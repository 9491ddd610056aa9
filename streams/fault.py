"""What is wrong with a rule pack, where, and what to do."""

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong with a pack."""

    where: tuple[str, ...]
    """Key path in the file: `("indicators", "a-last-minute", "params", "hours")`."""
    problem: str
    mend: str
    gap: str = ""
    """The indicator of which the pack says nothing, or not all: a new version must, an old one may not know of it."""
