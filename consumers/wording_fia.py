"""The blocks that only an inbox of profile fia gets: who, where and when, why, how sure, against, linked, evidence. Pure."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from consumers.evidence import EvidenceState, Piece
from consumers.identity import Known, bearers, known, of_subject
from consumers.page import Block, Row
from consumers.phrases import GRADES, HANDLING, day, day_and_clock, in_words, place_of, seen_by, short_token, time_left
from schemas.alert import Against, Alert, Hit, Journey
from schemas.report import Identity
from schemas.rulepack import Subject
from schemas.token import TokenKind, kind_of
from schemas.view import View

MOST_LINKED = 12
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
    alert: Alert, zone: ZoneInfo, now: datetime, pieces: Sequence[Piece], withheld: str, earlier: View | None
) -> tuple[Block, ...]:
    """All blocks of an open alert, in the order in which they are needed."""
    parties = [party for piece in pieces for party in _known(piece)]
    blocks = (
        _changes(alert, earlier),
        _who(alert, parties, pieces, withheld),
        Block("Where and when", tuple(_journey(journey, zone, now) for journey in alert.journeys)),
        Block("Why", tuple(_hit(hit, zone) for hit in alert.hits)),
        _how_sure(alert, pieces),
        Block("Against", tuple(_against(one, zone) for one in alert.against) or (Row("No reason against is known."),)),
        Block("Linked", tuple(_linked(alert, parties))),
        _notes(pieces, zone),
        _asked(alert),
        _handling(alert),
        Block("Evidence", tuple(_evidence(alert, pieces, zone))),
    )
    return tuple(block for block in blocks if block.rows)


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
    told = [Row(f"New sign: {hit.sentence}") for hit in alert.hits if hit.indicator not in had]
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
    title = f"Version {alert.version}: what changed since version {before.version}"
    return Block(title, tuple(told) or (Row("More evidence for the same signs."),))


def _who(alert: Alert, parties: Sequence[Known], pieces: Sequence[Piece], withheld: str) -> Block:
    victim = alert.about is Subject.POSSIBLE_VICTIM
    what = "possible victim" if victim else "possible facilitator"
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
    return Row(
        f"{journey.origin} to {journey.destination}{country}, {time_left(journey.departs_at, now)}",
        f"Flight {journey.carrier}{journey.flight}",
        f"departs {day_and_clock(journey.departs_at, zone)}",
    )


def _hit(hit: Hit, zone: ZoneInfo) -> Row:
    strength = hit.strength.value
    if hit.counted is None:
        strength = f"{strength}, not counted: outweighed by a reason against"
    elif hit.counted is not hit.strength:
        strength = f"{hit.counted.value} ({strength}, lowered by a reason against)"
    profile = "; describes who someone is, never decisive" if hit.profile else ""
    return Row(
        hit.sentence, strength + profile, f"Source of this sign: {hit.source}. Seen by {seen_by(hit.evidence, zone)}."
    )


def _how_sure(alert: Alert, pieces: Sequence[Piece]) -> Block:
    events = [event for piece in pieces if (event := piece.event()) is not None]
    grades = sorted({event.data.information_grade for event in events})
    rows = [
        Row(f"{alert.combination} (ILO-EC operational indicators, 2009)", "Combination met"),
        Row(f"{len(alert.sectors)}: {', '.join(sector.value for sector in alert.sectors)}", "Independent sectors"),
    ]
    if grades:
        rows.append(Row("; ".join(GRADES[grade] for grade in grades), "Information grade (4x4)"))
    if alert.typologies:
        rows.append(Row(", ".join(in_words(typology) for typology in alert.typologies), "Possible forms"))
    if alert.capped:
        rows.append(Row("This identifier met so many others that older evidence was left out.", "Limit"))
    return Block("How sure", tuple(rows), "These are signs, not findings.")


def _against(against: Against, zone: ZoneInfo) -> Row:
    lowers = f"Lowers {', '.join(against.answers)}. " if against.answers else ""
    seen = f"Said by {seen_by(against.evidence, zone)}." if against.evidence else ""
    return Row(against.sentence, in_words(against.reason), lowers + seen)


def _linked(alert: Alert, parties: Sequence[Known]) -> list[Row]:
    most = sorted(alert.linked, key=lambda one: (-one.events, one.token))
    rows = [
        Row(
            f"{short_token(one.token)}, in {one.events} event{'s' if one.events > 1 else ''}",
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


def _asked(alert: Alert) -> Block:
    if alert.about is Subject.FACILITATOR:
        return Block(
            "What is asked",
            (
                Row("Look into this identifier and whom it is linked to; nothing is proven against anyone."),
                Row("Look for those who may be victims first: their safety goes before the case."),
                Row("Tell neither the customer nor the partner's front desk that there is an alert (AMLA 2010, s.34)."),
            ),
        )
    child = (Row("A child: call the Child Protection Bureau now; no interview without a child protection officer."),)
    return Block(
        "What is asked",
        (
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
