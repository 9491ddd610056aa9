"""Bad input gets a clear reason, loses nothing and never stops the line."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import orjson
import pytest

from schemas.reject import Reason, Reject
from schemas.sighting import Fact
from schemas.topic import Topics
from streams.frame import EVERY_PARTY, TAKEN_BACK, Target, decode
from streams.intake import Accepted, Refused, decide
from streams.intake_state import IntakeState, reject_of
from streams.ports import Record
from streams.stored import origin_of
from tests.streams.facts import AIR, BOX, KEYS, NOW, SOURCE, event, raw, tok

TOPICS = Topics()


def judge(message: bytes | None) -> list[Accepted | Refused]:
    return list(decide(message, SOURCE, AIR, KEYS))


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    value = event()
    change(value)
    return raw(value)


def nested(depth: int) -> bytes:
    return b'{"data":' + b"[" * depth + b"]" * depth + b"}"


BAD: dict[str, tuple[bytes | None, Reason, str]] = {
    "nothing at all": (None, Reason.EMPTY, ""),
    "no bytes": (b"", Reason.EMPTY, ""),
    "invalid UTF-8": (b'{"id":"\xff\xfe"}', Reason.NOT_UTF8, ""),
    "not JSON": (b"dear sirs, please find attached", Reason.NOT_JSON, ""),
    "half a JSON object": (raw(event())[:-40], Reason.NOT_JSON, ""),
    "a 5 MB message": (raw({**event(), "padding": "x" * 5_000_000}), Reason.TOO_LARGE, ""),
    "10,000 levels of nesting": (nested(10_000), Reason.TOO_DEEP, ""),
    "500 levels of nesting": (nested(500), Reason.TOO_DEEP, ""),
    "NaN": (raw(event()).replace(b'"age":22', b'"age":NaN'), Reason.NOT_FINITE, ""),
    "Infinity": (raw(event()).replace(b'"age":22', b'"age":-Infinity'), Reason.NOT_FINITE, ""),
    "a number no float holds": (raw(event()).replace(b'"age":22', b'"age":1e999'), Reason.NOT_FINITE, ""),
    "a huge whole number": (raw(event()).replace(b'"age":22', b'"age":' + b"9" * 400), Reason.NOT_FINITE, ""),
    "a duplicate key": (raw(event()).replace(b'"id":"bk-1"', b'"id":"bk-1","id":"bk-2"'), Reason.DUPLICATE_KEY, ""),
    "a nested duplicate key": (raw(event()).replace(b'"age":22', b'"age":22,"age":17'), Reason.DUPLICATE_KEY, ""),
    "an unknown field": (changed(lambda e: e.update(colour="red")), Reason.UNKNOWN_FIELD, "colour"),
    "an unknown field inside": (
        changed(lambda e: e["data"]["parties"][0].update(name="Testina Farzi")),
        Reason.UNKNOWN_FIELD,
        "data.parties.0.name",
    ),
    "an unknown type": (
        changed(lambda e: e.update(type="pk.raabta.airline.landing.v1")),
        Reason.WRONG_SECTOR,
        "type",
    ),
    "a malformed type": (changed(lambda e: e.update(type="booking")), Reason.BAD_VALUE, "type"),
    "a wrong source": (
        changed(lambda e: e.update(source="urn:raabta:partner:bank-chinar")),
        Reason.WRONG_SOURCE,
        "source",
    ),
    "a missing source": (changed(lambda e: e.pop("source")), Reason.MISSING_FIELD, "source"),
    "a missing id": (changed(lambda e: e.pop("id")), Reason.MISSING_FIELD, "id"),
    "a wrong type of field": (changed(lambda e: e["data"]["parties"][0].update(age="22")), Reason.WRONG_TYPE, ""),
    "a time in 1970": (changed(lambda e: e.update(time="1970-01-01T00:00:00Z")), Reason.TIME_TOO_OLD, "time"),
    "a time next year": (
        changed(lambda e: e.update(time=(NOW + timedelta(days=365)).isoformat())),
        Reason.TIME_IN_FUTURE,
        "time",
    ),
    "a time without a zone": (changed(lambda e: e.update(time="2026-11-23T10:00:00")), Reason.BAD_VALUE, "time"),
    "a departure in the year 1": (
        changed(lambda e: e["data"]["trip"].update(departs_at="0001-01-01T00:00:00Z")),
        Reason.BAD_VALUE,
        "data.trip.departs_at",
    ),
    "a departure that stands for none": (
        changed(lambda e: e["data"]["trip"].update(departs_at="9999-12-31T23:59:59-05:00")),
        Reason.BAD_VALUE,
        "data.trip.departs_at",
    ),
    "a return that stands for none": (
        changed(lambda e: e["data"]["trip"].update(return_at="9999-12-31T00:00:00Z")),
        Reason.BAD_VALUE,
        "data.trip.return_at",
    ),
    "empty parties": (changed(lambda e: e["data"].update(parties=[])), Reason.EMPTY_PARTIES, "data.parties"),
    "10,000 parties": (
        changed(lambda e: e["data"].update(parties=[{"role": "payer"}] * 10_000)),
        Reason.TOO_MANY_PARTIES,
        "data.parties",
    ),
    "a retraction of nothing": (
        changed(lambda e: (e.update(type="pk.raabta.airline.retraction.v1"), e["data"].update(kind="retraction"))),
        Reason.MISSING_FIELD,
        "data.corrects",
    ),
    "a correction of itself": (
        changed(lambda e: e["data"].update(corrects="bk-1")),
        Reason.BAD_VALUE,
        "data.corrects",
    ),
    "parties without a token": (
        changed(lambda e: e["data"].update(parties=[{"role": "payer"}])),
        Reason.NO_IDENTIFIER,
        "data.parties",
    ),
    "only tokens that are compared": (
        changed(lambda e: e["data"].update(parties=[{"role": "payer", "tokens": [tok("family", "f")]}])),
        Reason.NO_IDENTIFIER,
        "data.parties",
    ),
    "an unknown token key": (
        changed(lambda e: e["data"]["parties"][0].update(tokens=[tok("cnic", "x").replace(":k1:", ":k9:")])),
        Reason.UNKNOWN_TOKEN_KEY,
        "data.parties.0.tokens",
    ),
    "an unknown kind of token": (
        changed(lambda e: e["data"]["parties"][0].update(tokens=[tok("shoe", "x")])),
        Reason.BAD_VALUE,
        "data.parties.0.tokens",
    ),
    "a clear identifier as token": (
        changed(lambda e: e["data"]["parties"][0].update(tokens=["cnic:99999-9000001-1"])),
        Reason.BAD_VALUE,
        "data.parties.0.tokens.0",
    ),
    "a truncated seal": (
        changed(lambda e: e["data"]["sealed"].update(box=BOX[:400])),
        Reason.BROKEN_SEAL,
        "data.sealed.box",
    ),
    "a seal that is no base64": (
        changed(lambda e: e["data"]["sealed"].update(box="~" * 2000)),
        Reason.BROKEN_SEAL,
        "data.sealed.box",
    ),
    "no seal": (changed(lambda e: e["data"].pop("sealed")), Reason.MISSING_FIELD, "data.sealed"),
    "a number instead of an object": (b"42", Reason.WRONG_TYPE, ""),
    "an empty batch": (b"[]", Reason.EMPTY, ""),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_its_reason_its_mend_and_its_bytes(name: str) -> None:
    message, reason, field = BAD[name]
    (refused,) = judge(message)
    assert isinstance(refused, Refused)
    assert refused.why.reason == reason, refused.why
    assert refused.why.mend
    assert not field or refused.why.field == field
    assert refused.original == (message or b"")
    reject = reject_of(refused, SOURCE, AIR.id)
    assert Reject.model_validate_json(reject.model_dump_json()).original == (message or b"")


def test_a_valid_event_becomes_a_fact_without_its_seal() -> None:
    (accepted,) = judge(raw(event()))
    assert isinstance(accepted, Accepted)
    assert b"sealed" not in accepted.fact
    fact = Fact.model_validate_json(accepted.fact)
    assert (fact.ref.partner, fact.ref.offset, fact.published) == ("air-nilkanth", 7, SOURCE.published)
    assert [target.token.partition(":")[0] for target in accepted.targets] == ["passport", "person"]


def test_the_digest_ignores_the_seal_and_nothing_else() -> None:
    def digest(value: dict[str, Any]) -> bytes:
        (accepted,) = judge(raw(value))
        assert isinstance(accepted, Accepted)
        return accepted.digest

    sealed_again = event()
    sealed_again["data"]["sealed"]["box"] = BOX.replace("AAAA", "BBBB", 1)
    older = event()
    older["data"]["parties"][0]["age"] = 23
    assert digest(event()) == digest(sealed_again)
    assert digest(event()) != digest(older)


def test_one_bad_element_of_a_batch_does_not_stop_the_others() -> None:
    bad = orjson.dumps(event("bk-2", parties=[]))
    batch = b"[ " + raw(event("bk-1")) + b" ,\n" + bad + b"," + raw(event("bk-3")) + b"]"
    first, second, third = judge(batch)
    assert isinstance(first, Accepted)
    assert isinstance(third, Accepted)
    assert isinstance(second, Refused)
    assert (second.position, second.original) == (1, bad)


def test_every_partition_is_told_of_a_correction_before_the_sightings_that_replace_it() -> None:
    sent: dict[int, list[tuple[list[Target], bytes]]] = {}

    class Out:
        def send(self, topic: str, value: bytes, *, partition: int | None = None, **_: Any) -> None:
            assert topic == TOPICS.sightings
            assert partition is not None
            sent[partition] = list(decode(value))

    state = IntakeState({TOPICS.events(AIR.id): AIR}, KEYS, TOPICS, 8)
    body = raw(event("bk-2", corrects="bk-1"))
    state.take([Record(TOPICS.events(AIR.id), 0, 0, SOURCE.published, None, body, ())], Out())
    assert sorted(sent) == list(range(8))
    for first, *own in sent.values():
        assert first[0] == [Target("", EVERY_PARTY, TAKEN_BACK, "air-nilkanth/bk-1")]
        assert origin_of(first[1])[1] == b"air-nilkanth/bk-2"
        assert all(target.hops == 0 for targets, _ in own for target in targets)
    assert sum(len(targets) for first, *own in sent.values() for targets, _ in own) == 2


def test_white_space_and_escapes_are_no_reason_to_refuse() -> None:
    pretty = orjson.dumps(event(), option=orjson.OPT_INDENT_2).replace(b"booking", b"\\u0062ooking")
    (accepted,) = judge(pretty)
    assert isinstance(accepted, Accepted)


def mutated(seed: random.Random) -> bytes:
    """A valid event with a few bytes or fields changed, cut, doubled or shuffled."""
    body = bytearray(raw(event()))
    for _ in range(seed.randint(1, 4)):
        at = seed.randrange(len(body)) if body else 0
        how = seed.randrange(6)
        if how == 0 and body:
            body[at] = seed.randrange(256)
        elif how == 1:
            del body[at : at + seed.randint(1, 60)]
        elif how == 2:
            body[at:at] = seed.randbytes(seed.randint(1, 8))
        elif how == 3:
            body[at:at] = body[at : at + seed.randint(1, 80)]
        elif how == 4:
            body[at:at] = seed.choice([b"null", b"[]", b"{}", b"1e400", b'"\\ud800"', b"[" * 50, b',"a":1', b"\x00"])
        else:
            body = bytearray(bytes(body).replace(b'"', seed.choice([b"'", b'""', b'"']), seed.randint(0, 2)))
    return bytes(body)


def test_ten_thousand_mutated_messages_are_each_accepted_or_refused_with_their_bytes() -> None:
    seed = random.Random(20261123)
    reasons: set[str] = set()
    for _ in range(10_000):
        message = mutated(seed)
        judged = judge(message)
        assert judged
        for one in judged:
            if isinstance(one, Refused):
                assert one.why.mend
                assert one.original in message
                assert len(judged) > 1 or one.original == message
                reasons.add(one.why.reason)
            else:
                Fact.model_validate_json(one.fact)
    assert len(reasons) >= 8, reasons
