"""The generated files in the repository are those that the configuration calls for, and a change shows."""

from pathlib import Path

import pytest
import yaml

from deploy.commands.manifests import EXAMPLE, drifted
from deploy.composition import Composition, compose
from deploy.manifests.files import HEAD, generated
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured


def test_the_example_overlay_is_what_the_configuration_calls_for(
    composition: Composition, settings: DeploySettings
) -> None:
    assert drifted(EXAMPLE, generated(composition, settings.config)) == [], "run `make manifests`"


def test_every_alerting_rule_of_the_repository_reaches_the_prometheus_operator(
    composition: Composition, settings: DeploySettings
) -> None:
    files = generated(composition, settings.config)
    told = [group for one in yaml.safe_load_all(files["rules.yaml"]) for group in one["spec"]["groups"]]
    rules = Path("deploy/monitoring/rules").glob("*.yml")
    assert told == [group for path in sorted(rules) for group in yaml.safe_load(path.read_text())["groups"]] != []


def test_another_prefix_is_refused_since_the_base_knows_only_one(settings: DeploySettings) -> None:
    other = compose(settings.model_copy(update={"topic_prefix": "other"}))
    with pytest.raises(Misconfigured, match="RAABTA_TOPIC_PREFIX"):
        generated(other, settings.config)


def test_a_changed_a_missing_and_a_stale_file_are_drift_and_a_file_of_the_owner_is_not(tmp_path: Path) -> None:
    files = {"same.yaml": HEAD, "changed.yaml": HEAD + "a: 1\n", "missing.yaml": HEAD}
    (tmp_path / "same.yaml").write_text(HEAD)
    (tmp_path / "changed.yaml").write_text(HEAD + "a: 2\n")
    (tmp_path / "stale.yaml").write_text(HEAD + "old: true\n")
    (tmp_path / "own.yaml").write_text("mine: true\n")
    assert drifted(tmp_path, files) == ["changed.yaml", "missing.yaml", "stale.yaml"]
