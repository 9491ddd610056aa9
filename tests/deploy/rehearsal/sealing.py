"""A sealing key for tests."""

from consumers.unseal import new_sealing_pair


def fresh_public_key() -> bytes:
    """Nobody keeps the private half."""
    return new_sealing_pair().public
