"""Plants cases and look-alikes in a season, and notes the truth of each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

import orjson

from producers.simulate.invented import SEASON_BLOCK
from producers.simulate.nation.land import Land
from producers.simulate.nation.late import delay
from producers.simulate.numbering import Numbering
from producers.simulate.scenario.form import Scenario
from producers.simulate.scenario.play import Silence, Telling, play
from producers.simulate.scenario.troupe import NUMBERS
from schemas.codes import Sector
from schemas.truth import Label, ReportRef, Truth

NUMBERS_FROM = 7_500_000
"""Where the numbers of planted people begin within those of a season; there is room for 5,000 tellings."""
LEAD = 30
"""Days of the season before the first anchor, so that what comes before a departure is seen."""
AGAIN = 20
"""How often a telling that nobody reported is told again before it is given up."""


class NoSeason(ValueError):
    """A season that cannot be."""

    def __init__(self, about: str, why: str) -> None:
        super().__init__(why)
        self.about = about
        """Which wish cannot be met: `journeys`, `days`, `end`, `cases`, `look-alikes` or `partners`."""


class Due(NamedTuple):
    """A planted report, ready to be sent."""

    published: datetime
    sector: Sector
    desk: int
    report: bytes
    case: str


class Untold(NamedTuple):
    """A scenario that was planned so often and showed nothing: it is in neither file."""

    scenario: str
    label: Label
    why: Silence
    """What most of its tellings came to."""
    planned: int


class Planted(NamedTuple):
    """Everything that was planted, in no order of time, and the truth of it."""

    sent: tuple[Due, ...]
    truth: tuple[Truth, ...]
    untold: tuple[Untold, ...]


def plant(
    scenarios: Sequence[Scenario],
    land: Land,
    numbering: Numbering,
    desks: Mapping[Sector, Sequence[str]],
    cases: int,
    look_alikes: int,
) -> Planted:
    """So many cases and look-alikes, the scenarios of each taken in turn. Raises NoSeason when there is no room for so many."""
    for name, count in (("cases", cases), ("look-alikes", look_alikes)):
        if count < 0:
            raise NoSeason(name, "the number of cases and of look-alikes is 0 or more")
    if cases + look_alikes > (SEASON_BLOCK - NUMBERS_FROM) // NUMBERS:
        raise NoSeason("cases", "there is room for 5,000 cases and look-alikes in a season")
    rng = Random(f"{land.seed}/planting")
    late = Random(f"{land.seed}/late")
    sent: list[Due] = []
    truth: list[Truth] = []
    untold: Counter[tuple[str, Label, Silence]] = Counter()
    for place, scenario in enumerate(_turns(rng, scenarios, cases, look_alikes)):
        id = f"{scenario.label.value}-{place + 1:04d}"
        telling = _told(scenario, land, place)
        refs = []
        for one in telling.sent:
            name = numbering.id(-1 - len(sent))
            partners = desks[one.sector]
            refs.append(ReportRef(partner=partners[one.desk % len(partners)], id=name))
            published = one.at + delay(late)
            if published >= land.end:
                published = one.at
            sent.append(Due(published, one.sector, one.desk, orjson.dumps({"id": name, **one.report}), id))
        if telling.silence:
            untold[scenario.id, scenario.label, telling.silence] += 1
        else:
            truth.append(_truth(scenario, id, telling, tuple(refs)))
    return Planted(tuple(sent), tuple(truth), tuple(Untold(*key, count) for key, count in sorted(untold.items())))


def _turns(rng: Random, scenarios: Sequence[Scenario], cases: int, look_alikes: int) -> Iterator[Scenario]:
    for label, count in ((Label.CASE, cases), (Label.LOOK_ALIKE, look_alikes)):
        of_label = [scenario for scenario in scenarios if scenario.label is label]
        rng.shuffle(of_label)
        for place in range(count if of_label else 0):
            yield of_label[place % len(of_label)]


def _told(scenario: Scenario, land: Land, place: int) -> Telling:
    """A telling of which some report came; what nobody reported is not in the stream, so it is told anew."""
    first = land.first + NUMBERS_FROM + place * NUMBERS
    silences: Counter[Silence] = Counter()
    for turn in range(AGAIN):
        rng = Random(f"{land.seed}/{place}/{turn}/{scenario.id}")
        room = (land.end - land.start).days
        anchor = land.start + timedelta(days=min(LEAD, room / 3) + rng.random() * (room - min(LEAD, room / 3) - 1))
        telling = play(scenario, land, rng, first, anchor)
        if not telling.silence:
            return telling
        silences[telling.silence] += 1
    return telling._replace(silence=silences.most_common(1)[0][0])


def _truth(scenario: Scenario, id: str, telling: Telling, refs: tuple[ReportRef, ...]) -> Truth:
    return Truth(
        label=scenario.label,
        id=id,
        scenario=scenario.id,
        typologies=scenario.typologies,
        subjects=telling.subjects,
        reports=refs,
        sectors=tuple(sorted({one.sector for one in telling.sent})),
        departs_at=telling.departs_at,
        detectable=telling.detectable or scenario.label is Label.LOOK_ALIKE,
    )
