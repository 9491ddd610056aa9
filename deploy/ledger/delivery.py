"""What became of one view: its receipts, and the rows of the inbox's store where the ledger may read it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from deploy.ledger.cut import Cut, Partition
from schemas.route import Inbox

PENDING = "pending"
STORE, DELIVERY = "store", "delivery"
SETTLING_MS = 10_000
"""Between a delivery's own time and the end of its transaction at most; clocks of two machines included."""


class Seen(NamedTuple):
    """A view on its topic."""

    topic: str
    partition: int
    offset: int
    published: int


class Said(NamedTuple):
    """A receipt on its topic."""

    outcome: str
    reason: str
    at: int


@dataclass
class Rows:
    """What the store holds of one view."""

    partition: int = -1
    offset: int = -1
    published: int = 0
    states: dict[str, str] = field(default_factory=dict)
    """Channel -> state of the delivery."""
    receipts: dict[str, bool] = field(default_factory=dict)
    """Channel -> whether its receipt is marked as published."""

    @property
    def held(self) -> bool:
        """Whether the view itself is there."""
        return self.offset >= 0


@dataclass(frozen=True)
class Shelf:
    """How far the stores had got when they were read, before the receipts were."""

    taken: Mapping[Partition, int] = field(default_factory=dict)
    """Partition of an inbox's topic -> the first offset that its store has not taken."""
    strays: Mapping[tuple[str, int, int], str] = field(default_factory=dict)
    """Records set aside, with the reason."""
    at: int = 0
    """When, milliseconds since 1970."""


class Verdict(NamedTuple):
    """What one view still lacks: owed by a stage, or with it."""

    stage: str
    what: str
    owed: bool


def channels_of(inbox: Inbox | None) -> set[str]:
    """The channels that owe a receipt for each view of an inbox; `store` when it has no other."""
    if inbox is None:
        return {"store"}
    named = {"email": inbox.email, "webhook": inbox.webhook}
    return {name for name, channel in named.items() if channel is not None} or {"store"}


def lacking(
    view: Seen, inbox: str, wanted: set[str], said: Mapping[str, Said], rows: Rows, shelf: Shelf, cut: Cut
) -> Iterator[Verdict]:
    """What this view lacks. `wanted`: the channels of the inbox; what the store holds goes before."""
    end = shelf.taken.get((view.topic, view.partition))
    if end is not None:
        yield from _by_store(view, inbox, said, rows, view.offset < end, shelf)
        return
    passed = cut.passed(view.topic, view.partition, view.offset)
    late = cut.now - view.published > cut.patience
    for channel in sorted(wanted - said.keys()):
        what = f"a view of {inbox} without a receipt by {channel}"
        yield Verdict(DELIVERY if passed else STORE, what, passed and late)


def _by_store(
    view: Seen, inbox: str, said: Mapping[str, Said], rows: Rows, taken: bool, shelf: Shelf
) -> Iterator[Verdict]:
    if (view.topic, view.partition, view.offset) in shelf.strays:
        return
    if not rows.held:
        told = " though there is a receipt" if said else ""
        yield Verdict(STORE, f"a view of {inbox} that the store does not hold{told}", taken)
        return
    if not rows.states:
        yield Verdict(STORE, f"a view of {inbox} without a delivery in the store", True)
    for channel, state in sorted(rows.states.items()):
        receipt = said.get(channel)
        if state == PENDING:
            early = receipt is not None and receipt.outcome != "failed" and receipt.at < shelf.at - SETTLING_MS
            what = f"a delivery to {inbox} by {channel} that has a receipt and is pending in the store"
            if early:
                yield Verdict(STORE, what, True)
            elif receipt is None:
                yield Verdict(DELIVERY, f"a view of {inbox} pending for {channel}", False)
        elif channel not in rows.receipts:
            yield Verdict(STORE, f"a delivery to {inbox} by {channel} that ended without a receipt in the store", True)
        elif receipt is None:
            yield Verdict(
                DELIVERY, f"a receipt of {inbox} by {channel} that is not on its topic", rows.receipts[channel]
            )
