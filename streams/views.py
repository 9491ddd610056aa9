"""Views: the same alert as each inbox may see it (domain 4.3). Pure."""

from schemas.alert import Alert, Status
from schemas.codes import Sector
from schemas.route import Inbox, Profile
from schemas.rulepack import Subject, Typology
from schemas.view import AgeBand, View, delivery_id
from streams.wording import Sentence

_NEEDS: dict[Sector, Sentence] = {
    Sector.AIRLINE: Sentence("Signs around a journey.", "سفر سے متعلق علامات۔"),
    Sector.RECRUITER: Sentence("Signs around a job offer or a debt.", "ملازمت کی پیشکش یا قرض سے متعلق علامات۔"),
}
"""What a service may know of the grounds. Nothing about banks, ever: not even that a bank said anything (AMLA s.34); so it is
not told either how many sectors joined, for whoever sees two and reads of one knows the other."""
_HANDLED = Sentence(
    "Signs that were reviewed by more than one organisation.",
    "ایسی علامات جن کا ایک سے زیادہ اداروں نے جائزہ لیا۔",
)
_HARM = Sentence("Trained staff saw harm or fear.", "تربیت یافتہ عملے نے تکلیف یا خوف کے آثار دیکھے۔")


def view_of(alert: Alert, inbox: Inbox, route: str, routes_version: str) -> View:
    """The view of this version for this inbox."""
    full = inbox.profile is Profile.FIA
    grouped = _grouped(alert)
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
        signs=tuple(hit.sentence for hit in alert.hits) if full else tuple(sign.en for sign in grouped),
        signs_ur=tuple(hit.sentence_ur for hit in alert.hits) if full else tuple(sign.ur for sign in grouped),
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
    left = ", departed" if journey and journey.departs_at.timestamp() * 1000 <= alert.published else ""
    return f"{who}: {what}{where}{left}"


def _words(typology: Typology) -> str:
    return typology.value.replace("-", " ")


def _grouped(alert: Alert) -> tuple[Sentence, ...]:
    found = [_NEEDS[sector] for sector in alert.sectors if sector in _NEEDS]
    if alert.harm_seen:
        found.insert(0, _HARM)
    return tuple(found) or (_HANDLED,)
