"""The office that grants access: one composition, one cluster, and the hands between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from confluent_kafka.admin import AdminClient

from deploy.access import apply
from deploy.access.credentials import Passwords
from deploy.access.desired import desired
from deploy.access.lock import WAITS, alone
from deploy.access.plan import Change, Plan, Quota, TopicConfig, User, plan
from deploy.access.present import present
from deploy.access.quotas import read_quotas, set_quotas
from deploy.access.register import enter, read_register, strike
from deploy.access.state import Acl, State, Topic
from deploy.composition import Composition
from deploy.topics import await_leaders
from schemas.credential import Credential
from schemas.errors import Misconfigured, Refused
from schemas.settings import KafkaSettings

CHANGED = "the cluster was changed since this plan was shown; nothing was changed now, look at the new plan"


@dataclass(frozen=True)
class Office:
    """Plans and applies. Raises what the cluster raises: Misconfigured, Refused or Unavailable."""

    composition: Composition
    settings: KafkaSettings
    passwords: Passwords
    only: str = ""
    """The one partner to look after, or all."""

    @cached_property
    def admin(self) -> AdminClient:
        """The connection of whoever applies."""
        return AdminClient({**self.settings.librdkafka(), "log_level": 0})

    def plan(self) -> Plan:
        """What differs now; for `only` one partner, what concerns it and its topics."""
        there = self.present()
        known = frozenset(self.register(there))
        found = plan(self.wanted(), there, prefix=self.composition.topics.prefix, known=known)
        if not self.only:
            return found
        with_it, without = (self._topics(partners) for partners in ([self.only], []))
        return found.about(self.only, with_it - without)

    def _topics(self, partners: Iterable[str]) -> frozenset[str]:
        specs = self.composition.topics.specs(partners, (), partitions=1)
        return frozenset(spec.name for spec in specs)

    def wanted(self) -> State:
        """What the configuration wants."""
        return desired(self.composition)

    def present(self) -> State:
        """What the cluster grants now."""
        return replace(present(self.admin), quotas=read_quotas(self.settings))

    def register(self, there: State) -> Mapping[str, Credential]:
        """Every credential that was made by us, as far as the register exists."""
        topic = self.composition.topics.credentials
        return read_register(self.settings, topic) if topic in there.topics else {}

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
        made = (one.subject for one in shown.changes if one.action == "create")
        self.passwords.check([subject.name for subject in made if isinstance(subject, User)])

    def apply(self, shown: Plan, now: datetime, *, waits: float = WAITS) -> None:
        """Do exactly what was shown, alone, and nothing when the cluster is not as it was then."""
        if not shown.changes:
            return
        self.check(shown)
        book = self.wanted().topics[self.composition.topics.credentials]
        apply.create_topics(self.admin, [book])  # first of all, for the lock is a place in it
        await_leaders(self.admin, {book.name: book.partitions})
        rest = [one for one in shown.changes if one.subject != book]
        with alone(self.settings, book.name, f"{self.composition.topics.prefix}-access", waits=waits) as still_mine:
            if [one for one in self.plan().changes if one.subject != book] != rest:
                raise Refused(CHANGED)
            for batch in apply.batches(rest):
                still_mine()
                self._do(batch, now)

    def rotate(self, principal: str, now: datetime) -> None:
        """Give a principal a new password, in a new file. The old one stops working at once.

        Raises Misconfigured for a name that the configuration does not know, or when there is a file already.
        """
        if principal not in self.wanted().users:
            known = ", ".join(sorted(self.wanted().users))
            raise Misconfigured("PRINCIPAL", f"{principal} is not in the configuration", f"choose from {known}")
        apply.set_passwords(self.admin, {principal: self.passwords.renewed(principal)})
        enter(self.settings, self.composition.topics.credentials, principal, now)

    def _do(self, batch: Sequence[Change], now: datetime) -> None:
        subjects: list[Any] = [change.subject for change in batch]
        removing = batch[0].action == "delete"
        match subjects[0]:
            case Topic():
                apply.create_topics(self.admin, subjects)
                await_leaders(self.admin, {topic.name: topic.partitions for topic in subjects})
            case TopicConfig():
                apply.alter_topics(self.admin, subjects)
            case Quota():
                set_quotas(self.settings, subjects)
            case Acl():
                apply.delete_acls(self.admin, subjects) if removing else apply.create_acls(self.admin, subjects)
            case User():
                self._remove(subjects) if removing else self._add(subjects, now)

    def _add(self, users: Sequence[User], now: datetime) -> None:
        topic = self.composition.topics.credentials
        for user in users:  # entered first: a user that nobody knows to be ours would stay for ever
            enter(self.settings, topic, user.name, now)
        apply.set_passwords(self.admin, {user.name: self.passwords.of(user.name) for user in users})

    def _remove(self, users: Sequence[User]) -> None:
        apply.delete_users(self.admin, [user.name for user in users])
        for user in users:
            strike(self.settings, self.composition.topics.credentials, user.name)
