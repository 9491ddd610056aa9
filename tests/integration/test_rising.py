"""A departure comes near and nobody reports anything: the alert rises by the clock alone, and reaches the airport's shift."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.scrape import total
from schemas.alert import Priority
from schemas.settings import KafkaSettings
from tests.integration.house import held, house, passport, report
from tests.patience import allowed

pytestmark = [pytest.mark.slow, pytest.mark.broker]


def test_an_alert_whose_flight_comes_within_72_hours_reaches_the_shift_without_any_report(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with house(cluster_settings, tmp_path, workers=1) as home:
        departs = (datetime.now(UTC) + timedelta(hours=72, seconds=allowed(25))).replace(microsecond=0)
        trip = {"carrier": "ZZ", "flight": "123", "origin": "ISB", "destination": "DXB", "trip_type": "return"}
        flight = {**trip, "departs_at": departs.isoformat()}
        scripted = report("ob-1", "observation", "traveller", passport(1), 3, observations=["scripted"])
        home.tell("air-nilkanth", held(1, "ck-1", trip=flight), scripted)
        home.rest()
        (first,) = home.delivered("ck-1")
        assert (first.version, first.priority) == (1, Priority.P3)
        assert first.inbox != "fia-airport-isb"

        until = time.monotonic() + allowed(60)
        while len(home.delivered("ck-1")) < 3 and time.monotonic() < until:
            time.sleep(0.5)
        home.rest()
        later = home.delivered("ck-1")[1:]
        assert {view.inbox for view in later} == {first.inbox, "fia-airport-isb"}
        assert {(view.version, view.priority) for view in later} == {(2, Priority.P2)}
        assert {view.decide_by for view in later} == {departs - timedelta(hours=60)}
        told = next(view for view in later if view.inbox == first.inbox)
        assert "(version 2)" in home.mail(told)["Subject"]
        assert "Priority P3 became P2." in str(home.mail(told).get_payload(0).get_payload(decode=True), "utf-8")  # type: ignore[union-attr, arg-type]
        assert total(home.demo.samples(), "raabta_alerts_risen_total", priority="P2") == 1
