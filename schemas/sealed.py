"""A sealed identity: what a partner writes for the officer's eyes, and what it is bound to."""

from base64 import b64decode, b64encode
from hashlib import sha256
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.record import Record

SUITE: Literal["HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM"] = "HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM"
"""RFC 9180 in base mode; the hybrid KEM holds as long as either ML-KEM-768 or X25519 does."""

PUBLIC_BYTES = 1184 + 32
"""ML-KEM-768 public key, then X25519 public key."""
PRIVATE_BYTES = 64 + 32
"""ML-KEM-768 seed, then X25519 private key."""
OVERHEAD_BYTES = 1120 + 16
"""The encapsulated key before and the AES-GCM tag after the ciphertext."""
LONGEST_BOX_BYTES = 96 * 1024
STEP_BYTES = 256
"""Plaintexts are filled up to a multiple of this: the length of a box must not tell one name from another."""
LONGEST_PLAINTEXT_BYTES = LONGEST_BOX_BYTES - OVERHEAD_BYTES - STEP_BYTES

KEY_ID = r"^[a-z0-9-]{1,32}$"


def _canonical_box(box: str) -> str:
    try:
        raw = b64decode(box, validate=True)
    except ValueError:
        raw = b""
    if b64encode(raw).decode() != box or not OVERHEAD_BYTES <= len(raw) <= LONGEST_BOX_BYTES:
        raise ValueError("a box is canonical base64 of 1136 to 98304 bytes")
    return box


class Sealed(Record):
    """An identity only the holder of the private key can read, and only as part of the event it was sealed for."""

    suite: Literal["HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM"] = SUITE
    """The algorithms, so that a later suite can live beside this one."""
    key_id: Annotated[str, Field(pattern=KEY_ID)]
    """Which public key it was sealed to."""
    box: Annotated[
        str,
        Field(min_length=1516, max_length=131072, pattern=r"^[A-Za-z0-9+/]+={0,2}$", repr=False),
        AfterValidator(_canonical_box),
    ]
    """Base64 of the encapsulated key, the ciphertext and its tag."""

    def box_bytes(self) -> bytes:
        """The bytes of the box."""
        return b64decode(self.box)


def binding(event_id: str, source: str) -> bytes:
    """What a seal is tied to: the event and its partner, each with its length before it, so that no two pairs are equal."""
    parts = (event_id.encode(), source.encode())
    return b"raabta sealed v1" + b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def key_id_of(public: bytes) -> str:
    """The id of a public key that was given no name: the first 16 hexadecimal digits of its SHA-256."""
    return sha256(public).hexdigest()[:16]


def padded(plaintext: bytes) -> bytes:
    """The plaintext, 0x80, and zeros up to a multiple of `STEP_BYTES` (ISO/IEC 7816-4)."""
    return plaintext + b"\x80" + bytes(-(len(plaintext) + 1) % STEP_BYTES)


def unpadded(plaintext: bytes) -> bytes:
    """The plaintext without its filling. Raises ValueError when it has none."""
    end = plaintext.rstrip(b"\0")
    if not end.endswith(b"\x80"):
        raise ValueError("a sealed plaintext ends with its filling")
    return end[:-1]
