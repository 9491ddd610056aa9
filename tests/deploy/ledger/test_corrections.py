"""A corrected day balances: what was taken out and what was kept out are no losses, and a lost retraction is one."""

from typing import Any

from deploy.inmemory import TOPICS
from deploy.ledger import Balance
from tests.deploy.ledger.day import EVENTS, Recorded, balanced, party, without
from tests.streams.facts import PUBLISHED, event, raw


def retraction(event_id: str, of: str, parties: list[dict[str, Any]]) -> dict[str, Any]:
    value = event(event_id, kind="retraction", corrects=of, parties=parties)
    value["type"] = "pk.raabta.airline.retraction.v1"
    return value


def corrected(left_out: str = "") -> Balance:
    """An event that is replaced, one that is retracted, one that comes after its retraction, and a repetition."""
    worker = Recorded()
    retracts = raw(retraction("e4", "e3", [{"role": "traveller"}]))
    messages = (
        raw(event("e1", parties=party("passport", "cnic"))),
        raw(event("e2", parties=party("passport", "person"), corrects="e1")),
        raw(event("e3", parties=party("passport"))),
        retracts,
        raw(retraction("e5", "e6", party("phone"))),
        raw(event("e6", parties=party("passport", "phone"))),
        retracts,
    )
    for message in messages:
        worker.feed("air-nilkanth", message, PUBLISHED)
    if left_out == "sightings":
        lost = next(at for at, one in enumerate(worker.log[TOPICS.sightings]) if b'"e4"' in (one.value or b""))
        without(worker.log, TOPICS.sightings, lost)
    state = {key: value for key, value in worker.scoring.drain() if value is not None}
    assert sum(key.startswith(b"~corrected/") for key in state) == 3
    return balanced(worker.log, state)


def test_a_corrected_day_balances() -> None:
    found = corrected()
    (hour,) = found.hours.values()
    assert (hour.published, hour.accepted, hour.rejected, hour.duplicates, hour.lost) == (7, 6, 0, 1, 0)
    assert found.unbalanced == []


def test_a_retraction_that_no_partition_was_told_of_is_owed_by_intake() -> None:
    found = corrected("sightings")
    assert [(owed.stage, owed.place.topic, owed.place.offset) for owed in found.unbalanced] == [
        ("intake", EVENTS, 3),
        ("intake", EVENTS, 6),
    ]
