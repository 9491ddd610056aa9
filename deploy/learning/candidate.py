"""A rule pack with the proposed strengths, as text: comments and order stay, for a person to read and to change."""

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from deploy.learning.proposal import Proposal
from deploy.rules import rules_of
from schemas.errors import Misconfigured
from schemas.rulepack import Duty, RulePack


def fit_to_propose(path: Path, author: str, active: RulePack) -> None:
    """Raises Misconfigured when no candidate of this author could be written there, before anything is weighed."""
    try:
        TypeAdapter(Duty).validate_python(author)
    except ValidationError:
        mend = "name a duty in small letters, digits, dots and dashes, such as scoring-desk"
        raise Misconfigured("--by", "a rule pack names its author, a duty and no person's name", mend) from None
    if author == active.reviewer:
        mend = "say whose proposal it is, or name another reviewer in rules.toml first"
        raise Misconfigured(
            "--by", f"{author} is the reviewer that the rule pack names; nobody reviews their own", mend
        )
    if path.exists():
        raise Misconfigured("--propose", f"{path} is there already", "name a new file; nothing is overwritten")


def write_new(text: str, path: Path) -> None:
    """The candidate in a file of its own, once it is known to be a rule pack. Raises Misconfigured."""
    rules_of(tomllib.loads(text), text, path)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        mend = "name a new file in a folder that can be written"
        raise Misconfigured("--propose", f"{path}: {error.strerror or 'cannot be written'}", mend) from None


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
