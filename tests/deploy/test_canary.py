"""A canary's alert reaches the canary's inbox and no officer; a real one never reaches the canary's."""

from dataclasses import replace

import pytest

from deploy.canary import CANARY
from deploy.composition import compose
from deploy.settings import DeploySettings
from schemas.alert import Alert
from schemas.errors import Misconfigured
from schemas.evidence import EvidenceRef
from streams.routing import routed
from tests.consumers.making import alert, ref

COMPOSITION = compose(DeploySettings())
SYNTHETIC = ref(topic="raabta.events.canary")
REAL = ref(topic="raabta.events.air-nilkanth")


def harm(*refs: EvidenceRef) -> Alert:
    """An alert with every sign that some route of the shipped configuration looks for."""
    found = alert(refs=refs)
    hit = found.hits[0].model_copy(update={"indicator": "a-obs-harm-fear"})
    return found.model_copy(update={"hits": (hit,), "child": True})


def test_an_alert_that_rests_on_canaries_alone_reaches_no_officer() -> None:
    decision = routed(harm(SYNTHETIC), COMPOSITION.all_routes)
    assert [one.inbox for one in decision.chosen] == [CANARY]


@pytest.mark.parametrize("refs", [(REAL,), (SYNTHETIC, REAL)])
def test_an_alert_that_rests_on_a_real_event_goes_where_it_went_without_canaries(refs: tuple[EvidenceRef, ...]) -> None:
    chosen = [one.inbox for one in routed(harm(*refs), COMPOSITION.all_routes).chosen]
    assert CANARY not in chosen
    assert chosen == [one.inbox for one in routed(harm(*refs), COMPOSITION.routes).chosen]


def test_nobody_may_take_the_canarys_name() -> None:
    partners = COMPOSITION.partners
    one = next(iter(partners.partners.values()))
    taken = partners.model_copy(update={"partners": {**partners.partners, CANARY: one}})
    with pytest.raises(Misconfigured, match="canary"):
        replace(COMPOSITION, partners=taken).topic_specs()
    inboxes = {**COMPOSITION.routes.inboxes, CANARY: next(iter(COMPOSITION.routes.inboxes.values()))}
    with pytest.raises(Misconfigured, match="canary"):
        replace(COMPOSITION, routes=COMPOSITION.routes.model_copy(update={"inboxes": inboxes})).topic_specs()


def test_a_service_like_inbox_is_all_that_a_canary_gets() -> None:
    assert COMPOSITION.all_routes.inboxes[CANARY].profile.value == "victim-service"
    assert COMPOSITION.all_routes.inboxes[CANARY].email is None
