"""With its own credentials a partner sees and works its own rejects, and no other's; the operators' desk works all."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from confluent_kafka import Producer
from typer.testing import CliRunner, Result

from deploy.cli import app
from schemas.errors import RaabtaError
from schemas.reject import Reject
from schemas.settings import KafkaSettings
from streams.intake import Refused, Source, decide
from streams.intake_state import reject_of
from tests.deploy.access.making import House
from tests.streams.facts import KEYS, PUBLISHED, event, raw


def broken(house: House, partner: str, offset: int) -> Reject:
    """What intake writes of a message without a type."""
    known = house.composition.partners.partners[partner]
    source = Source(house.composition.topics.events(partner), 0, offset, PUBLISHED)
    (refused,) = decide(b'{"source":"urn:raabta:partner:%s"}' % partner.encode(), source, known, KEYS)
    assert isinstance(refused, Refused)
    return reject_of(refused, source, partner)


def store(house: House, *rejects: Reject) -> None:
    producer = Producer(house.settings.librdkafka())
    for reject in rejects:
        topic = house.composition.topics.rejects_of(reject.partner)
        producer.produce(topic, reject.model_dump_json().encode(), reject.partner.encode())
    assert producer.flush(10) == 0


def become(monkeypatch: pytest.MonkeyPatch, settings: KafkaSettings) -> None:
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["rejects", *words])


def told(*words: str) -> Any:
    done = run(*words, "--json")
    assert done.exit_code == 0, (done.output, done.exception)
    return orjson.loads(done.stdout)


def test_a_partner_works_its_own_rejects_and_sees_no_other(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.apply()
    logins = house.office().logins()
    air, bank, desk = house.air, f"bank-{house.mark}", f"t{house.mark}-rejects"
    own, foreign = broken(house, air, 3), broken(house, bank, 4)
    store(house, own, foreign)
    mended = event("bk-1") | {"source": f"urn:raabta:partner:{air}"}
    file = tmp_path / "mended.json"
    file.write_bytes(raw(mended | {"time": "2026-11-20T10:00:00Z"}))

    become(monkeypatch, logins[air])
    seen = told("list", "--partner", "me", "--each")["rejects"]
    assert [case["id"] for case in seen] == [own.id]
    assert run("show", own.id, "--partner", "me", "--bytes").stdout_bytes == own.original
    for other in (["list", "--partner", bank], ["list"], ["show", foreign.id, "--partner", bank, "--bytes"]):
        refused = run(*other)
        assert isinstance(refused.exception, RaabtaError), other
        assert foreign.id not in refused.output
        assert "TOPIC_AUTHORIZATION_FAILED" in str(refused.exception)
    done = told("mend", own.id, "--partner", "me", "--file", str(file))
    assert (done["published"], done["work"]["steps"][0]["by"]) == (True, air)

    become(monkeypatch, logins[desk])
    assert {case["id"]: case["status"] for case in told("list", "--all", "--each")["rejects"]} == {
        own.id: "mended",
        foreign.id: "open",
    }
    assert told("discard", foreign.id, "--reason", "a test message")["work"]["steps"][0]["by"] == desk
    assert not told("mend", own.id, "--file", str(file))["published"]

    become(monkeypatch, logins[bank])
    assert [case["status"] for case in told("list", "--partner", "me", "--all", "--each")["rejects"]] == ["discarded"]
