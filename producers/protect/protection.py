"""protect(): a report in clear becomes an event that names nobody but to the FIA."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import orjson
from pydantic import ValidationError

from producers.protect.mrz import Mrz, parse_mrz
from producers.protect.names import last_word
from producers.protect.normalise import identifiers, token_kind
from producers.protect.oneself import as_one
from producers.protect.person import written_first
from producers.protect.placeholders import Identified, nothing_to_join, person_field
from producers.protect.seal import SealingKey, seal
from producers.protect.text import is_placeholder
from producers.protect.token import TokenKeys
from schemas.codec import malformed_of, parse
from schemas.codes import COUNTRIES, Sex
from schemas.errors import Malformed
from schemas.event import Event, EventData, Party, source_of, type_of
from schemas.facts import Facts, Kind, dateless, misdirected
from schemas.partner import Partner
from schemas.reject import Reason
from schemas.report import Identity, Report, ReportParty
from schemas.role import Role
from schemas.sealed import Sealed
from schemas.token import COMPARED_KINDS

_COMPARED = tuple(f"{kind}:" for kind in COMPARED_KINDS)
_ABOARD = frozenset({Role.TRAVELLER, Role.COMPANION})
MOST_REACHED = 3
"""Phones of one party that join together with its name; each is a key of its own to all workers."""
OLDEST_PERSON = 120
"""Years: what `Party.age` takes."""


def read_report(raw: bytes) -> Report:
    """A report from JSON, in which null says as much as an absent field. Raises Malformed naming the field and the mend, never the
    value."""
    value = parse(raw)
    if b"null" in raw:
        raw = orjson.dumps(_without_nulls(value))
    try:
        return Report.model_validate_json(raw)
    except ValidationError as error:
        why = malformed_of(error)
    raise why


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value


def protect(report: Report, partner: Partner, keys: TokenKeys, fia: SealingKey) -> Event:
    """Tokens instead of identities, and the identities sealed to the FIA for this event alone.

    Raises Malformed when an identifier is not one, when a birth date or a time of the journey cannot be, when a correction names no
    report or itself, or when nothing is left to join by: placeholders alone, or what is merely compared, such as a surname. A
    retraction joins nothing and needs no identifier.
    """
    parties, source = _parties(report, keys), source_of(partner.id)
    return _event(report, partner, parties, seal(_clear(report), to=fia, event_id=report.id, source=source))


def protect_for_study(report: Report, partner: Partner, keys: TokenKeys, empty: Sealed) -> Event:
    """The same event, but for its seal: `empty` is a box that holds nothing, and bound to no event it opens for nobody.

    For scoring in memory, where no seal is ever opened and making one is most of the work. Tokens are those that
    `protect` makes. An event of this kind told to a broker would show no more than another, and say less to the FIA.
    Raises Malformed as `protect` does.
    """
    return _event(report, partner, _parties(report, keys), empty)


def tokens_of(identity: Identity, keys: TokenKeys, on: date) -> tuple[str, ...]:
    """The tokens that reports which show this identity on this day would carry. Raises Malformed as `protect` does."""
    zone = _zone(identity, "mrz", on)
    found = _identifiers(identity, zone, _born(identity, zone), "identity")
    return tuple(dict.fromkeys(_tokens(found, keys)))


def _parties(report: Report, keys: TokenKeys) -> tuple[Party, ...]:
    wrong = misdirected(report.kind, report.corrects, report.id) or dateless(report.trip, report.occurred_at)
    if wrong is not None:
        raise wrong
    parties = tuple(_party(report, index, party, keys) for index, party in enumerate(report.parties))
    if report.kind is not Kind.RETRACTION and not any(map(_joins, parties)):
        raise nothing_to_join(_read_again(report))
    return as_one(report.parties, parties) if len(parties) > 1 else parties


def _joins(party: Party) -> bool:
    return not all(token.startswith(_COMPARED) for token in party.tokens)


def _read_again(report: Report) -> Iterator[Identified]:
    """What the parties of a report are identified by, to see which of it is a placeholder."""
    for index, party in enumerate(report.parties):
        field = f"parties.{index}.identity"
        zone = _zone(party.identity, f"{field}.mrz", report.occurred_at.date())
        yield from _identifiers(party.identity, zone, _born(party.identity, zone), field)


def _event(report: Report, partner: Partner, parties: tuple[Party, ...], sealed: Sealed) -> Event:
    data = EventData(
        **{name: getattr(report, name) for name in Facts.model_fields},
        parties=parties,
        sealed=sealed,
    )
    return Event(
        specversion="1.0",
        id=report.id,
        source=source_of(partner.id),
        type=type_of(partner.sector, report.kind),
        time=report.occurred_at,
        data=data,
    )


def encode(event: Event) -> bytes:
    """An event as it goes to Kafka: compact JSON, without what is absent."""
    return event.model_dump_json(exclude_none=True, exclude_defaults=True).encode()


def _party(report: Report, index: int, party: ReportParty, keys: TokenKeys) -> Party:
    field = f"parties.{index}.identity"
    zone = _zone(party.identity, f"{field}.mrz", report.occurred_at.date())
    born = _born(party.identity, zone)
    age = party.age if born is None else _age(born, report, party.role, f"{field}.{_birth_field(party.identity)}")
    found = list(_identifiers(party.identity, zone, born, field))
    if any(other.identity.father_or_husband for other in report.parties):
        found += _kin(party.identity, field)
    if report.booking is not None and index == _first_traveller(report):
        booking = report.booking
        context = {"carrier": booking.carrier, "departs": booking.departure}
        found.append(_identified("pnr", booking.locator, "booking.locator", **context))
    return Party(
        role=party.role,
        tokens=tuple(dict.fromkeys(_tokens(found, keys))),
        age=age,
        sex=party.sex or (Sex(zone.sex) if zone else None),
        nationality=party.nationality or (zone.nationality if zone and zone.nationality in COUNTRIES else None),
    )


def _identified(kind: str, raw: str, field: str, **context: Any) -> Identified:
    return Identified(kind, identifiers(kind, raw, field, **context), field)


def _tokens(found: Iterable[Identified], keys: TokenKeys) -> Iterator[str]:
    return (t for kind, text, _ in found if text for t in keys.tokens(token_kind(kind), text))


def _identifiers(identity: Identity, zone: Mrz | None, born: date | None, field: str) -> Iterator[Identified]:
    simple = {
        "cnic": identity.cnic,
        "iban": identity.iban,
        "card": identity.card,
        "oep": identity.oep_licence,
        "permission": identity.permission,
        "agency": identity.agency,
        "employer": identity.employer,
        "device": identity.device,
        "document": identity.document,
        "address": identity.address,
        "mrz": identity.mrz,
        "family": identity.family_name,
    }
    for kind, raw in simple.items():
        if raw is not None:
            yield _identified(kind, raw, f"{field}.{_FIELDS.get(kind, kind)}")
    if identity.passport is not None:
        passport = identity.passport
        yield _identified("passport", passport.number, f"{field}.passport.number", country=passport.country)
    phones = [_identified("phone", raw, f"{field}.phones.{index}") for index, raw in enumerate(identity.phones)]
    yield from phones
    for index, raw in enumerate(identity.emails):
        yield _identified("email", raw, f"{field}.emails.{index}")
    if zone is not None and zone.country == "PAK" and zone.personal_number and _is_absent(identity.cnic):
        yield _identified("cnic", zone.personal_number, f"{field}.mrz")
    if zone is not None and zone.surname and _is_absent(identity.family_name):
        yield _identified("family", zone.surname, f"{field}.mrz")
    elif _is_absent(identity.family_name) and (surname := _surname(identity, f"{field}.name")):
        yield _identified("family", surname, f"{field}.name")
    given = None if _is_absent(identity.name) else identity.name
    name = given or (f"{zone.given} {zone.surname}" if zone else None) or identity.native_name or identity.name
    if name is not None:
        found = _identified("person", name, f"{field}.name", birth=born)
        yield (
            found if found.canonical else found._replace(field=person_field(name, born, field, _birth_field(identity)))
        )
        if found.canonical:
            yield _identified("rare", found.canonical, f"{field}.name")
        reached = [phone.canonical for phone in phones if phone.canonical]
        for number in () if _is_firm(identity) else reached[:MOST_REACHED]:
            yield _identified("named", name, f"{field}.name", phone=number)


def _surname(identity: Identity, field: str) -> str | None:
    """The surname inside a person's full name, for whoever writes none apart. A firm has none."""
    if identity.name is None or _is_firm(identity):
        return None
    return written_first(identity.name) or last_word(identity.name, field)


