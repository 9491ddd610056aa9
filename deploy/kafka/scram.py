"""SCRAM credentials as RFC 5802 keeps them: salted, so that no password stands on a command line."""

import secrets
from base64 import b64encode
from hashlib import pbkdf2_hmac

ITERATIONS = 8192
"""Twice RFC 7677's least; the passwords here are random, so that no number of iterations matters much."""


def new_password() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def salted(user: str, password: str) -> str:
    """What Kafka's storage tool takes for `--add-scram`, in SCRAM-SHA-512."""
    salt = secrets.token_bytes(24)
    hashed = pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    fields = f'name={user},iterations={ITERATIONS},salt="{b64encode(salt).decode()}"'
    return f'SCRAM-SHA-512=[{fields},saltedpassword="{b64encode(hashed).decode()}"]'
