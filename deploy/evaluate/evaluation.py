"""The whole evaluation: a labelled stream in, figures out."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from deploy.composition import Composition
from deploy.evaluate.ablation import Recombination, Worth, ablation, unexplained
from deploy.evaluate.attention import BUDGETS, Ranking, Reading, days, evenings, ranking, reading
from deploy.evaluate.coordination import Coordination, coordination
from deploy.evaluate.fairness import Fairness, fairness
from deploy.evaluate.goals import Goal, goals
from deploy.evaluate.labels import Labelled, labels
from deploy.evaluate.making import made
from deploy.evaluate.matching import Course, Matcher, courses
from deploy.evaluate.matters import singly
from deploy.evaluate.missed import MissedCase, missed_cases, watched
from deploy.evaluate.people import honest
from deploy.evaluate.pieces import pieces, reports_of, told_by
from deploy.evaluate.preparing import Preparation, Prepared, facts
from deploy.evaluate.reading import Bad, numbered
from deploy.evaluate.recall import Recall, recall
from deploy.evaluate.runs import ALL, ALONE, MISSING, View, runs
from deploy.evaluate.scorer import alerts_of
from deploy.evaluate.signs import quoted
from deploy.evaluate.verdicts import AlertVerdict, verdicts
from deploy.evaluate.volume import Volume, volume
from producers.protect.token import TokenKey, TokenKeys
from schemas.truth import Label

FIRST = 5
"""Reports of the truth file that are named when the stream does not hold them."""

Told = Callable[[str, int, int], None]
"""Hears what is being done, how much of it is done, and of how much; 0 when that is not known."""


class Asked(NamedTuple):
    """What to evaluate, and how."""

    reports: str
    truth: str
    rules: Path
    name: str = ""
    """What to call the stream; the name of the file when empty."""
    partner: str = ""
    budget: int = 20
    officers: int = 1
    apart: bool = True
    """With each sector missing, and each alone."""
    processes: int = 1


@dataclass(frozen=True, slots=True)
class Stream:
    """What was read."""

    reports: str
    truth: str
    rule_pack: str
    lines: int
    events: dict[str, int]
    """Accepted, by sector."""
    repeated: int
    bad_lines: int
    bad_truth: int
    days: float
    cases: int
    look_alikes: int
    persons: int
    truth_reports: int
    """Reports that the truth file names."""
    unseen_reports: int
    """Those of them that the stream does not hold, or that were not taken."""
    unseen_examples: tuple[str, ...]
    """The first of these, as `partner/report id`."""
    seconds: float
    events_per_second: float
    """Scored, in all runs together, on so many processes."""
    processes: int

    @property
    def labels(self) -> int:
        """Truth records that were taken."""
        return self.cases + self.look_alikes + self.persons

    @property
    def is_of_another(self) -> bool:
        """Whether a truth file was given that says nothing of this stream: it is empty, or none of its reports is here."""
        return bool(self.truth) and (not self.labels or 0 < self.truth_reports == self.unseen_reports)

    @property
    def events_total(self) -> int:
        """Accepted, of all sectors."""
        return sum(self.events.values())


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every figure."""

    stream: Stream
    budget: int
    officers: int
    recall: Recall
    missing: dict[str, Recall]
    """By `without <sector>`."""
    missed_cases: tuple[MissedCase, ...]
    """With all sectors: what their subjects show, and what is not enough."""
    alerts: tuple[AlertVerdict, ...]
    """Those that stand, the first to read first, then those that were withdrawn: what each says, whom it names, if that is right."""
    volume: Volume
    reading: Reading
    """Of matters: alerts that rest on the same reports are read together."""
    alert_reading: Reading
    """The same of alerts, each by itself."""
    curve: tuple[Reading, ...]
    """Of matters, by budget."""
    ranking: Ranking
    coordination: Coordination | None
    fairness: Fairness
    ablation: tuple[Worth, ...]
    unexplained: int
    goals: tuple[Goal, ...]
    """All of them, also those that were not measured, with the reason."""


def study_keys(composition: Composition) -> TokenKeys:
    """A key that everybody knows, under the id of the one in force: the same stream gives the same figures to the last tie.
    No token made with it leaves this evaluation."""
    secret = sha256(b"raabta evaluate: no secret").digest()
    return TokenKeys((TokenKey(composition.partners.token_keys[0], secret),))


def read_labels(path: str, keys: TokenKeys) -> tuple[list[Labelled], list[Bad]]:
    """The truth file, and what is wrong with it."""
    found = list(labels(path, keys))
    return [x for x in found if isinstance(x, Labelled)], [x for x in found if isinstance(x, Bad)]


