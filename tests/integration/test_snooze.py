"""An officer asks not to be told of somebody again, and is told all the same when there is news."""

from pathlib import Path

import pytest

from deploy.wholetopic import read_whole
from schemas.alert import Status
from schemas.receipt import Outcome, Receipt
from schemas.settings import KafkaSettings
from tests.integration.house import House, held, house, passport, ran, report

pytestmark = [pytest.mark.slow, pytest.mark.broker]


def held_back(home: House) -> set[tuple[str | None, int]]:
    """Inbox and version of what a snooze kept from somebody."""
    records = read_whole(home.demo.settings, [home.demo.composition.topics.receipts])
    receipts = [Receipt.model_validate_json(record.value or b"") for record in records]
    return {
        (one.inbox, one.version) for one in receipts if (one.outcome, one.reason) == (Outcome.SUPPRESSED, "snoozed")
    }


def test_a_snoozed_inbox_is_told_nothing_until_another_sector_has_something_to_tell(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with house(cluster_settings, tmp_path, workers=1) as home:
        unaware = report("ob-1", "observation", "traveller", passport(1), 1, observations=["unaware-of-destination"])
        home.tell("air-nilkanth", held(1, "ck-1"))
        home.tell("air-sahil", unaware)
        home.rest()
        (first,) = home.delivered("ck-1")
        decision = ("--inbox", first.inbox, "--decision", "no-offence", "--officer", "d-117")
        snooze = ("--snooze-days", "30", "--reason", "cleared", "--json")
        assert ran("dispositions", "record", first.alert_id, *decision, *snooze)["snooze_until"]

        scripted = report("ob-2", "observation", "traveller", passport(1), 3, observations=["scripted"])
        home.tell("air-nilkanth", scripted)
        home.rest()
        assert home.delivered("ck-1") == [first]
        assert held_back(home) == {(first.inbox, 2)}

        home.tell(
            "bank-chinar", report("ar-1", "account-review", "holder", passport(1), 3, observations=["spoken-for"])
        )
        home.rest()
        last = home.delivered("ck-1")[-1]
        assert (last.alert_id, last.inbox, last.version, last.status) == (first.alert_id, first.inbox, 3, Status.OPEN)
        assert "(version 3)" in home.mail(last)["Subject"]
        assert held_back(home) == {(first.inbox, 2)}
