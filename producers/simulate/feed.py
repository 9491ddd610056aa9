"""A day as feeds: a line of JSON per report for each partner, and a pace to publish at."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from producers.simulate.plan import Planned

Sent = TypeVar("Sent")


def to_ndjson(planned: Planned) -> bytes:
    """The report as a partner's system would write it: one line, without what is absent."""
    return planned.report.model_dump_json(exclude_none=True, exclude_defaults=True).encode() + b"\n"


def to_line(planned: Planned) -> bytes:
    """The same with the partner's name in `partner`: a line of a file in which all partners are mixed."""
    return b'{"partner":"' + planned.partner_id.encode() + b'",' + to_ndjson(planned)[1:]


def pace(
    plans: Iterable[Sent], per_second: float, clock: Callable[[], float], sleep: Callable[[float], None]
) -> Iterator[Sent]:
    """The same plans, each not before its turn; a slow taker is not made to catch up in a burst.

    `clock` gives seconds that never run back, `sleep` waits so many of them.
    """
    step = 1.0 / per_second
    turn = clock()
    for planned in plans:
        wait = turn - clock()
        if wait > 0:
            sleep(wait)
        yield planned
        turn = max(turn + step, clock() - 1.0)
