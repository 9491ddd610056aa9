"""Only the principal for it carries out an order to forget; an inbox reads the register, and sees no token in it."""

from typing import Any

import orjson
import pytest
from typer.testing import CliRunner, Result

from deploy.cli import app
from deploy.wholetopic import read_whole
from schemas.errors import Unavailable
from schemas.settings import KafkaSettings
from tests.deploy.access.making import House

TOKEN = "passport:k1:AAAAAAAAAAAAAAAAAAAAAA"
ORDER = ("erase", "--token", TOKEN, "--yes", "--authority", "Invented court, order 17", "--reason", "a test", "--json")


def run(monkeypatch: pytest.MonkeyPatch, login: KafkaSettings, *words: str) -> Result:
    for name, value in login.environment().items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(app, list(words))


def test_an_order_is_given_by_its_own_principal_and_read_by_the_inboxes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.apply()
    logins, topics = house.office().logins(), house.composition.topics
    done = run(monkeypatch, logins[f"{topics.prefix}-erase"], *ORDER)
    assert done.exit_code == 0, (done.output, done.exception)
    told: dict[str, Any] = orjson.loads(done.stdout)
    assert told["left"] == {"filled": 0, "mentioned": 0}

    for name in (f"ngo-{house.mark}", f"fia-{house.mark}"):
        (order,) = read_whole(logins[name], [topics.erasures], group=topics.inbox(name))
        assert told["order"].encode() in (order.value or b"")
        assert TOKEN.encode() not in (order.value or b"")
    for name in (house.air, f"fia-{house.mark}", f"{topics.prefix}-rejects"):
        refused = run(monkeypatch, logins[name], *ORDER)
        assert isinstance(refused.exception, Unavailable), name
        assert "AUTHORIZATION_FAILED" in str(refused.exception)
    assert len(list(read_whole(house.settings, [topics.erasures]))) == 1
