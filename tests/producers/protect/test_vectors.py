"""The vectors that other languages test themselves against are what we do."""

from base64 import b64decode, b64encode
from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest

from consumers.unseal import open_sealed, opening_key
from producers.protect.normalise import identifiers, token_kind
from producers.protect.seal import seal, sealing_key
from producers.protect.token import TokenKey, token
from schemas.sealed import SUITE, Sealed, binding, padded

VECTORS = orjson.loads((Path(__file__).parents[2] / "examples" / "vectors.json").read_bytes())
KEY = TokenKey(VECTORS["token_key"]["id"], b64decode(VECTORS["token_key"]["secret"]))
SEAL = VECTORS["seal"]


@pytest.mark.parametrize("vector", VECTORS["tokens"], ids=lambda vector: f"{vector['kind']} {vector['raw']}")
def test_an_identifier_has_this_canonical_form_and_this_token(vector: dict[str, Any]) -> None:
    context = {name: value for name, value in vector.items() if name not in ("kind", "raw", "canonical", "token")}
    for name in ("birth", "departs"):
        if name in context:
            context[name] = date.fromisoformat(context[name])
    canonical = identifiers(vector["kind"], vector["raw"], **context)
    assert canonical == vector["canonical"]
    assert (token(token_kind(vector["kind"]), canonical, KEY) if canonical else None) == vector["token"]


def test_the_box_opens_with_the_private_key_for_its_event() -> None:
    sealed = Sealed(suite=SUITE, key_id=SEAL["key_id"], box=SEAL["box"])
    keys = {SEAL["key_id"]: opening_key(b64decode(SEAL["private"]))}
    assert open_sealed(sealed, keys, SEAL["event_id"], SEAL["source"]).decode() == SEAL["plaintext"]


def test_a_box_that_we_seal_to_the_public_key_opens_too() -> None:
    to = sealing_key(b64decode(SEAL["public"]), SEAL["key_id"])
    sealed = seal(b"{}", to=to, event_id="e-1", source=SEAL["source"])
    keys = {to.id: opening_key(b64decode(SEAL["private"]))}
    assert open_sealed(sealed, keys, "e-1", SEAL["source"]) == b"{}"
    assert b64encode(sealed.box_bytes()).decode() == sealed.box


def test_info_and_filling_are_these() -> None:
    assert binding(SEAL["event_id"], SEAL["source"]).hex() == SEAL["info_hex"]
    assert len(padded(SEAL["plaintext"].encode())) == SEAL["padded_bytes"]
