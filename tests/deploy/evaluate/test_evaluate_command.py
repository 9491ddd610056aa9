"""raabta evaluate on a small stream, from files to figures, through every real part."""

import orjson
import pytest
from typer.testing import CliRunner

from deploy.cli import app
from tests.deploy.evaluate.labelled import Files


@pytest.fixture(scope="module")
def figures(small: Files) -> dict[str, object]:
    arguments = ["evaluate", "--reports", str(small.reports), "--truth", str(small.truth), "--json"]
    done = CliRunner().invoke(app, [*arguments, "--processes", "1"])
    assert done.exit_code == 0, done.output
    return dict(orjson.loads(done.stdout))


def test_one_object_has_every_figure(figures: dict[str, object]) -> None:
    assert figures["recall"]["cases"]["value"] >= 0.9  # type: ignore[index]
    assert set(figures["missing"]) == {"without airline", "without bank", "without recruiter"}  # type: ignore[call-overload]
    assert figures["unexplained"] == 0


def test_figures_are_the_same_on_one_process_and_on_two(small: Files, figures: dict[str, object]) -> None:
    arguments = ["evaluate", "--reports", str(small.reports), "--truth", str(small.truth), "--json"]
    done = CliRunner().invoke(app, [*arguments, "--processes", "2"])
    other = dict(orjson.loads(done.stdout))
    assert {**other, "stream": None} == {**figures, "stream": None}
