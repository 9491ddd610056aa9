"""Tokens: a normalised identifier under a key that only partners hold. CNICs are 10^13 and phones 10^9: a plain hash
would be undone in hours, so the hash is keyed, and whoever reads the broker cannot try them all."""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256

KEY_ID = re.compile(r"[a-z0-9-]{1,16}")
KIND = re.compile(r"[a-z]{2,12}")
SECRET_BYTES = 32


@dataclass(frozen=True)
class TokenKey:
    """One epoch's key, the same at every partner. Raises ValueError for a bad id or a secret under 32 bytes."""

    id: str
    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if not KEY_ID.fullmatch(self.id):
            raise ValueError("the id of a token key is 1 to 16 lower-case letters, digits and dashes")
        if len(self.secret) < SECRET_BYTES:
            raise ValueError("the secret of a token key has at least 32 bytes")


@dataclass(frozen=True)
class TokenKeys:
    """The keys in force, the newest first. Two while rotating: each identifier then has a token under each, so that
    histories kept under the old key and those begun under the new one meet. Raises ValueError when none or an id twice."""

    active: tuple[TokenKey, ...]

    def __post_init__(self) -> None:
        if not self.active:
            raise ValueError("at least one token key must be active")
        if len({key.id for key in self.active}) < len(self.active):
            raise ValueError("two token keys have the same id; a new epoch needs a new id")

    def tokens(self, kind: str, canonical: str) -> tuple[str, ...]:
        """A token under each active key, the newest first."""
        return tuple(token(kind, canonical, key) for key in self.active)


def token(kind: str, canonical: str, key: TokenKey) -> str:
    """`kind:key-id:mac`, mac being base64url of the first 16 bytes of HMAC-SHA256(secret, kind NUL canonical).

    The kind is inside the hash: a phone and an account with equal digits have unrelated tokens. 128 bits leave no collision
    to fear among 10^13 identifiers. Raises ValueError for a kind that is no 2 to 12 lower-case letters.
    """
    if not KIND.fullmatch(kind):
        raise ValueError("the kind of a token is 2 to 12 lower-case letters")
    mac = hmac.digest(key.secret, f"{kind}\0{canonical}".encode(), sha256)
    return f"{kind}:{key.id}:{urlsafe_b64encode(mac[:16])[:22].decode()}"


def new_token_key(id: str) -> TokenKey:
    """A fresh key from the operating system's randomness."""
    return TokenKey(id, secrets.token_bytes(SECRET_BYTES))
