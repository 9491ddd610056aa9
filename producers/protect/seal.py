"""Seal an identity to the FIA's public key: whoever carries it, the broker included, cannot read it."""

from base64 import b64encode
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, MLKEM768X25519PublicKey, Suite

from schemas.sealed import LONGEST_PLAINTEXT_BYTES, PUBLIC_BYTES, Sealed, binding, key_id_of, padded

HPKE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


@dataclass(frozen=True)
class SealingKey:
    """A public key to seal to, and its id."""

    id: str
    public: MLKEM768X25519PublicKey = field(repr=False)


def sealing_key(public: bytes, id: str = "") -> SealingKey:
    """The key from its bytes (ML-KEM-768, then X25519), named by its hash unless given a name. Raises ValueError for other bytes."""
    if len(public) != PUBLIC_BYTES:
        raise ValueError("a public sealing key has 1216 bytes")
    lattice = MLKEM768PublicKey.from_public_bytes(public[:1184])
    curve = X25519PublicKey.from_public_bytes(public[1184:])
    return SealingKey(id or key_id_of(public), MLKEM768X25519PublicKey(lattice, curve))


def seal(plaintext: bytes, *, to: SealingKey, event_id: str, source: str) -> Sealed:
    """The plaintext, sealed for one event of one partner; its length is hidden in steps of 256 bytes.

    The library's one-shot HPKE takes no associated data, so the event is bound through `info`: that enters HPKE's key
    schedule (RFC 9180 section 5.1), hence a seal moved to another event derives another key and does not open.
    Raises ValueError when the plaintext is longer than a box may be.
    """
    if len(plaintext) > LONGEST_PLAINTEXT_BYTES:
        raise ValueError("the identity is too long to seal")
    box = HPKE.encrypt(padded(plaintext), to.public, info=binding(event_id, source))
    return Sealed(key_id=to.id, box=b64encode(box).decode())
