"""A rule pack made ready for the hot path: which indicators to ask about a sighting, and how strong each is."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from schemas.facts import Benign
from schemas.role import Role
from schemas.rulepack import Brakes, Lines, Rule, RulePack, Strength, Subject, Weights
from schemas.token import IDENTITY_KINDS, TokenKind, kind_of
from streams.indicators import INDICATORS
from streams.indicators.contract import Indicator, Params
from streams.kept import Kept
from streams.summary import Facet


class Ready(NamedTuple):
    """An indicator with its rule."""

    id: str
    indicator: Indicator
    rule: Rule
    params: Params


_NOT_ASKED = Rule(strength=Strength.WEAK, on=False)


class Pack:
    """A validated rule pack, indexed by role and token kind. Never changes; a new pack is a new object.

    An indicator that is younger than the pack is not asked: a version means tomorrow what it meant when it was approved.
    """

    def __init__(
        self, rules: RulePack, indicators: tuple[Indicator, ...] = INDICATORS, *, entered: str | None = None
    ) -> None:
        """`entered`: the digest under which the rulebook has it; otherwise that of its content."""
        self.version: str = rules.version
        self.digest: str = entered or digest(rules)
        self.stamp: bytes = f"{self.version} {self.digest}".encode()
        """Names this pack on a frame of sightings."""
        self.brakes: Brakes = rules.brakes
        self.lines: Lines = rules.lines
        self.weights: Weights = rules.weights
        self.same: frozenset[tuple[str, str]] = frozenset(
            pair for one, others in rules.overlaps.items() for other in others for pair in ((one, other), (other, one))
        )
        """Pairs of indicators that measure the same thing, each both ways round."""
        self.by_id: dict[str, Ready] = {}
        for indicator in indicators:
            rule = rules.indicators.get(indicator.id, _NOT_ASKED)
            params = Params({**indicator.params, **rule.params})
            self.by_id[indicator.id] = Ready(indicator.id, indicator, rule, params)
        self.facets: tuple[Facet, ...] = tuple({f.name: f for one in indicators for f in one.facets}.values())
        """What indicators ask of sightings that a bound dropped."""
        self.keeps: tuple[Kept, ...] = tuple({k.name: k for one in indicators for k in one.keeps}.values())
        """What no bound drops for what is newer: see `streams.kept`."""
        self.summarised: tuple[Ready, ...] = tuple(r for r in self.by_id.values() if r.rule.on and r.indicator.facets)
        """Those that ask it."""
        self.beside: tuple[Ready, ...] = tuple(r for r in self.by_id.values() if r.rule.on and r.indicator.beside)
        """What to ask about those whom a party stands beside."""
        without = {name for ready in self.beside for name in ready.params.names("without")}
        self.told: frozenset[str] = frozenset(name for name, r in self.by_id.items() if _is_told(r)) - without
        """The signs of a possible victim that whoever stands beside is told: see `streams.company`."""
        self._asked = {
            (role, kind): tuple(r for r in self.by_id.values() if r.rule.on and _applies(r.indicator, role, kind))
            for role in Role
            for kind in TokenKind
        }
        self._answers: dict[str, tuple[Benign, ...]] = {
            name: tuple(benign for benign, ids in rules.answers.items() if name in ids) for name in self.by_id
        }

        ready = self.by_id.get("x-benign-dampener")
        self.dampener: Params | None = ready.params if ready is not None and ready.rule.on else None
        """How much a history must show for a reason against that nobody states; None: the pack asks for what is stated."""

    def asked(self, role: Role, kind: TokenKind) -> tuple[Ready, ...]:
        """The indicators to ask about a sighting in this role, of a token of this kind."""
        return self._asked[role, kind]

    def answers(self, indicator: str) -> tuple[Benign, ...]:
        """The reasons against that lower this indicator."""
        return self._answers[indicator]


_ABOUT_ITSELF = {"version", "author", "reviewer", "created", "changelog"}


def digest(rules: RulePack) -> str:
    """Twelve hex digits of what a pack says: two packs with the same ones score alike, whatever their version is called."""
    return digest_of(rules.model_dump(mode="json"))


def digest_of(fields: Mapping[str, Any]) -> str:
    """The same of a pack in JSON as it was written: a field that a later release adds does not change it."""
    said = {name: value for name, value in fields.items() if name not in _ABOUT_ITSELF}
    return sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()[:12]


PREFERRED: tuple[TokenKind, ...] = (
    *IDENTITY_KINDS,
    TokenKind.OEP,
    TokenKind.AGENCY,
    TokenKind.EMPLOYER,
    TokenKind.PERMISSION,
    TokenKind.IBAN,
    TokenKind.PHONE,
    TokenKind.EMAIL,
    TokenKind.CARD,
    TokenKind.DEVICE,
    TokenKind.DOCUMENT,
)
"""Kinds that may be a subject, the one that says most first: of several tokens of one party, the first leads the alert."""

_VICTIM = frozenset((*IDENTITY_KINDS, TokenKind.PHONE, TokenKind.IBAN))


def can_be(about: Subject, kind: TokenKind) -> bool:
    """Whether a token of this kind can be such a subject. A phone or account stands for a person who shows no more."""
    return kind in (_VICTIM if about is Subject.POSSIBLE_VICTIM else PREFERRED)


def can_lead(token: str) -> bool:
    """Whether this token says enough to be named in an alert: not if it is only ever compared."""
    return kind_of(token) in PREFERRED


def _is_told(ready: Ready) -> bool:
    rule, about = ready.rule, ready.indicator.about
    told = rule.on and rule.strength is not Strength.WEAK and not rule.common and not rule.profile
    return told and about is Subject.POSSIBLE_VICTIM


def _applies(indicator: Indicator, role: Role, kind: TokenKind) -> bool:
    if not indicator.sign or indicator.beside or role not in indicator.roles or not can_be(indicator.about, kind):
        return False
    return indicator.kinds is None or kind in indicator.kinds
