"""A rule pack with the proposed strengths, as text: comments and order stay, for a person to read and to change. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from deploy.learning.proposal import Proposal
from schemas.errors import Misconfigured


def candidate(text: str, proposals: Sequence[Proposal], version: str, author: str, created: date) -> str:
    """rules.toml with these strengths, this version, and who says so why. Raises Misconfigured when a line to change is not there."""
    steps = "; ".join(f"{one.indicator} from {one.now} to {one.wanted}: {one.why}" for one in proposals)
    changelog = f"Proposed from officers' decisions. {steps}."[:2000]
    head = {"version": version, "author": author, "created": created.isoformat(), "changelog": changelog}
    changed = text
    for name, value in head.items():
        changed = _replaced(changed, rf'^({name}\s*=\s*)"[^"\n]*"', value, name)
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
