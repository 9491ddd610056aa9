"""Whose turn it is when nobody has said so: who can remove the cause."""

from schemas.reject import Reason

OPERATORS = "operators"
"""Owner of what the partner cannot mend."""
NO_PARTNER = "raabta"
"""Owner of a record between the stages; see `streams.scoring_state.OURSELVES`."""

OURS: frozenset[Reason] = frozenset({Reason.UNKNOWN_TOKEN_KEY})
"""Reasons that our own configuration may have caused: which token keys are in force is said by partners.toml."""


def first_owner(partner: str, reason: Reason) -> str:
    """Who must act first: the partner that sent it, or the operators."""
    return OPERATORS if partner == NO_PARTNER or reason in OURS else partner
