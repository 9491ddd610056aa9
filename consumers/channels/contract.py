"""What every channel is: one method that hands an alert over, or says why not."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from consumers.evidence import Piece
from consumers.matter import Matter
from schemas.errors import Unavailable
from schemas.route import Inbox
from schemas.view import View


@dataclass(frozen=True)
class Parcel:
    """One delivery, with everything a channel may need to write it."""

    view: View
    inbox: Inbox
    now: datetime
    earlier: View | None = None
    """The version this channel delivered before."""
    pieces: Sequence[Piece] = field(default=(), repr=False)
    """Evidence; always empty unless the inbox is of profile fia."""
    matter: Matter | None = None
    """What else of this inbox rests on the same reports; always None unless the inbox is of profile fia."""


class Handed(NamedTuple):
    """What to remember of a hand-over."""

    reference: str = ""
    """Under which the other side knows it: the Message-ID, the webhook id."""
    note: str = ""
    """A word for the receipt, such as that some of several recipients were refused."""


class ComeBackLater(Unavailable):
    """Not now, and the other side said when."""

    def __init__(self, reason: str, after: timedelta) -> None:
        super().__init__(reason)
        self.after = after


class Channel(Protocol):
    """A way to a recipient. The text of what it raises is one word for the receipt, never an address or an identity."""

    def send(self, parcel: Parcel) -> Handed:
        """Hand over, and return once the other side has taken it. It must be able to see that the same parcel comes again.

        Raises Unavailable (`deliveries.UNREACHABLE` if the server itself is away) or Refused.
        """

    def rest(self) -> None:
        """Nothing more is due for the moment: let connections go."""
