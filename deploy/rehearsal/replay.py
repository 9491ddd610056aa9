"""The exactly-once effect, checked: an undisturbed scorer reads the same sightings in the same order and must agree."""

from collections.abc import Iterable
from dataclasses import dataclass

from deploy.composition import Composition
from deploy.rulebook.store import Store
from deploy.wholetopic import Stored, read_whole
from schemas.alert import Alert
from schemas.settings import KafkaSettings
from schemas.topic import Topics
from streams.pack import Pack
from streams.packs import Packs
from streams.ports import Headers, Record
from streams.scoring_state import ScoringState

Version = tuple[str, int]
"""An alert's id and version."""


@dataclass(frozen=True)
class Agreement:
    """The alert versions of the disturbed run held against those of an undisturbed one."""

    versions: int
    """Different versions on the alerts topic."""
    missing: tuple[Version, ...]
    """Versions that the undisturbed run has and the topic has not."""
    surplus: tuple[Version, ...]
    """Versions on the topic that the undisturbed run has not."""
    different: tuple[Version, ...]
    """Versions that say something else: other hits, rank, evidence, time; or that lie on the topic with two contents."""

    @property
    def same(self) -> bool:
        """Whether nothing differs: ids, versions, and every byte of what they say."""
        return not (self.missing or self.surplus or self.different)


class _Alerts:
    """An outbox that keeps alerts. Relayed sightings lie on the topic already."""

    def __init__(self, topics: Topics) -> None:
        self._topics = topics
        self.found: list[bytes] = []

    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        if topic == self._topics.alerts:
            self.found.append(value)


def undisturbed(
    sightings: Iterable[Stored], packs: Packs | Pack, topics: Topics, partitions: int
) -> dict[Version, bytes]:
    """The alert versions that one scorer without any fault makes of these sightings, in the order of their partitions,
    each on the rules its event began on."""
    states = [ScoringState(packs, topics, partitions) for _ in range(partitions)]
    out = _Alerts(topics)
    for stored in sightings:
        record = Record(*stored)
        states[stored.partition].take([record], out)
    return {_version(raw): raw for raw in out.found}


def agreement(settings: KafkaSettings, composition: Composition) -> Agreement:
    """Read sightings and alerts, score the sightings again without faults, and compare."""
    topics = composition.topics
    packs = Store(settings, topics).packs(composition.pack)
    expected = undisturbed(read_whole(settings, [topics.sightings]), packs, topics, composition.partitions)
    return compared(expected, (record.value or b"" for record in read_whole(settings, [topics.alerts])))


def compared(expected: dict[Version, bytes], alerts: Iterable[bytes]) -> Agreement:
    """What lies on the alerts topic, repetitions included, held against what an undisturbed run makes."""
    found: dict[Version, bytes] = {}
    different: set[Version] = set()
    for raw in alerts:
        version = _version(raw)
        if found.setdefault(version, raw) != raw:
            different.add(version)
    different |= {version for version in found.keys() & expected.keys() if found[version] != expected[version]}
    return Agreement(
        len(found),
        tuple(sorted(expected.keys() - found.keys())),
        tuple(sorted(found.keys() - expected.keys())),
        tuple(sorted(different)),
    )


def _version(raw: bytes) -> Version:
    alert = Alert.model_validate_json(raw)
    return alert.id, alert.version
