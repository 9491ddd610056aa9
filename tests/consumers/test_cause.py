"""Whose event caused a view, and that a service is not told."""

from datetime import timedelta

from consumers.cause import cause_of
from schemas.route import Profile
from tests.consumers.making import alert, ref, view


def test_the_newest_evidence_is_the_cause() -> None:
    old = ref(topic="raabta.events.bank-farzi")
    new = ref(topic="raabta.events.air-farzi")
    new = new.model_copy(update={"time": old.time + timedelta(minutes=1)})
    assert cause_of(view(alert(refs=(old, new)))) == "air-farzi"
    assert cause_of(view(alert(refs=(new, old)))) == "air-farzi"


def test_a_view_for_a_service_names_no_partner() -> None:
    assert cause_of(view(profile=Profile.VICTIM_SERVICE)) is None


def test_a_departure_that_came_near_is_nobodys_event() -> None:
    assert cause_of(view(alert(by_clock=True))) is None
