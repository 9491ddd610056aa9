"""The officer's private sealing keys, from and to their files."""

from collections.abc import Iterable
from pathlib import Path

from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from consumers.unseal import opening_key
from schemas.errors import Misconfigured
from schemas.keyfile import PrivateKeyFile, decoded, encoded, read_key, write_key
from schemas.sealed import PRIVATE_BYTES


def save_private_key(path: Path, private: bytes, id: str) -> None:
    """Write a private sealing key, mode 0600. Raises Misconfigured when the file exists, ValueError when it is no key."""
    opening_key(private)
    write_key(path, PrivateKeyFile(id=id, private=encoded(private)))


def load_private_keys(paths: Iterable[Path]) -> dict[str, MLKEM768X25519PrivateKey]:
    """The keys by id: the one in use, and older ones for identities sealed before. Raises Misconfigured."""
    keys: dict[str, MLKEM768X25519PrivateKey] = {}
    for path in paths:
        file = read_key(path, PrivateKeyFile)
        private = decoded(file.private, path)
        if len(private) != PRIVATE_BYTES:
            raise Misconfigured(
                str(path), "the private sealing key has not 96 bytes", "restore the file from its backup"
            )
        if file.id in keys:
            raise Misconfigured(str(path), "another private sealing key has the same id", "name each file once")
        keys[file.id] = opening_key(private)
    return keys
