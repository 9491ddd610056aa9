"""Read rejects and the work on them from their topics."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from deploy.rejects.case import Case, case_of, reentries
from deploy.wholetopic import read_whole
from schemas.errors import Refused
from schemas.reject import Reject
from schemas.reject_work import RejectWork
from schemas.settings import KafkaSettings
from schemas.topic import Topics


class Desk(NamedTuple):
    """Whose rejects are worked here, and the topics of each."""

    settings: KafkaSettings
    topics: Topics
    partners: Sequence[str]
    alone: bool = False
    """Only this one partner's topics, with its own credentials."""

    @property
    def group(self) -> str:
        """A consumer group that this user may name; it is never joined."""
        return f"{self.partners[0]}.rejects" if self.alone else f"{self.topics.prefix}-rejects"

    def rejects(self) -> Iterator[Reject]:
        """Every reject, each once, with its bytes. Raises Unavailable when a topic cannot be read."""
        names = [self.topics.rejects_of(name) for name in self.partners]
        seen: set[str] = set()
        for record in read_whole(
            self.settings, names if self.alone else [self.topics.rejects, *names], group=self.group
        ):
            reject = Reject.model_validate_json(record.value or b"")
            if reject.id not in seen:  # a stage that was killed writes the same one again
                seen.add(reject.id)
                yield reject

    def works(self) -> dict[str, RejectWork]:
        """What was done, by the reject's id. Raises Unavailable when a topic cannot be read."""
        names = [self.topics.reject_work_of(name) for name in self.partners]
        found: dict[str, RejectWork] = {}
        for record in read_whole(
            self.settings, names if self.alone else [self.topics.reject_work, *names], group=self.group
        ):
            key = (record.key or b"").decode()
            if record.value is None:
                found.pop(key, None)
            else:
                found[key] = RejectWork.model_validate_json(record.value)
        return found

    def cases(self) -> Iterator[Case]:
        """Every reject with the work on it, without its bytes."""
        works = self.works()
        sent = reentries(works.values())
        for reject in self.rejects():
            yield case_of(reject, works, sent)

    def one(self, reject_id: str) -> tuple[Reject, RejectWork | None, Case]:
        """The reject with this id, or with an id that begins so. Raises Refused when there is none, or more than one."""
        works = self.works()
        found = [reject for reject in self.rejects() if reject.id.startswith(reject_id)]
        if len(found) != 1:
            raise Refused(f"{len(found) or 'no'} rejects begin with this id; see raabta rejects list --each")
        return found[0], works.get(found[0].id), case_of(found[0], works, reentries(works.values()))

    def work_topic(self, partner: str) -> str:
        """Where the work on this partner's rejects is written."""
        return self.topics.reject_work_of(partner) if partner in self.partners else self.topics.reject_work
