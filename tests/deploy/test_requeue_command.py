"""raabta requeue puts back in line what a channel gave up."""

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from consumers.deliveries import due, settle
from consumers.store import open_store
from deploy.cli import app
from schemas.errors import Misconfigured
from schemas.receipt import Outcome
from tests.consumers.making import MAIL, NOW, Topic, fia, view


def test_what_was_given_up_is_due_again_and_counted(tmp_path: Path) -> None:
    topic = Topic(store := open_store(tmp_path / "inbox.db"), fia(email=MAIL))
    topic.put(view())
    settle(topic.store, due(topic.store, "email", NOW, 9)[0], Outcome.FAILED, NOW, reason="smtp 550")
    for requeued in (1, 0):
        said = CliRunner().invoke(
            app, ["requeue", "--channel", "email", "--store", str(tmp_path / "inbox.db"), "--json"]
        )
        assert said.exit_code == 0, said.output
        assert orjson.loads(said.stdout) == {"channel": "email", "requeued": requeued}
    store.close()


@pytest.mark.parametrize(
    ("given", "why"), [(["--channel", "pigeon"], "no channel"), (["--channel", "email"], "no store")]
)
def test_a_wrong_channel_or_store_is_named_and_nothing_is_made(given: list[str], why: str, tmp_path: Path) -> None:
    store = tmp_path / "nowhere.db"
    said = CliRunner().invoke(app, ["requeue", *given, "--store", str(store)])
    assert isinstance(said.exception, Misconfigured)
    assert why in str(said.exception)
    assert not store.exists()
