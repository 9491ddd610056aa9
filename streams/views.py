"""Views: the same alert as each inbox may see it (domain 4.3). Pure."""

from schemas.alert import Alert, Status
from schemas.codes import Sector
from schemas.route import Inbox, Profile
from schemas.rulepack import Subject, Typology
from schemas.view import AgeBand, View, delivery_id

_NEEDS: dict[Sector, str] = {
    Sector.AIRLINE: "Signs around a journey.",
    Sector.RECRUITER: "Signs around a job offer or a debt.",
}
"""What a service may know of the grounds. Nothing about banks, ever: not even that a bank said anything (AMLA s.34)."""
_HANDLED = "Signs that were reviewed by more than one organisation."


def view_of(alert: Alert, inbox: Inbox, route: str, routes_version: str) -> View:
    """The view of this version for this inbox."""
    full = inbox.profile is Profile.FIA
    return View(
        id=delivery_id(alert.id, alert.version, inbox.name),
        alert_id=alert.id,
        version=alert.version,
        inbox=inbox.name,
        profile=inbox.profile,
        route=route,
        routes_version=routes_version,
        status=alert.status,
        priority=alert.priority,
        decide_by=alert.decide_by,
        headline=_headline(alert, full=full),
        signs=tuple(hit.sentence for hit in alert.hits) if full else _grouped(alert),
        typologies=alert.typologies,
        child=alert.child,
        age_band=age_band(alert.age),
        sex=alert.sex,
        handling=alert.handling,
        published=alert.published,
        alert=alert if full else None,
    )


def age_band(age: int | None) -> AgeBand:
    """As coarse as a service needs it."""
    if age is None:
        return AgeBand.UNKNOWN
    bands = ((12, AgeBand.UNDER_12), (18, AgeBand.TEENS), (25, AgeBand.YOUNG), (60, AgeBand.ADULT))
    return next((band for below, band in bands if age < below), AgeBand.OLDER)


def _headline(alert: Alert, *, full: bool) -> str:
    if alert.status is Status.MERGED:
        return "Continues under another alert"
    if alert.status is Status.WITHDRAWN:
        return "Withdrawn: what came later answers it"
    who = "Possible victim, a child" if alert.child else "Possible victim"
    if alert.about is Subject.FACILITATOR:
        who = "Possible facilitator, children concerned" if alert.child else "Possible facilitator"
    if not full:
        return f"{who}: support may be needed"
    what = ", ".join(_words(t) for t in alert.typologies[:2]) or "trafficking signs"
    journey = alert.journeys[0] if alert.journeys else None
    where = f", {journey.carrier}{journey.flight} {journey.origin}-{journey.destination}" if journey else ""
    return f"{who}: {what}{where}"


def _words(typology: Typology) -> str:
    return typology.value.replace("-", " ")


def _grouped(alert: Alert) -> tuple[str, ...]:
    found = [_NEEDS[sector] for sector in alert.sectors if sector in _NEEDS]
    if alert.harm_seen:
        found.insert(0, "Trained staff saw harm or fear.")
    return tuple(found) or (_HANDLED,)
