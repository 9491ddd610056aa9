"""Partner: a company that publishes events (deploy/partners.toml)."""

from collections.abc import Mapping

from schemas.codes import Sector, SourceGrade
from schemas.evidence import PartnerId
from schemas.record import Record


class Partner(Record):
    """Who may publish, and how far it is trusted."""

    id: PartnerId
    title: str
    sector: Sector
    grade: SourceGrade = SourceGrade.B


class PartnerTable(Record):
    """All partners and the token keys they may use now (two while a key rotates)."""

    token_keys: tuple[str, ...]
    partners: Mapping[str, Partner]
