"""Sealed: identities that only the FIA can open (HPKE, RFC 9180, hybrid ML-KEM-768 + X25519)."""

import base64
import binascii
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from schemas.record import Record

SUITE = "HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM"
OVERHEAD = 1136
"""Bytes a seal adds: 1,120 of encapsulated key and 16 of authentication tag. Anything shorter is truncated."""
MAX_SEALED = 96 * 1024


def _whole(box: str) -> str:
    try:
        size = len(base64.b64decode(box, validate=True))
    except binascii.Error:
        raise ValueError("the seal is not base64; send it as the sealing library returned it") from None
    if not OVERHEAD <= size <= MAX_SEALED:
        raise ValueError("the seal is truncated or too long; seal the report again")
    return box


class Sealed(Record):
    """A closed envelope. Bound to the id and source of its event, so that it opens nowhere else."""

    suite: Literal["HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM"]
    key_id: Annotated[str, Field(pattern="^[a-z0-9-]{1,32}$")]
    """Which public key of the FIA it was sealed to."""
    box: Annotated[str, AfterValidator(_whole), Field(min_length=4, max_length=MAX_SEALED * 4 // 3 + 4)]
    """Base64 of encapsulated key and ciphertext."""


def binding(event_id: str, source: str) -> bytes:
    """What a seal is bound to, length-prefixed so that no two pairs of id and source give the same bytes."""
    parts = [part.encode() for part in ("raabta/sealed/1", source, event_id)]
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
