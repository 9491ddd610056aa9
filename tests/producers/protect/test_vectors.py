"""The vectors that other languages test themselves against are what we do."""

import hmac
from base64 import b64decode, b64encode, urlsafe_b64encode
from datetime import date
from hashlib import sha3_256
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

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


def test_the_box_is_what_the_drafts_say_read_with_nothing_but_their_building_blocks() -> None:
    """HPKE base mode (RFC 9180) with KEM 0x647A (X-Wing), HKDF-SHA256 and AES-256-GCM, written out as another language would."""
    private, box, info = b64decode(SEAL["private"]), b64decode(SEAL["box"]), bytes.fromhex(SEAL["info_hex"])
    lattice, curve = MLKEM768PrivateKey.from_seed_bytes(private[:64]), X25519PrivateKey.from_private_bytes(private[64:])
    lattice_share, curve_share, sealed = box[:1088], box[1088:1120], box[1120:]
    shared = sha3_256(
        lattice.decapsulate(lattice_share)
        + curve.exchange(X25519PublicKey.from_public_bytes(curve_share))
        + curve_share
        + curve.public_key().public_bytes_raw()
        + rb"\.//^" + b"\\"
    ).digest()  # fmt: skip
    suite = b"HPKE" + bytes.fromhex("647a 0001 0002")

    def extract(salt: bytes, label: bytes, material: bytes) -> bytes:
        return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, "sha256")

    def expand(secret: bytes, label: bytes, context: bytes, length: int) -> bytes:
        labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + context
        return hmac.digest(secret, labelled + b"\x01", "sha256")[:length]

    context = b"\0" + extract(b"", b"psk_id_hash", b"") + extract(b"", b"info_hash", info)
    secret = extract(shared, b"secret", b"")
    key, nonce = expand(secret, b"key", context, 32), expand(secret, b"base_nonce", context, 12)
    assert AESGCM(key).decrypt(nonce, sealed, b"") == padded(SEAL["plaintext"].encode())


def test_a_token_is_made_with_nothing_but_hmac() -> None:
    mac = hmac.digest(b64decode(VECTORS["token_key"]["secret"]), b"cnic\x009999990000011", "sha256")[:16]
    assert f"cnic:k1:{urlsafe_b64encode(mac).decode().rstrip('=')}" == VECTORS["tokens"][0]["token"]
