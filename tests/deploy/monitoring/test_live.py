"""Every query of every dashboard and rule, asked of a real Prometheus that scraped a running demo."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.commands.panels import scraped_demo
from deploy.panels.board import queries
from deploy.panels.prometheus import Prometheus
from schemas.errors import Unavailable
from tests.deploy.monitoring.content import named, rules
from tests.deploy.monitoring.programs import program

pytestmark = pytest.mark.slow
SECONDS = 25.0
QUIET = frozenset({"raabta_suppressed_total"})
"""What a good day does not bring: a series begins with the first of them."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    program("prometheus")
    folder: Path = tmp_path_factory.mktemp("panels")
    with scraped_demo(folder, SECONDS) as (demo, found):
        demo.start_feed()
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            demo.check()
            time.sleep(0.5)
        yield found


def test_every_panel_shows_something(server: Prometheus) -> None:
    there = server.names()
    empty = {}
    for query in queries():
        answer = server.ask(query.expr)
        asked = {name for name in named(query.expr) if name not in QUIET}
        if not answer and asked and asked <= there:
            empty[query.board, query.panel] = query.expr
    assert empty == {}


def test_the_flow_itself_is_on_the_panels(server: Prometheus) -> None:
    shown = {(query.board, query.panel): server.ask(query.expr) for query in queries()}
    for panel in (("overview", "Events taken"), ("overview", "Deliveries"), ("internals", "Records taken")):
        assert max(sample.value for sample in shown[panel]) > 0, panel
    assert [one.value for one in shown["internals", "Rule packs at work"]] == [1.0]
    assert [one.value for one in shown["overview", "Processes that do not answer"]] == [0.0]
    assert [one.value for one in shown["overview", "Records owed"]] == [0.0]
    assert [one.value < 30 for one in shown["overview", "Since the last canary"]] == [True]


def test_every_expression_of_a_rule_is_answered_and_evaluated_without_error(server: Prometheus) -> None:
    for rule in rules():
        server.ask(rule["expr"])
    assert server.rule_errors() == {}


def test_a_query_that_prometheus_refuses_is_not_passed_over(server: Prometheus) -> None:
    with pytest.raises(Unavailable, match="parse error"):
        server.ask("sum by (")


def test_a_healthy_demo_fires_no_alert_of_the_flow(server: Prometheus) -> None:
    flow = {
        "RaabtaEventsLost",
        "RaabtaNoProgress",
        "RaabtaNoWorker",
        "RaabtaTargetDown",
        "RaabtaSloFastBurn",
        "RaabtaDeliveryFailing",
        "RaabtaChannelDown",
        "RaabtaDeliveryWaiting",
        "RaabtaRulePacksDisagree",
    }
    assert server.firing() & flow == set()
