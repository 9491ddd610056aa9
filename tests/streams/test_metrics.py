"""What a pure stage counted becomes metrics, and nothing outside the closed set does."""

from collections import Counter

import pytest
from prometheus_client import REGISTRY

from schemas.reject import Reason
from streams.metrics import publish, show
from streams.ports import Tally


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_tally_becomes_counters_and_is_emptied() -> None:
    before = value("raabta_rejected_total", reason="not_json"), value("raabta_sightings_total")
    tally: Tally = Counter({("rejected", "not_json"): 2, ("sightings",): 5, ("duplicates_absorbed",): 3})
    publish(tally, "a-stage")
    assert not tally
    assert value("raabta_rejected_total", reason="not_json") == before[0] + 2
    assert value("raabta_sightings_total") == before[1] + 5
    assert value("raabta_duplicates_absorbed_total", stage="a-stage") == 3


def test_a_name_outside_the_closed_set_is_a_bug() -> None:
    with pytest.raises(KeyError):
        publish(Counter({("passports", "AB123"): 1}), "a-stage")


def test_a_worker_names_one_rule_pack_and_shows_every_reason_for_a_reject() -> None:
    show("2026.11.1", "aaaaaaaaaaaa")
    show("2026.11.2", "bbbbbbbbbbbb")
    assert (
        REGISTRY.get_sample_value("raabta_rule_pack_info", {"version": "2026.11.1", "digest": "aaaaaaaaaaaa"}) is None
    )
    assert value("raabta_rule_pack_info", version="2026.11.2", digest="bbbbbbbbbbbb") == 1
    shown = {reason: REGISTRY.get_sample_value("raabta_rejected_total", {"reason": reason}) for reason in Reason}
    assert [reason for reason, count in shown.items() if count is None] == []
