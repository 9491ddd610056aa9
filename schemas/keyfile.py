"""Key files: small JSON, readable by their owner only. What the keys do is known to those who use them.

No passphrase: a process that starts by itself would need it beside the file. In production the directory is a mounted secret.
"""

import os
import stat
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError

from schemas.errors import Misconfigured
from schemas.record import Record
from schemas.sealed import KEY_ID, SUITE

Encoded = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+={0,2}$", max_length=4096, repr=False)]


class TokenKeyFile(Record):
    """One epoch's token key: `secret` is base64 of at least 32 bytes. Held by every partner, never by FIA or the broker."""

    holds: Literal["token key"] = "token key"
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]{1,16}$")]
    secret: Encoded


class PublicKeyFile(Record):
    """The FIA's public sealing key, given to partners."""

    holds: Literal["public sealing key"] = "public sealing key"
    suite: Literal["HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM"] = SUITE
    id: Annotated[str, Field(pattern=KEY_ID)]
    public: Encoded


class PrivateKeyFile(Record):
    """The FIA's private sealing key: it opens every identity sealed to it."""

    holds: Literal["private sealing key"] = "private sealing key"
    suite: Literal["HPKE-MLKEM768X25519-HKDFSHA256-AES256GCM"] = SUITE
    id: Annotated[str, Field(pattern=KEY_ID)]
    private: Encoded


KeyFile = TypeVar("KeyFile", TokenKeyFile, PublicKeyFile, PrivateKeyFile)


def encoded(key: bytes) -> str:
    """Key bytes as they stand in a file."""
    return b64encode(key).decode()


def decoded(text: str, path: Path) -> bytes:
    """Key bytes from a file's text. Raises Misconfigured when they are no base64."""
    key = b""
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""  # raised below, outside, so that no chained exception holds the key
    if not key:
        raise Misconfigured(str(path), "the key is no base64", "copy the file again from where it was made")
    return key


def write_key(path: Path, key: TokenKeyFile | PublicKeyFile | PrivateKeyFile) -> None:
    """Write a new file: mode 0644 for a public key, else 0600. Raises Misconfigured when there is one already:
    a key that is overwritten is a history, or sealed identities, that nobody can read again."""
    mode = 0o644 if isinstance(key, PublicKeyFile) else 0o600
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        raise Misconfigured(str(path), "there is a key file already", "give the new key another id and path") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(key.model_dump_json(indent=1) + "\n")
        file.flush()
        os.fsync(file.fileno())


def read_key(path: Path, kind: type[KeyFile]) -> KeyFile:
    """Read a key file. Raises Misconfigured when it is missing, of another kind, or open to other users."""
    name = kind.model_fields["holds"].default
    try:
        text = path.read_bytes()
    except OSError:
        raise Misconfigured(str(path), f"there is no readable {name}", "make the keys, or correct the path") from None
    # A group may read: that is how Kubernetes mounts a secret for a process that is not root.
    if kind is not PublicKeyFile and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO) & ~stat.S_IRGRP:
        raise Misconfigured(str(path), f"the {name} is open to other users", "chmod 600 the file")
    found: KeyFile | None = None
    try:
        found = kind.model_validate_json(text)
    except ValidationError:
        found = None  # raised below, outside: a validation error quotes its input
    if found is None:
        raise Misconfigured(str(path), f"this is no {name}", "point to a file that `raabta keys` wrote")
    return found
