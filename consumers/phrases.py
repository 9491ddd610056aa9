"""Times, tokens and codes in words. Pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from schemas.codes import InformationGrade, SourceGrade, TrafficLight
from schemas.evidence import EvidenceRef
from schemas.token import TokenKind

HANDLING = {
    TrafficLight.RED: "TLP:RED. For the named recipients only; do not pass on.",
    TrafficLight.AMBER_STRICT: "TLP:AMBER+STRICT. Inside your organisation only, for those who need it.",
    TrafficLight.AMBER: "TLP:AMBER. Your organisation, and those it serves who need it to act.",
    TrafficLight.GREEN: "TLP:GREEN. Your community; not in public.",
}
GRADES = {
    InformationGrade.CERTAIN: "1 not in doubt",
    InformationGrade.KNOWN: "2 known to the source itself",
    InformationGrade.CORROBORATED: "3 not known to the source itself, but corroborated",
    InformationGrade.UNCORROBORATED: "4 cannot be corroborated",
}

SOURCES = {
    SourceGrade.A: "A no doubt of the source",
    SourceGrade.B: "B mostly reliable",
    SourceGrade.C: "C mostly unreliable",
    SourceGrade.X: "X cannot be assessed",
}
KEYS = {
    TokenKind.CNIC: "CNIC",
    TokenKind.PASSPORT: "passport",
    TokenKind.PERSON: "name and birth date",
    TokenKind.NAMED: "name and phone",
    TokenKind.PHONE: "phone",
    TokenKind.EMAIL: "email",
    TokenKind.IBAN: "account",
    TokenKind.CARD: "card",
    TokenKind.OEP: "OEP licence",
    TokenKind.PERMISSION: "permission",
    TokenKind.AGENCY: "agency",
    TokenKind.EMPLOYER: "employer",
    TokenKind.PNR: "booking",
    TokenKind.DEVICE: "device",
    TokenKind.DOCUMENT: "certificate",
    TokenKind.FAMILY: "family name",
    TokenKind.FATHER: "father's or husband's name",
    TokenKind.RARE: "name that few bear, with birth date",
    TokenKind.ADDRESS: "address",
}
"""Kinds of token, as people call what they stand for."""
_WORDS = {kind.value: words for kind, words in KEYS.items()}
"""The same by what a token begins with; a later release may know kinds that this one does not."""


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """`03:10 PKT`: for whoever looks at a watch."""
    return moment.astimezone(zone).strftime("%H:%M %Z")


def day_and_clock(moment: datetime, zone: ZoneInfo) -> str:
    """`Tue 24 Nov 2026 03:10 PKT (22:10 UTC)`, with the day in UTC if it is another."""
    here, there = moment.astimezone(zone), moment.astimezone(UTC)
    utc = there.strftime("%H:%M UTC" if here.date() == there.date() else "%a %H:%M UTC")
    return f"{here.strftime('%a %d %b %Y %H:%M %Z')} ({utc})"


def day(moment: datetime, zone: ZoneInfo) -> str:
    """`21 Nov 2026`."""
    return moment.astimezone(zone).strftime("%d %b %Y")


def span(length: timedelta) -> str:
    """`3 d 4 h`, `5 h 12 min`, `8 min`: the two largest units, rounded down."""
    minutes = int(abs(length.total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {rest} min" if hours else f"{rest} min"


def time_left(until: datetime, now: datetime) -> str:
    """`in 5 h 12 min` or `overdue by 8 min`."""
    return f"in {span(until - now)}" if until >= now else f"overdue by {span(now - until)}"


def short_token(token: str) -> str:
    """Enough of a token to tell two apart on a screen: what it stands for, and six letters."""
    kind, _, mac = token.split(":", 2)
    return f"{_WORDS.get(kind, kind)} {mac[:6]}"


def in_words(code: str) -> str:
    """`forced-labour` as people write it."""
    return code.replace("-", " ")


def place_of(ref: EvidenceRef) -> str:
    """Where on the broker a piece of evidence lies."""
    return f"{ref.topic}/{ref.partition}/{ref.offset}" + (f"[{ref.index}]" if ref.index else "")


def seen_by(refs: tuple[EvidenceRef, ...], zone: ZoneInfo, most: int = 4) -> str:
    """Who saw it and when, the newest first."""
    newest = sorted(refs, key=lambda ref: ref.time, reverse=True)
    told = [f"{ref.sector.value} {ref.partner}, {day(ref.time, zone)}" for ref in newest]
    unique = list(dict.fromkeys(told))
    more = f"; and {len(unique) - most} more" if len(unique) > most else ""
    return "; ".join(unique[:most]) + more
