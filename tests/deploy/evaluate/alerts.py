"""Alerts and truth records in a few words, for figures that can be computed by hand."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from deploy.evaluate.labels import Labelled, TokenedSubject
from schemas.alert import Alert, Hit, Priority, Status, alert_id
from schemas.codes import Sector, TrafficLight
from schemas.evidence import EvidenceRef
from schemas.report import Identity
from schemas.rulepack import Strength, Subject
from schemas.truth import Label, ReportRef, TrueSubject, Truth

START = datetime(2026, 7, 1, 0, 0, tzinfo=UTC)
VICTIM, FACILITATOR = Subject.POSSIBLE_VICTIM, Subject.FACILITATOR


def token(letter: str, kind: str = "cnic") -> str:
    """A token that is nobody's."""
    return f"{kind}:k1:{letter * 22}"


def ref(event: str, hours: float = 0.0) -> EvidenceRef:
    """A source event of an airline."""
    return EvidenceRef(
        topic="raabta.events.air-nilkanth",
        partition=0,
        offset=0,
        partner="air-nilkanth",
        event=event,
        sector=Sector.AIRLINE,
        time=START + timedelta(hours=hours),
    )


def hit(indicator: str, counted: Strength | None, *events: str) -> Hit:
    """A hit that rests on these events."""
    return Hit(
        indicator=indicator,
        strength=counted or Strength.WEAK,
        counted=counted,
        sentence="Invented.",
        source="nobody",
        evidence=tuple(map(ref, events)),
    )


def alert(
    letter: str,
    hours: float = 0.0,
    *,
    rank: float = 1.0,
    version: int = 1,
    about: Subject = VICTIM,
    status: Status = Status.OPEN,
    aliases: Sequence[str] = (),
    priority: Priority = Priority.P3,
    hits: Sequence[Hit] = (),
) -> Alert:
    """An alert on the subject with this letter, published so many hours after the start."""
    now = START + timedelta(hours=hours)
    return Alert(
        id=alert_id(about, token(letter), 1),
        version=version,
        status=status,
        about=about,
        subject=token(letter),
        aliases=tuple(map(token, aliases)),
        episode=1,
        priority=priority,
        decide_by=now,
        rank=rank,
        combination="invented",
        typologies=(),
        sectors=(Sector.AIRLINE,),
        hits=tuple(hits) or (hit("a-last-minute", Strength.WEAK, "e1"),),
        evidence=(ref("e1"),),
        first_seen=now,
        last_seen=now,
        published=int(now.timestamp() * 1000),
        handling=TrafficLight.AMBER,
        rule_pack="2026.1.1",
    )


def record(
    id: str,
    *subjects: tuple[str, Subject],
    label: Label = Label.CASE,
    scenario: str = "invented",
    departs: float | None = None,
    detectable: bool = True,
) -> Labelled:
    """A truth record whose subjects have one token each."""
    nobody = Identity(cnic="99999-9000001-1")
    truth = Truth(
        label=label,
        id=id,
        scenario=scenario,
        subjects=tuple(TrueSubject(about=about, identities=(nobody,)) for _, about in subjects),
        reports=(ReportRef(partner="air-nilkanth", id="e1"),),
        departs_at=None if departs is None else START + timedelta(hours=departs),
        detectable=detectable,
    )
    return Labelled(truth, tuple(TokenedSubject(about, frozenset({token(letter)})) for letter, about in subjects))