def evaluate(
    asked: Asked, composition: Composition, told: Told = lambda what, done, total: None
) -> tuple[Evaluation, list[Bad], list[Bad]]:
    """The figures, the bad lines of the reports, and those of the truth file. Raises Misconfigured."""
    keys = study_keys(composition)
    known, bad_truth = read_labels(asked.truth, keys) if asked.truth else ([], [])
    wanted = reports_of(known)
    with TemporaryDirectory(prefix="raabta-evaluate-") as folder:
        lines = made(
            numbered(asked.reports), composition.partners.partners, keys, asked.partner, processes=asked.processes
        )
        preparation = Preparation(Path(folder) / "sightings", frozenset(composition.partners.token_keys), wanted)
        prepared = preparation.run(lines, lambda done: told("reading", done, 0))
        found = _evaluated(asked, composition, known, prepared, told, len(bad_truth))
    return found, prepared.bad, bad_truth


def _evaluated(
    asked: Asked,
    composition: Composition,
    known: list[Labelled],
    prepared: Prepared,
    told: Told,
    bad_truth: int,
) -> Evaluation:
    everybody = ALL._replace(watched=watched(known))
    views = [everybody, *MISSING, *ALONE] if asked.apart else [everybody]
    began = time.monotonic()
    ran = runs(prepared, views, asked.rules, asked.processes, lambda done, total: told("scoring", done, total))
    seconds = time.monotonic() - began
    told("measuring", 0, 0)
    matcher = Matcher(known)
    by_view: dict[str, list[Course]] = {name: courses(alerts_of(run)) for name, run in ran.items()}
    whole = by_view[ALL.name]
    shown, matters = days(whole), evenings(whole)
    shares = pieces(known, facts(prepared.path, reports_of(known)))

    def recalled_by(view: View) -> Recall:
        return recall(by_view[view.name], known, matcher, told_by(view.sectors, shares))

    recalled, judged = recalled_by(ALL), verdicts(whole, matcher, known=bool(asked.truth))
    missing = {view.name: recalled_by(view) for view in MISSING if view.name in by_view}
    alone = {v.name: by_view[v.name] for v in ALONE if v.name in by_view}
    budget = asked.budget * asked.officers
    read = reading(matters, matcher, budget)
    below = {view.name: ran[view.name].hints for view in ALONE if view.name in ran}
    joined = coordination(whole, alone, below, known, matcher) if alone else None
    fair = fairness(whole, *honest(known, prepared.path))
    told_of = {
        quoted(ref) for course in whole for alert in course.versions for hit in alert.hits for ref in hit.evidence
    }
    again = Recombination(composition.pack, facts(prepared.path, told_of))
    events = prepared.events.total()
    unseen = sorted((named := reports_of(known)) - prepared.known)
    counts = {label: sum(1 for x in known if x.truth.label is label) for label in Label}
    return Evaluation(
        stream=Stream(
            reports=asked.name or os.path.basename(asked.reports),
            truth=os.path.basename(asked.truth),
            rule_pack=composition.pack.version,
            lines=prepared.lines,
            events={str(sector): count for sector, count in sorted(prepared.events.items())},
            repeated=prepared.repeated,
            bad_lines=len(prepared.bad),
            bad_truth=bad_truth,
            days=round(prepared.days, 2),
            cases=counts[Label.CASE],
            look_alikes=counts[Label.LOOK_ALIKE],
            persons=counts[Label.PERSON],
            truth_reports=len(named),
            unseen_reports=len(unseen),
            unseen_examples=tuple(unseen[:FIRST]),
            seconds=round(seconds, 2),
            events_per_second=round(sum(run.events for run in ran.values()) / seconds, 1) if seconds else 0.0,
            processes=asked.processes,
        ),
        budget=asked.budget,
        officers=asked.officers,
        recall=recalled,
        missing=missing,
        missed_cases=missed_cases(recalled.fates, known, judged, ran[ALL.name].shown),
        alerts=judged,
        volume=volume(whole, matters, matcher, events, prepared.days, asked.officers),
        reading=read,
        alert_reading=reading([singly(alerts) for alerts in shown], matcher, budget),
        curve=tuple(reading(matters, matcher, budget) for budget in BUDGETS),
        ranking=ranking(shown, whole, matcher),
        coordination=joined,
        fairness=fair,
        ablation=ablation(whole, known, matcher, again),
        unexplained=unexplained(whole, again),
        goals=goals(recalled, missing, read, joined, fair, _unknown(asked, known, prepared)),
    )


def _unknown(asked: Asked, known: list[Labelled], prepared: Prepared) -> str:
    """Why no goal can be measured; empty: they can."""
    if not prepared.events:
        return "no report was taken"
    if not asked.truth:
        return "there is no truth file"
    return "" if known else "the truth file holds no record"
