"""The part a party plays in an event; after HTCDS `per_RoleInProcess` (IOM, CC BY 4.0), in the words of the three sectors."""

from enum import StrEnum


class Role(StrEnum):
    """Who someone is in this event. A role is what the partner saw, never a judgement."""

    TRAVELLER = "traveller"
    COMPANION = "companion"
    CONTACT = "contact"
    PAYER = "payer"
    AGENCY = "agency"
    SUBAGENT = "subagent"
    CANDIDATE = "candidate"
    RECRUITER = "recruiter"
    EMPLOYER = "employer"
    GUARANTOR = "guarantor"
    HOLDER = "holder"
    OPENER = "opener"
    SENDER = "sender"
    BENEFICIARY = "beneficiary"
    CONDUCTOR = "conductor"


PROTECTED_ROLES = frozenset({Role.TRAVELLER, Role.CANDIDATE, Role.HOLDER, Role.SENDER})
"""Roles in which a person may be a possible victim."""
