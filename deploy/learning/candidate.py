"""A rule pack with the proposed strengths, as text: comments and order stay, for a person to read and to change. Pure."""

import re
from collections.abc import Sequence

from deploy.learning.proposal import Proposal
from schemas.errors import Misconfigured


def candidate(text: str, proposals: Sequence[Proposal], version: str) -> str:
    """rules.toml with these strengths and this version. Raises Misconfigured when a line to change is not there."""
    changed = _replaced(text, r'^(version\s*=\s*)"[^"]*"', version, "version")
    for one in proposals:
        table = rf"^(\[indicators\.{re.escape(one.indicator)}\][^\n]*\n(?:(?!\[)[^\n]*\n)*?strength\s*=\s*)"
        changed = _replaced(changed, table + r'"[a-z]+"', one.wanted.value, f"[indicators.{one.indicator}]")
    return changed


def _replaced(text: str, head: str, value: str, what: str) -> str:
    found, count = re.subn(head, lambda match: f'{match[1]}"{value}"', text, count=1, flags=re.M)
    if not count:
        raise Misconfigured(what, "its line cannot be found in the rule pack", "write one setting a line")
    return found


def next_version(version: str) -> str:
    """The version behind this one: `2026.11.1` -> `2026.11.2`."""
    head, _, last = version.rpartition(".")
    return f"{head}.{int(last) + 1}"
