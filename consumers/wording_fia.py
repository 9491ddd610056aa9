"""The blocks that only an inbox of profile fia gets: who, where and when, why, how sure, against, linked, evidence. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from consumers.evidence import EvidenceState, Piece
from consumers.identity import Known, bearers, known, of_subject
from consumers.matter import Matter
from consumers.page import Block, Row
from consumers.phrases import HANDLING, day, day_and_clock, in_words, place_of, short_token, span, time_left
from consumers.wording_matter import same_matter
from consumers.wording_why import against, how_joined, how_sure, why
from schemas.alert import Alert, Journey, Line
from schemas.report import Identity
from schemas.role import PROTECTED_ROLES
from schemas.rulepack import Subject
from schemas.token import TokenKind, kind_of
from schemas.view import View

MOST_LINKED = 12
_LINKED = "An alert about any of these, if there is one, names this identifier too."
REASONS = {
    "gone": "no longer on the broker",
    "unreachable": "could not be read yet",
    "not_in_record": "not where the alert says",
    "not_an_event": "not a readable event",
    "another_event": "another event lies there",
    "no_key": "sealed to a key this desk does not hold",
    "broken": "the seal does not open: altered, or not its own",
    "unreadable": "the seal opens, but what is inside cannot be read",
}


def fia_blocks(
    alert: Alert,
    zone: ZoneInfo,
    now: datetime,
    pieces: Sequence[Piece],
    withheld: str,
    earlier: View | None,
    matter: Matter | None,
) -> tuple[Block, ...]:
    """All blocks of an open alert, in the order in which they are needed."""
    parties = [party for piece in pieces for party in _known(piece)]
    blocks = (
        _changes(alert, earlier),
        _who(alert, parties, pieces, withheld),
        Block("Where and when", tuple(_journey(journey, zone, now) for journey in alert.journeys)),
        why(alert, zone),
        how_sure(alert),
        how_joined(alert),
        against(alert, zone),
        same_matter(matter, zone, now),
        Block("Linked", tuple(_linked(alert, parties)), _LINKED if alert.linked else ""),
        _notes(pieces, zone),
        _asked(alert, now),
        _handling(alert),
        Block("Evidence", tuple(_evidence(alert, pieces, zone))),
    )
    return tuple(block for block in blocks if block.rows or block.edges)


def fia_footer(view: View, alert: Alert) -> tuple[str, ...]:
    """How this alert was made, and why it came here."""
    made = f"Rule pack {alert.rule_pack}, episode {alert.episode}, rank {alert.rank:.1f}."
    return (made, f"Routed here by {in_words(view.route)} (routes {view.routes_version}).")


def _known(piece: Piece) -> list[Known]:
    event, opened = piece.event(), piece.identities()
    return known(event, opened) if event is not None and opened is not None else []


def _changes(alert: Alert, earlier: View | None) -> Block:
    if earlier is None or earlier.alert is None:
        return Block("", ())
    before = earlier.alert
    had = {hit.indicator for hit in before.hits}
    come_near = [Row("Nothing new was reported: the departure has come near.")] if alert.by_clock else []
    told = come_near + [Row(f"New sign: {hit.sentence}") for hit in alert.hits if hit.indicator not in had]
    if alert.priority is not before.priority:
        told.append(Row(f"Priority {before.priority.value} became {alert.priority.value}."))
    if alert.decide_by != before.decide_by:
        told.append(
            Row(f"The decision is due {'earlier' if alert.decide_by < before.decide_by else 'later'} than before.")
        )
    if len(alert.against) > len(before.against):
        told.append(Row("A reason against has come in."))
    if len(alert.journeys) > len(before.journeys):
        told.append(Row("A further journey is known."))
    counts = {hit.indicator for hit in alert.hits}
    told += [Row(f"No longer a sign: {hit.sentence}") for hit in before.hits if hit.indicator not in counts]
    told += [
        Row(f"A further sector saw something: {sector}.") for sector in alert.sectors if sector not in before.sectors
    ]
    if alert.line is Line.KEPT and before.line is not Line.KEPT:
        told.append(Row("What is left lies below the line that raised it; it stays open."))
    if alert.may_be_victim and not before.may_be_victim:
        told.append(Row("The same person now shows signs of a possible victim."))
    title = f"Version {alert.version}: what changed since version {before.version}"
    return Block(title, tuple(told) or (Row("More evidence for the same signs."),))


def _who(alert: Alert, parties: Sequence[Known], pieces: Sequence[Piece], withheld: str) -> Block:
    victim = alert.about is Subject.POSSIBLE_VICTIM
    what = "possible victim" if victim else "possible facilitator"
    if alert.may_be_victim:
        what += " who also shows signs of a possible victim and is perhaps made to do it"
    rows = _rows_of(of_subject(alert, parties))
    if alert.age is not None:
        rows.append(Row(f"{alert.age} years" + (", a child" if alert.child else ""), "Age"))
    if alert.sex is not None:
        rows.append(Row({"F": "female", "M": "male", "X": "not specified"}[alert.sex.value], "Sex"))
    rows.append(Row(", ".join(short_token(token) for token in (alert.subject, *alert.aliases)), "Token"))
    if not of_subject(alert, parties):
        return Block("Who", tuple(rows), f"A {what}, identity withheld: {withheld or _why_unopened(pieces)}")
    return Block("Who", tuple(rows), f"A {what}, as the partners wrote it; check it against the document.")


def _why_unopened(pieces: Sequence[Piece]) -> str:
    if not pieces:
        return "the evidence has not been read yet."
    if any(piece.state is EvidenceState.FOUND for piece in pieces):
        return "no partner has given one for this identifier."
    return f"{REASONS.get(pieces[0].reason, pieces[0].reason)}."


def _rows_of(identities: Sequence[Identity]) -> list[Row]:
    """Each fact once, in every spelling that came; a spelling may be what an officer recognises."""
    facts: list[tuple[str, list[str]]] = [
        ("Name", [i.name for i in identities if i.name] + [i.native_name for i in identities if i.native_name]),
        ("Born", [_born(i.birth_date) for i in identities if i.birth_date]),
        ("Passport", [f"{i.passport.number} ({i.passport.country})" for i in identities if i.passport]),
        ("Machine readable zone", [i.mrz for i in identities if i.mrz]),
        ("CNIC", [i.cnic for i in identities if i.cnic]),
        ("Phone", [phone for i in identities for phone in i.phones]),
        ("Email", [email for i in identities for email in i.emails]),
        ("Account", [i.iban for i in identities if i.iban]),
        ("Agency", [i.agency for i in identities if i.agency]),
        ("OEP licence", [i.oep_licence for i in identities if i.oep_licence]),
        ("Permission", [i.permission for i in identities if i.permission]),
        ("Employer", [i.employer for i in identities if i.employer]),
        ("Address", [i.address for i in identities if i.address]),
    ]
    return [Row("; ".join(dict.fromkeys(values)), label) for label, values in facts if values]


def _born(birth: date) -> str:
    return birth.strftime("%d %b %Y")


def _journey(journey: Journey, zone: ZoneInfo, now: datetime) -> Row:
    country = f" ({journey.destination_country})" if journey.destination_country else ""
    left = journey.departs_at <= now
    when = f"left {span(now - journey.departs_at)} ago" if left else time_left(journey.departs_at, now)
    return Row(
        f"{journey.origin} to {journey.destination}{country}, {when}",
        f"Flight {journey.carrier}{journey.flight}",
        f"{'departed' if left else 'departs'} {day_and_clock(journey.departs_at, zone)}",
    )


def _linked(alert: Alert, parties: Sequence[Known]) -> list[Row]:
    victims_first = alert.about is Subject.FACILITATOR
    most = sorted(
        alert.linked,
        key=lambda one: (
            not one.shows_signs,
            victims_first and one.role not in PROTECTED_ROLES,
            -one.events,
            one.token,
        ),
    )
    rows = [
        Row(
            f"{short_token(one.token)}, in {one.events} event{'s' if one.events > 1 else ''}"
            + ("; shows signs of a possible victim" if one.shows_signs else ""),
            one.role.value,
            _bearer(one.token, parties),
        )
        for one in most[:MOST_LINKED]
    ]
    if len(most) > MOST_LINKED:
        rows.append(Row(f"and {len(most) - MOST_LINKED} more"))
    return rows


def _bearer(token: str, parties: Sequence[Known]) -> str:
    """Whom a linked token stands for, if a seal told us."""
    found = bearers(token, parties)
    names = [identity.name or identity.agency or identity.employer or "" for identity in found]
    values = {
        TokenKind.PHONE: [phone for identity in found for phone in identity.phones],
        TokenKind.IBAN: [identity.iban or "" for identity in found],
        TokenKind.CNIC: [identity.cnic or "" for identity in found],
        TokenKind.PASSPORT: [identity.passport.number for identity in found if identity.passport],
        TokenKind.OEP: [identity.oep_licence or "" for identity in found],
        TokenKind.PERMISSION: [identity.permission or "" for identity in found],
    }.get(kind_of(token), [])
    return "; ".join(dict.fromkeys(text for text in (*names, *values) if text))


def _notes(pieces: Sequence[Piece], zone: ZoneInfo) -> Block:
    rows: list[Row] = []
    for piece in pieces:
        opened = piece.identities()
        if opened is not None and opened.note is not None:
            rows.append(Row(opened.note, f"{piece.ref.partner}, {day(piece.ref.time, zone)}"))
        if opened is not None and opened.booking is not None:
            booking = opened.booking
            rows.append(
                Row(f"Booking {booking.locator} with {booking.carrier}, {_born(booking.departure)}", piece.ref.partner)
            )
    return Block("From the partners, for you alone", tuple(dict.fromkeys(rows)))


_LEFT = Row(
    "The flight has left: pass this to the circle of the zone at once. The person may still be met on arrival or return."
)


def _asked(alert: Alert, now: datetime) -> Block:
    if alert.about is Subject.FACILITATOR:
        return Block(
            "What is asked",
            (
                *(
                    (Row("Speak to the person as a possible victim first; only then ask about others."),)
                    if alert.may_be_victim
                    else ()
                ),
                Row("Look into this identifier and whom it is linked to; nothing is proven against anyone."),
                Row("Look for those who may be victims first: their safety goes before the case."),
                Row("Tell neither the customer nor the partner's front desk that there is an alert (AMLA 2010, s.34)."),
            ),
        )
    child = (Row("A child: call the Child Protection Bureau now; no interview without a child protection officer."),)
    return Block(
        "What is asked",
        (
            *((_LEFT,) if alert.journeys and all(one.departs_at <= now for one in alert.journeys) else ()),
            Row("Speak to the person alone, with an interpreter; treat as a possible victim."),
            *(child if alert.child else ()),
            Row("Ask who holds the documents, who paid, who waits at the other end; look for fear or harm."),
            Row("Let the person decide about support; offer it before any statement."),
            Row(
                "A possible victim is not to be charged, held or punished for what trafficking made them do (non-punishment)."
            ),
        ),
    )


def _handling(alert: Alert) -> Block:
    return Block(
        "Handling",
        (
            Row(HANDLING[alert.handling]),
            Row("111-247-786", "TIP hotline (FIA)"),
            Row("1121", "Child Protection and Welfare Bureau, Punjab"),
        ),
    )


def _evidence(alert: Alert, pieces: Sequence[Piece], zone: ZoneInfo) -> list[Row]:
    by_place = {place_of(piece.ref): piece for piece in pieces}
    return [
        Row(
            f"{ref.event} of {ref.partner} ({ref.sector.value}), {day_and_clock(ref.time, zone)}",
            detail=f"{place_of(ref)}. {_state(by_place.get(place_of(ref)))}",
        )
        for ref in alert.evidence
    ]


def _state(piece: Piece | None) -> str:
    if piece is None:
        return ""
    if piece.state is EvidenceState.MISSING:
        return f"Missing: {REASONS.get(piece.reason, piece.reason)}."
    seal = "opened" if piece.state is EvidenceState.FOUND else REASONS.get(piece.reason, piece.reason)
    return f"SHA-256 {piece.sha256[:16]}, seal: {seal}."
