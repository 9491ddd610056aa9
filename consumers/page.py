"""A page: what a person reads, before it is text or HTML. Both are made from the same page, so neither says less."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a block."""

    text: str
    label: str = ""
    detail: str = ""
    """Smaller: where it comes from."""
    urdu: str = ""
    """The same as `text` in Urdu, read from right to left."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One line of a small drawing: who saw something, and the key that brings it to the middle."""

    end: str
    key: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A titled group of lines."""

    title: str
    rows: tuple[Row, ...]
    note: str = ""
    middle: str = ""
    """What the drawing is drawn around."""
    edges: tuple[Edge, ...] = ()
    """The drawing: each leads from its end to the middle."""


@dataclass(frozen=True, slots=True)
class Page:
    """One alert as one recipient reads it, most urgent things first."""

    subject: str
    """Of the mail; no identity in it."""
    lead: str
    """The decision and the clock."""
    clock: str
    """The same moment written out, in both time zones."""
    headline: str
    urgent: bool
    blocks: tuple[Block, ...]
    footer: tuple[str, ...]
