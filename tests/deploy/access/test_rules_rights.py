"""Only the principal for it writes the rulebook; it reads what it compares on, and a worker reads it and answers."""

from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.rulebook.store import Store
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from streams.packs import Packs
from streams.rulefollower import RuleFollower
from tests.deploy.access.making import House
from tests.deploy.rulebook.test_compare import OFF, candidate

NEW = "2026.11.2"


def run(monkeypatch: pytest.MonkeyPatch, login: KafkaSettings, *words: str) -> Result:
    for name, value in login.environment().items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(app, ["rules", *words])


def test_the_rulebook_is_written_by_its_own_principal_and_followed_by_the_workers(
    house: House, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    house.apply()
    logins, topics = house.office().logins(), house.composition.topics
    rules, streams = logins[f"{topics.prefix}-rules"], logins[f"{topics.prefix}-streams"]
    path = Path(candidate(tmp_path / "next.toml", *OFF))
    path.write_text(path.read_text().replace('changelog = "The pack', 'changelog = "Three less. The pack'))
    proposal = ("propose", str(path), "--author", "scoring-desk")
    for name in (house.air, f"fia-{house.mark}", f"{topics.prefix}-streams", f"{topics.prefix}-ops"):
        assert isinstance(run(monkeypatch, logins[name], *proposal).exception, Unavailable), name

    done = run(monkeypatch, rules, *proposal)
    assert done.exit_code == 0, (done.output, done.exception)
    follower = RuleFollower(Packs(house.composition.pack), streams, topics, "worker-1")
    follower.catch_up()
    follower.follow()
    store = Store(rules, topics)
    assert any(NEW in one.ready for _ in range(50) for one in store.workers(datetime.now(UTC)))
    held = run(monkeypatch, rules, "activate", NEW, "--by", "scoring-desk", "--reason", "a test", "--json")
    assert held.exit_code == 1, (held.output, held.exception)
    decision = orjson.loads(held.stdout)["decisions"][0]
    assert decision["forecast"]["beyond"][0].startswith("there is nothing to compare on: 0 events")
    follower.close()
