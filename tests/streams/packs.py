"""Small rule packs."""

from collections.abc import Mapping
from datetime import date

from schemas.facts import Benign
from schemas.rulepack import Rule, RulePack


def rule_pack(
    indicators: Mapping[str, Rule],
    *,
    version: str = "2026.11.1",
    answers: Mapping[Benign, tuple[str, ...]] = {},
) -> RulePack:
    """A pack of these rules, with an author and a reviewer."""
    return RulePack(
        version=version,
        author="scoring-desk",
        reviewer="review-desk",
        created=date(2026, 11, 2),
        changelog="Invented for a test.",
        indicators=indicators,
        answers=answers,
    )
