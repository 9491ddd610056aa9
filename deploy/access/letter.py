"""What to send to a new partner: everything it needs to publish, and no secret."""

from deploy.access.limits import MEGABYTE, PARTNER
from deploy.composition import Composition
from schemas.event import source_of
from schemas.partner import Partner
from schemas.settings import KafkaSettings


def letter(partner: Partner, composition: Composition, cluster: KafkaSettings, bootstrap: str) -> dict[str, str]:
    """Each line by its name. `bootstrap` is the address as the partner reaches it."""
    topics = composition.topics
    keys = composition.partners.token_keys
    return {
        "RAABTA_BOOTSTRAP": bootstrap,
        "RAABTA_SECURITY_PROTOCOL": cluster.security_protocol,
        "RAABTA_SASL_MECHANISM": cluster.sasl_mechanism,
        "RAABTA_SASL_USERNAME": partner.id,
        "RAABTA_SSL_CA": f"{cluster.ssl_ca.name}, the file enclosed" if cluster.ssl_ca else "none",
        "writes": topics.events(partner.id),
        "reads": f"{topics.rejects_of(partner.id)}, in consumer groups that begin with {partner.id}.",
        "source": source_of(partner.id),
        "token key": " and ".join(f"token-{key}.json" for key in keys) + ", by courier, never by mail",
        "sealing key": "the FIA's sealing-*.public.json, enclosed",
        "at most": f"{PARTNER['producer_byte_rate'] / MEGABYTE:.0f} MiB a second",
        "first steps": "docs/partners.md",
        "first command": f"raabta emit reports.ndjson --partner {partner.id} --dry-run",
    }


def as_text(partner: Partner, lines: dict[str, str]) -> str:
    """The letter, ready to be copied."""
    width = max(map(len, lines))
    return "\n".join([f"To {partner.title}:", *(f"  {name:{width}}  {value}" for name, value in lines.items())])
