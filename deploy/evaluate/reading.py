"""A line of a file of reports becomes an event, with tokens of the real normalisation and a seal that opens for nobody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError

from consumers.unseal import new_sealing_pair
from producers.adapters.lines import lines, opened
from producers.protect.protection import encode, protect_for_study, read_report
from producers.protect.seal import seal, sealing_key
from producers.protect.token import TokenKeys
from schemas.codec import AN_OBJECT, parse
from schemas.codes import Sector
from schemas.errors import Malformed
from schemas.event import source_of
from schemas.evidence import PartnerId
from schemas.partner import Partner
from schemas.reject import Reason
from schemas.sealed import Sealed

_TRUTH_FIELDS = {"label", "subjects"}
_PARTNER_ID: TypeAdapter[str] = TypeAdapter(PartnerId)


@dataclass(frozen=True, slots=True)
class Made:
    """An event, ready for intake."""

    line: int
    """Counted from 1."""
    partner: Partner
    at: int
    """When it happened, milliseconds since 1970."""
    event: bytes
    report: str
    """Its id, the partner's own."""
    corrects: str | None = None
    """The id of the report of the same partner that it corrects or takes back."""

    @property
    def name(self) -> str:
        """`partner/report id`."""
        return f"{self.partner.id}/{self.report}"


@dataclass(frozen=True, slots=True)
class Bad:
    """A line that cannot be taken: `schemas.errors.Malformed` in a form that travels between processes."""

    line: int
    reason: str
    field: str
    mend: str
    report: str = ""
    """`partner/report id` as far as the line tells it; for whoever asks by name, and printed for nobody else."""

    def __str__(self) -> str:
        where = f" at {self.field}" if self.field else ""
        return f"line {self.line}: {self.reason}{where}: {self.mend}"


Numbered = tuple[int, bytes | Malformed]


def numbered(path: str) -> Iterator[Numbered]:
    """The lines of a file that are not empty; `-` is standard input, `.gz` is unpacked. Raises Misconfigured."""
    with opened(path) as source:
        for number, line in lines(source.stream):
            if isinstance(line, Malformed) or line.strip():
                yield number, line


def bad(number: int, why: Malformed, report: str = "") -> Bad:
    """What is wrong with this line."""
    return Bad(number, str(why.reason), why.field, why.mend, report)


class Maker:
    """Makes events of lines. One a process, since its empty box is sealed once."""

    def __init__(self, partners: Mapping[str, Partner], keys: TokenKeys, default: str = "") -> None:
        """`default`: partner of lines that name none."""
        self._partners = partners
        self._keys = keys
        self._default = default
        self._empty = empty_box()

    def make(self, number: int, line: bytes | Malformed) -> Made | Bad:
        """The event of a line, or what is wrong with it."""
        try:
            if isinstance(line, Malformed):
                raise line
            fields, rest = _split(line.strip())
            partner = partner_of(fields, self._partners, self._default)
            report = read_report(rest)
            event = protect_for_study(report, partner, self._keys, self._empty)
        except Malformed as why:
            return bad(number, why, self._named(line))
        at = int(report.occurred_at.timestamp() * 1000)
        return Made(number, partner, at, encode(event), report.id, report.corrects)

    def _named(self, line: bytes | Malformed) -> str:
        try:
            fields = {} if isinstance(line, Malformed) else parse(line.strip())
        except Malformed:
            return ""
        told = fields if isinstance(fields, dict) else {}
        partner = str(told.get("partner") or self._default).removeprefix(source_of(""))
        return f"{partner}/{told['id']}" if isinstance(told.get("id"), str) else ""


def empty_box() -> Sealed:
    """A box of nothing, sealed to a key that nobody holds and bound to no event."""
    return seal(b"", to=sealing_key(new_sealing_pair().public), event_id="", source="")


def partner_of(fields: Mapping[str, Any], known: Mapping[str, Partner], default: str = "") -> Partner:
    """The partner that a line names: one of partners.toml, or any other whose sector stands beside it.

    Raises Malformed for a partner that is neither, and for a sector that is not the partner's.
    """
    name = str(fields.get("partner") or default).removeprefix(source_of(""))
    sector = _sector(fields.get("sector"))
    partner = known.get(name)
    if partner is None and name and sector is not None:
        try:
            return Partner(id=_PARTNER_ID.validate_python(name), title=name, sector=sector)
        except ValidationError:
            mend = "a partner id is 2 to 31 lower-case letters, digits and dashes, a letter first"
        raise Malformed(Reason.BAD_VALUE, "partner", mend)
    if partner is None:
        mend = (
            "this partner is not in partners.toml; write its `sector` beside it, or give --partners"
            if name
            else "name the partner in a field `partner` with its `sector`, or by --partner"
        )
        raise Malformed(Reason.BAD_VALUE if name else Reason.MISSING_FIELD, "partner", mend)
    if sector not in (None, partner.sector):
        raise Malformed(Reason.WRONG_SECTOR, "sector", f"this partner's sector is {partner.sector} in partners.toml")
    return partner


def _sector(named: Any) -> Sector | None:
    if named is None:
        return None
    if named not in list(Sector):
        raise Malformed(Reason.BAD_VALUE, "sector", f"write one of {', '.join(Sector)}")
    return Sector(named)


def _split(line: bytes) -> tuple[dict[str, Any], bytes]:
    """What stands beside the report in its line, and the report. Raises Malformed for a line of a truth file or no object."""
    fields = parse(line)
    if not isinstance(fields, dict):
        raise Malformed(Reason.WRONG_TYPE, "", f"{AN_OBJECT}; a report is one line")
    if fields.keys() >= _TRUTH_FIELDS:
        raise Malformed(Reason.WRONG_TYPE, "", "this is a line of a truth file; give a file of reports here")
    beside = {name: fields.pop(name) for name in ("partner", "sector") if name in fields}
    return beside, orjson.dumps(fields) if beside else line
