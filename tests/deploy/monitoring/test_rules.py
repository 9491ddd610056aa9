"""Rules, their unit tests, their runbooks and the monitors' configuration, by the monitors' own programs."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from consumers.metrics import EVENT_SECONDS
from tests.deploy.monitoring.content import ALERTS, MONITORING, ROOT, RULES, TESTS, defined, named, read, rules
from tests.deploy.monitoring.programs import run

SPOILT = MONITORING / "rules" / "delivery.yml"
SECTIONS = ("**It means.**", "**Who feels it.**", "## Look first", "## Mend", "## Whom to wake")


def test_promtool_accepts_every_rule() -> None:
    checked = run("promtool", "check", "rules", *map(str, RULES))
    assert checked.returncode == 0, checked.stdout


def test_promtool_accepts_the_configuration_of_prometheus() -> None:
    checked = run("promtool", "check", "config", str(MONITORING / "prometheus.yml"))
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_every_rule_does_what_its_unit_tests_say(path: Path) -> None:
    tested = run("promtool", "test", "rules", str(path))
    assert tested.returncode == 0, tested.stdout


def test_amtool_accepts_the_configuration_of_alertmanager() -> None:
    checked = run("amtool", "check-config", str(MONITORING / "alertmanager.yml"))
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [(("severity=page",), "ops-on-duty"), (("severity=ticket",), "ops-queue"), ((), "ops-queue")],
)
def test_an_alert_goes_to_whom_its_severity_says(labels: tuple[str, ...], receiver: str) -> None:
    config = f"--config.file={MONITORING / 'alertmanager.yml'}"
    routed = run("amtool", "config", "routes", "test", config, f"--verify.receivers={receiver}", *labels)
    assert routed.returncode == 0, routed.stdout


def test_a_unit_test_that_expects_nothing_fails_on_a_rule_that_fires(tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "tests").mkdir()
    spoiled = SPOILT.read_text(encoding="utf-8").replace(" > 0\n", " >= 0\n")
    (tmp_path / "rules" / SPOILT.name).write_text(spoiled, encoding="utf-8")
    test = tmp_path / "tests" / SPOILT.name
    test.write_text((MONITORING / "tests" / SPOILT.name).read_text(encoding="utf-8"), encoding="utf-8")
    assert run("promtool", "test", "rules", str(test)).returncode != 0


def _tested() -> list[tuple[str, Any]]:
    return [
        (case["alertname"], case["exp_alerts"])
        for path in TESTS
        for test in read(path)["tests"]
        for case in test["alert_rule_test"]
    ]


@pytest.mark.parametrize("name", sorted(ALERTS))
def test_every_alert_is_tested_firing_and_quiet(name: str) -> None:
    assert {bool(expected) for alert, expected in _tested() if alert == name} == {True, False}


@pytest.mark.parametrize("name", sorted(ALERTS))
def test_every_alert_leads_to_a_runbook_that_says_what_to_do(name: str) -> None:
    rule = ALERTS[name]
    assert rule["annotations"]["runbook_url"] == f"docs/runbooks/{name}.md"
    assert rule["labels"]["severity"] in ("page", "ticket")
    text = (ROOT / "docs" / "runbooks" / f"{name}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# {name}\n")
    assert [section for section in SECTIONS if section not in text] == []


def test_no_runbook_is_left_over() -> None:
    assert {path.stem for path in (ROOT / "docs" / "runbooks").glob("*.md")} == set(ALERTS)


def test_every_metric_that_a_rule_asks_for_is_exported_by_the_code() -> None:
    asked = set().union(*(named(rule["expr"]) for rule in rules()))
    assert asked - defined() == set()


def test_prometheus_scrapes_every_process_of_compose_that_serves_metrics() -> None:
    services = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text(encoding="utf-8"))["services"]
    serving = {f"{name}:9100" for name, service in services.items() if "9100" in (service.get("command") or ())}
    jobs = read(MONITORING / "prometheus.yml")["scrape_configs"]
    ours = next(job for job in jobs if job["job_name"] == "raabta")["static_configs"]
    assert {target for one in ours for target in one["targets"]} == serving


def test_the_promise_of_the_rules_is_a_bucket_of_the_histogram() -> None:
    promised = {
        found
        for rule in rules()
        for found in re.findall(r'raabta_event_seconds_bucket\{le="([0-9.]+)"\}', rule["expr"])
    }
    EVENT_SECONDS.labels("air-farzi").observe(0.1)
    samples = [sample for family in EVENT_SECONDS.collect() for sample in family.samples]
    buckets = {sample.labels["le"] for sample in samples if sample.name.endswith("_bucket")}
    assert promised == {"5.0"}
    assert promised <= buckets
