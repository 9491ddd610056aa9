"""The office that grants access: one composition, one cluster, and the hands between them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from confluent_kafka.admin import AdminClient

from deploy.access.apply import execute
from deploy.access.credentials import Passwords
from deploy.access.desired import desired
from deploy.access.plan import Change, Plan, User, plan
from deploy.access.present import present
from deploy.access.state import State
from deploy.composition import Composition
from schemas.settings import KafkaSettings


@dataclass(frozen=True)
class Office:
    """Plans and applies. Raises what the cluster raises: Misconfigured, Refused or Unavailable."""

    composition: Composition
    settings: KafkaSettings
    passwords: Passwords

    @cached_property
    def admin(self) -> AdminClient:
        """The connection of whoever applies."""
        return AdminClient({**self.settings.librdkafka(), "log_level": 0})

    def plan(self) -> Plan:
        """What differs now."""
        return plan(self.wanted(), present(self.admin), prefix=self.composition.topics.prefix)

    def wanted(self) -> State:
        """What the configuration wants."""
        return desired(self.composition)

    def logins(self) -> dict[str, KafkaSettings]:
        """How each principal signs in, of those whose passwords are at hand."""
        found = {name: self.passwords.known(name) for name in sorted(self.wanted().users)}
        return {
            name: self.settings.model_copy(update={"sasl_username": name, "sasl_password": password})
            for name, password in found.items()
            if password is not None
        }

    def check(self, shown: Plan) -> None:
        """Raise Misconfigured when a new user's password would have no place to go."""
        self.passwords.check(
            [one.subject.name for one in shown.changes if isinstance(one.subject, User) and one.action == "create"]
        )

    def apply(self, shown: Plan, tell: Callable[[Change], None] = lambda change: None) -> None:
        """Do what was shown."""
        for change in shown.changes:
            execute(self.admin, change, self.passwords.of)
            tell(change)
