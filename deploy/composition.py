"""Everything that one Raabta consists of, put together from its configuration."""

from dataclasses import dataclass, replace
from pathlib import Path

from deploy.canary import with_canary, with_canary_route
from deploy.partners import load_partners
from deploy.retention import load_retention
from deploy.routes import load_routes
from deploy.rules import load_rules
from deploy.settings import DeploySettings
from schemas.partner import PartnerTable
from schemas.retention import Retention
from schemas.route import RouteTable
from schemas.topic import Topics, TopicSpec
from streams.intake_state import IntakeState
from streams.pack import Pack
from streams.packs import Packs
from streams.ports import Stage
from streams.routing_state import RoutingState
from streams.scoring_state import ScoringState


@dataclass(frozen=True)
class Composition:
    """One validated configuration: nothing starts before all of it is."""

    partners: PartnerTable
    routes: RouteTable
    pack: Pack
    topics: Topics
    partitions: int
    retention: Retention
    replication: int = 1

    @property
    def all_partners(self) -> PartnerTable:
        """The configured partners and the canary: all whose events are taken."""
        return with_canary(self.partners)

    @property
    def all_routes(self) -> RouteTable:
        """The configured routes behind the canary's: who gets what."""
        return with_canary_route(self.routes)

    def topic_specs(self) -> list[TopicSpec]:
        """Every topic that must exist."""
        partners, inboxes = self.all_partners.partners, self.all_routes.inboxes
        return self.topics.specs(partners, inboxes, partitions=self.partitions, retention=self.retention)

    def stages(self, packs: Packs | None = None) -> list[Stage]:
        """The three stages of the streams, over the topics. `packs`: whose active one may be swapped; our own otherwise."""
        topics, packs = self.topics, packs or Packs(self.pack)
        by_topic = {topics.events(name): partner for name, partner in self.all_partners.partners.items()}
        routes = self.all_routes
        keys = frozenset(self.partners.token_keys)
        return [
            Stage(
                "intake",
                tuple(sorted(by_topic)),
                topics.state("intake"),
                lambda number: IntakeState(by_topic, keys, topics, self.partitions, packs.stamp),
            ),
            Stage(
                "scoring",
                (topics.forget, topics.sightings),
                topics.state("scoring"),
                lambda number: ScoringState(packs, topics, self.partitions),
            ),
            Stage(
                "routing",
                (topics.snoozes, topics.alerts),
                topics.state("routing"),
                lambda number: RoutingState(routes, topics),
            ),
        ]


def compose(settings: DeploySettings) -> Composition:
    """Read and validate the configuration. Raises Misconfigured naming file, line and mend."""
    found = Composition(
        partners=load_partners(settings.config / "partners.toml"),
        routes=load_routes(settings.config / "routes.toml"),
        pack=Pack(load_rules(settings.config / "rules.toml")),
        topics=Topics(settings.topic_prefix),
        partitions=settings.partitions,
        retention=load_retention(settings.config),
        replication=settings.replication,
    )
    found.topic_specs()  # a partner or inbox with the canary's name is seen here
    return found


def compose_with(settings: DeploySettings, partners: Path | None = None, rules: Path | None = None) -> Composition:
    """The configured composition, with the partners and rules of other files where these are named. Raises Misconfigured."""
    composition = compose(settings)
    if partners is not None:
        composition = replace(composition, partners=load_partners(partners))
    if rules is not None:
        composition = replace(composition, pack=Pack(load_rules(rules)))
    return composition
