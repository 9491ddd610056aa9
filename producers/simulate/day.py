"""One simulated day that ends now: ordinary life with cases and look-alikes among it, in order of occurrence."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from random import Random

from producers.simulate.background import ordinary
from producers.simulate.cases import CASES
from producers.simulate.cast import Cast
from producers.simulate.plan import PAKISTAN, Case, Draft, Planned, sectors_of
from producers.simulate.quiet import QUIET
from schemas.codes import Sector
from schemas.partner import Partner
from schemas.report import Report


def day(seed: int, now: datetime, partners: Sequence[Partner], reports: int = 20_000) -> Iterator[Planned]:
    """The reports of a day, oldest first; the same arguments give the same day. `now` has a time zone.

    Stories come first and ordinary life fills up: a day of fewer reports than the stories need is longer than asked.
    Raises ValueError when a sector has no partner.
    """
    drafts = [draft for _, told in _stories(seed, now) for draft in told]
    drafts += ordinary(Random(f"{seed}/ordinary"), seed, now.astimezone(PAKISTAN), reports - len(drafts))
    drafts.sort(key=attrgetter("at"))
    desks = {sector: [partner.id for partner in partners if partner.sector is sector] for sector in Sector}
    for sector, ids in desks.items():
        if not ids:
            raise ValueError(f"a simulated day needs a partner of the sector {sector}")
    stamp = _stamp(seed, now)
    for number, draft in enumerate(drafts):
        ids = desks[draft.sector]
        report = Report(id=f"{stamp}-{number:06d}", occurred_at=draft.at, **draft.fields)
        yield Planned(ids[draft.desk % len(ids)], report, draft.case)


def cases(seed: int, now: datetime) -> tuple[Case, ...]:
    """What is planted in that day, and what to expect of it: first the cases, then the look-alikes."""
    return tuple(case for case, _ in _stories(seed, now))


def fingerprints(plan: Iterable[Planned]) -> set[str]:
    """Every name, CNIC, passport, phone, account and mail in these reports, as typed and as digits only: none of it may be
    read on the broker, in a log or in a metric."""
    found: set[str] = set()
    for planned in plan:
        for party in planned.report.parties:
            who = party.identity
            numbers = (who.cnic, *who.phones, who.iban, who.card, who.passport.number if who.passport else None)
            found.update(text for text in (who.name, who.address, *who.emails, *numbers) if text)
            found.update(re.sub(r"\W", "", number) for number in numbers if number)
    return found


def _stories(seed: int, now: datetime) -> Iterator[tuple[Case, Sequence[Draft]]]:
    for place, story in enumerate((*CASES, *QUIET)):
        cast = Cast(seed, now, place, story.__name__.replace("_", "-"))
        expected = story(cast)
        case = Case(
            id=cast.id,
            story=" ".join((story.__doc__ or "").split()),
            expect="alert" if expected.about else "quiet",
            about=expected.about,
            key=expected.key,
            sectors=sectors_of(cast.drafts),
            min_priority=expected.min_priority,
            indicators=expected.indicators,
        )
        yield case, cast.drafts


def _stamp(seed: int, now: datetime) -> str:
    """Letters of the minute and the seed: days of other times or seeds have other ids, and no id looks like a number."""
    value, letters = int(now.timestamp()) // 60 * 1000 + seed % 1000, ""
    while value:
        value, digit = divmod(value, 26)
        letters = chr(97 + digit) + letters
    return f"d{letters}"
