"""A labelled stream as somebody writes it who knows docs/reports.md and docs/truth.md and nothing else of Raabta."""

from pathlib import Path
from random import Random

from tests.stranger import cases_abroad, cases_work, look_alikes
from tests.stranger.ordinary import live
from tests.stranger.stream import Story, Stream

CASES: tuple[Story, ...] = (
    cases_abroad.umrah_begging_group,
    cases_abroad.china_bride_pipeline,
    cases_work.visit_visa_worker_in_debt,
    cases_work.funnel_account_and_ticket_buyer,
    cases_abroad.child_with_repeat_escort,
    cases_abroad.document_fraud_ring,
    cases_work.fee_collecting_subagent,
)
LOOK_ALIKES: tuple[Story, ...] = (
    look_alikes.umrah_family_of_twelve,
    look_alikes.newly_wed_joining_her_husband,
    look_alikes.aunt_who_takes_her_nieces,
    look_alikes.passport_typing_error,
    look_alikes.crew_of_one_employer,
    look_alikes.wholesaler_of_many_cities,
    look_alikes.village_elder_who_collects,
    look_alikes.honest_second_try,
)


def written(folder: Path, seed: int, *, journeys: int, each: int) -> tuple[Path, Path]:
    """The files of reports and truth: so many honest journeys, and each case and look-alike so often."""
    stream = Stream(Random(seed))
    live(stream, journeys)
    for label, stories in (("case", CASES), ("look-alike", LOOK_ALIKES)):
        for story in stories * each:
            stream.plant(label, story.__name__.replace("_", "-"), story)
    return stream.write(folder)