def _is_firm(identity: Identity) -> bool:
    """A travel agency or promoter; an employer may be the person's own."""
    shown = (identity.agency, identity.oep_licence, identity.permission)
    return not all(map(_is_absent, shown))


def _is_absent(raw: str | None) -> bool:
    return raw is None or is_placeholder(raw)


def _kin(identity: Identity, field: str) -> Iterator[Identified]:
    """Whose child or wife it is, which tells namesakes apart; and its own name: what the others of its family name as father or husband."""
    if identity.father_or_husband is not None:
        yield _identified("family", identity.father_or_husband, f"{field}.father_or_husband")
        yield _identified("father", identity.father_or_husband, f"{field}.father_or_husband")
    if identity.name is not None:
        yield _identified("family", identity.name, f"{field}.name")


_FIELDS = {"oep": "oep_licence", "family": "family_name"}


def _zone(identity: Identity, field: str, on: date) -> Mrz | None:
    if identity.mrz is None or is_placeholder(identity.mrz):
        return None
    try:
        return parse_mrz(identity.mrz, on)
    except Malformed as error:
        why = Malformed(error.reason, field, error.mend)
    raise why


def _first_traveller(report: Report) -> int:
    roles = [party.role for party in report.parties]
    return roles.index(Role.TRAVELLER) if Role.TRAVELLER in roles else 0


def _born(identity: Identity, zone: Mrz | None) -> date | None:
    return identity.birth_date or (zone.birth if zone else None)


def _birth_field(identity: Identity) -> str:
    return "birth_date" if identity.birth_date is not None else "mrz"


def _age(born: date, report: Report, role: Role, field: str) -> int:
    """Whole years on the day of the event. Malformed for a birth after it, after the departure of whoever flies, or more than 120
    years before: no age would be right."""
    on = report.occurred_at.date()
    if born > on or (report.trip is not None and role in _ABOARD and born > report.trip.departs_at.date()):
        mend = "a birth date lies before the event and the departure; check day, month and century"
        raise Malformed(Reason.BAD_VALUE, field, mend)
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if years > OLDEST_PERSON:
        mend = f"nobody is older than {OLDEST_PERSON}; check the century, or leave an unknown birth date out"
        raise Malformed(Reason.BAD_VALUE, field, mend)
    return years


def _clear(report: Report) -> bytes:
    """What is sealed: the identities in party order, the booking and the note; read by consumers/evidence.py."""
    clear: dict[str, Any] = {
        "parties": [
            party.identity.model_dump(mode="json", exclude_none=True, exclude_defaults=True) for party in report.parties
        ]
    }
    if report.booking is not None:
        clear["booking"] = report.booking.model_dump(mode="json", exclude_none=True)
    if report.note is not None:
        clear["note"] = report.note
    return orjson.dumps(clear)
