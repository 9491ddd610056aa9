"""The generated files in the repository are those that the configuration calls for, and a change shows."""

from pathlib import Path

from deploy.commands.manifests import EXAMPLE, drifted
from deploy.composition import Composition
from deploy.manifests.files import HEAD, generated
from deploy.settings import DeploySettings


def test_the_example_overlay_is_what_the_configuration_calls_for(
    composition: Composition, settings: DeploySettings
) -> None:
    assert drifted(EXAMPLE, generated(composition, settings.config)) == [], "run `make manifests`"


def test_a_changed_a_missing_and_a_stale_file_are_drift_and_a_file_of_the_owner_is_not(tmp_path: Path) -> None:
    files = {"same.yaml": HEAD, "changed.yaml": HEAD + "a: 1\n", "missing.yaml": HEAD}
    (tmp_path / "same.yaml").write_text(HEAD)
    (tmp_path / "changed.yaml").write_text(HEAD + "a: 2\n")
    (tmp_path / "stale.yaml").write_text(HEAD + "old: true\n")
    (tmp_path / "own.yaml").write_text("mine: true\n")
    assert drifted(tmp_path, files) == ["changed.yaml", "missing.yaml", "stale.yaml"]
