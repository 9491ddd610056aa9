"""The same detectors on the same stream, seen by all sectors, by all but one, and by one alone; side by side on processes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from ctypes import c_uint64
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from deploy.bench.meter import collect_seldom
from deploy.evaluate.preparing import Prepared, sightings
from deploy.evaluate.scorer import Run, Scorer
from deploy.rules import load_rules
from schemas.codes import Sector
from streams.pack import Pack

EVERYBODY = "all sectors"
TOLD = 200
"""Events after which a run says how far it is."""

_progress: Any


class View(NamedTuple):
    """Whose reports a run sees."""

    name: str
    sectors: frozenset[Sector]
    below: bool = False
    """Whether what lies below the line is of interest."""
    watched: frozenset[str] = frozenset()
    """Tokens of which it is of interest what they show, enough for an alert or not."""


ALL = View(EVERYBODY, frozenset(Sector))
MISSING = tuple(View(f"without {sector}", frozenset(Sector) - {sector}) for sector in Sector)
ALONE = tuple(View(f"{sector} alone", frozenset({sector}), below=True) for sector in Sector)


def runs(
    prepared: Prepared,
    views: Sequence[View],
    rules: Path,
    processes: int,
    told: Callable[[int, int], None] = lambda done, total: None,
) -> Mapping[str, Run]:
    """One run a view, by its name. `told` hears how many events are scored, of how many in all runs together."""
    sizes = [sum(prepared.events[sector] for sector in view.sectors) for view in views]
    if len(views) == 1 or processes < 2:
        return _one_by_one(prepared.path, views, sizes, rules, told)
    return _side_by_side(prepared.path, views, rules, processes, lambda done: told(done, sum(sizes)))


def _one_by_one(
    path: Path, views: Sequence[View], sizes: Sequence[int], rules: Path, told: Callable[[int, int], None]
) -> Mapping[str, Run]:
    found: dict[str, Run] = {}
    for index, view in enumerate(views):
        before = sum(sizes[:index])

        def tell(done: int, before: int = before) -> None:
            told(before + done, sum(sizes))

        found[view.name] = _scored(path, view, rules, tell)
    return found


def _side_by_side(
    path: Path, views: Sequence[View], rules: Path, processes: int, told: Callable[[int], None]
) -> Mapping[str, Run]:
    context = get_context("spawn")
    progress = context.RawArray(c_uint64, len(views))
    with ProcessPoolExecutor(processes, context, _begin, (progress,)) as pool:
        by_view = {view.name: pool.submit(_run, index, path, view, rules) for index, view in enumerate(views)}
        waiting: set[Future[Run]] = set(by_view.values())
        while waiting:
            finished, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            told(sum(progress))
            for future in finished:
                future.result()
        return {name: future.result() for name, future in by_view.items()}


def _begin(progress: Any) -> None:
    global _progress
    _progress = progress
    collect_seldom()  # histories grow for minutes, and looking through all of them for cycles takes half of that


def _run(index: int, path: Path, view: View, rules: Path) -> Run:
    def told(done: int) -> None:
        _progress[index] = done

    return _scored(path, view, rules, told)


def _scored(path: Path, view: View, rules: Path, told: Callable[[int], None]) -> Run:
    scorer = Scorer(Pack(load_rules(rules)), below=view.below, watched=view.watched)
    return scorer.feed(_counted(sightings(path, view.sectors), told))


def _counted(frames: Iterator[tuple[int, bytes]], told: Callable[[int], None]) -> Iterator[tuple[int, bytes]]:
    done = 0
    while some := list(islice(frames, TOLD)):
        yield from some
        done += len(some)
        told(done)
