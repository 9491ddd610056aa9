"""The partner's keys, from and to their files: token keys (secret) and the FIA's public sealing key."""

from collections.abc import Iterable
from pathlib import Path

from producers.protect.seal import SealingKey, sealing_key
from producers.protect.token import TokenKey, TokenKeys
from schemas.errors import Misconfigured
from schemas.keyfile import PublicKeyFile, TokenKeyFile, decoded, encoded, read_key, write_key


def save_token_key(path: Path, key: TokenKey) -> None:
    """Write one token key, mode 0600. Raises Misconfigured when the file exists."""
    write_key(path, TokenKeyFile(id=key.id, secret=encoded(key.secret)))


def load_token_keys(paths: Iterable[Path]) -> TokenKeys:
    """The keys in force from their files, the newest first. Raises Misconfigured, naming the file and the mend."""
    keys: list[TokenKey] = []
    for path in paths:
        file = read_key(path, TokenKeyFile)
        secret = decoded(file.secret, path)
        if len(secret) < 32:
            raise Misconfigured(str(path), "the secret has fewer than 32 bytes", "make a new key with `raabta keys`")
        if any(key.id == file.id for key in keys):
            raise Misconfigured(str(path), "another token key has the same id", "a new epoch needs a new id")
        keys.append(TokenKey(file.id, secret))
    if not keys:
        raise Misconfigured("token keys", "none is given", "name at least one token key file")
    return TokenKeys(tuple(keys))


def save_public_key(path: Path, public: bytes, id: str) -> None:
    """Write a public sealing key. Raises Misconfigured when the file exists, ValueError when the bytes are no key."""
    sealing_key(public, id)
    write_key(path, PublicKeyFile(id=id, public=encoded(public)))


def load_public_key(path: Path) -> SealingKey:
    """The key to seal to. Raises Misconfigured when the file or the key in it cannot be used."""
    file = read_key(path, PublicKeyFile)
    public, key = decoded(file.public, path), None
    try:
        key = sealing_key(public, file.id)
    except ValueError:
        key = None
    if key is None:
        raise Misconfigured(str(path), "the bytes are no public sealing key", "ask the FIA desk for the file again")
    return key
