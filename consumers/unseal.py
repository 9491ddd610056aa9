"""Open a sealed identity in the inbox that may see it. The caller records each opening before it shows anything."""

import secrets
from collections.abc import Mapping
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PrivateKey, Suite

from schemas.errors import SealBroken
from schemas.sealed import PRIVATE_BYTES, Sealed, binding, key_id_of, unpadded

HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def open_sealed(sealed: Sealed, keys: Mapping[str, MLKEM768X25519PrivateKey], event_id: str, source: str) -> bytes:
    """The identity, if it was sealed to one of the keys for this event of this partner.

    Raises SealBroken, saying whether the key is missing or the seal does not fit; which byte is wrong cannot be known.
    """
    key = keys.get(sealed.key_id)
    if key is None:
        raise SealBroken("no private key here has the id that this identity is sealed to")
    try:
        return unpadded(HPKE.decrypt(sealed.box_bytes(), key, info=binding(event_id, source)))
    except (InvalidTag, ValueError):
        raise SealBroken("the seal does not open: altered, another key, or another event's") from None


def opening_key(private: bytes) -> MLKEM768X25519PrivateKey:
    """The private key from its bytes (ML-KEM-768 seed, then X25519). Raises ValueError for bytes of another length."""
    if len(private) != PRIVATE_BYTES:
        raise ValueError("a private sealing key has 96 bytes")
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:64])
    return MLKEM768X25519PrivateKey(lattice, X25519PrivateKey.from_private_bytes(private[64:]))


class SealingPair(NamedTuple):
    """A fresh pair as bytes, ready for `consumers.keyfile` and `producers.protect.keyfile`. Do not print it."""

    private: bytes
    public: bytes
    key_id: str


def new_sealing_pair(id: str = "") -> SealingPair:
    """A fresh pair from the operating system's randomness, named by the hash of its public key unless given a name."""
    private = secrets.token_bytes(PRIVATE_BYTES)
    lattice = MLKEM768PrivateKey.from_seed_bytes(private[:64])
    curve = X25519PrivateKey.from_private_bytes(private[64:])
    public = lattice.public_key().public_bytes_raw() + curve.public_key().public_bytes_raw()
    return SealingPair(private, public, id or key_id_of(public))
