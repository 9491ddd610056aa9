"""partners.toml: who may publish."""

from pathlib import Path

from deploy.configfile import read_toml, validated
from schemas.errors import Misconfigured
from schemas.partner import PartnerTable


def load_partners(path: Path) -> PartnerTable:
    """All partners. Raises Misconfigured naming file, line and mend."""
    data, text = read_toml(path)
    for partner_id, fields in data.get("partners", {}).items():
        if isinstance(fields, dict):
            fields["id"] = partner_id
    table = validated(PartnerTable, data, path, text)
    if not table.token_keys or not table.partners:
        raise Misconfigured(str(path), "no token key or no partner is named", "name at least one of each")
    return table
