"""Many lines become events, in their order: on several processes when there are many, in this one when there are few."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context

from deploy.evaluate.reading import Bad, Made, Maker, Numbered
from producers.protect.token import TokenKeys
from schemas.partner import Partner

FEW = 3_000
"""Lines that are made here sooner than a second process has started."""
CHUNK = 500
"""Lines that travel to another process together."""

_maker: Maker


def made(
    lines: Iterable[Numbered], partners: Mapping[str, Partner], keys: TokenKeys, default: str = "", processes: int = 1
) -> Iterator[Made | Bad]:
    """What became of each line, in the order of the lines, which are read as they are needed."""
    lines = iter(lines)
    first = list(islice(lines, FEW))
    if len(first) < FEW or processes < 2:
        maker = Maker(partners, keys, default)
        yield from (maker.make(number, line) for number, line in chain(first, lines))
        return
    with ProcessPoolExecutor(processes, get_context("spawn"), _begin, (partners, keys, default)) as pool:
        waiting: deque[Future[list[Made | Bad]]] = deque()
        rest = chain(first, lines)
        while chunk := list(islice(rest, CHUNK)):
            waiting.append(pool.submit(_chunk, [_plain(item) for item in chunk]))
            if len(waiting) > 3 * processes:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _begin(partners: Mapping[str, Partner], keys: TokenKeys, default: str) -> None:
    global _maker
    _maker = Maker(partners, keys, default)


def _plain(item: Numbered) -> tuple[int, bytes | Bad]:
    """An exception does not travel between processes; what it says does."""
    number, line = item
    return (number, line) if isinstance(line, bytes) else (number, Bad(number, line.reason, line.field, line.mend))


def _chunk(lines: list[tuple[int, bytes | Bad]]) -> list[Made | Bad]:
    return [line if isinstance(line, Bad) else _maker.make(number, line) for number, line in lines]
