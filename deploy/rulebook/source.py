"""Events to compare on: those of a file of reports, or those that lie on the events topics."""

import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

import typer

from deploy.composition import Composition
from deploy.evaluate.making import made
from deploy.evaluate.reading import Bad, numbered
from deploy.wholetopic import Ends, Stored, read_whole
from producers.protect.token import TokenKey, TokenKeys, new_token_key
from schemas.partner import Partner
from schemas.settings import KafkaSettings

EVERY_SECONDS = 15.0


class Message(NamedTuple):
    """One message of a partner."""

    partner: Partner
    raw: bytes
    published: int
    """Milliseconds since 1970."""


def from_reports(path: str, composition: Composition, bad: Callable[[Bad], object]) -> Iterator[Message]:
    """The reports of a file, as `raabta score` reads them, under a key that is thrown away. `bad` hears of unusable lines.

    A report is published when it happened, or with the one before it if that happened later. Raises Misconfigured.
    """
    keys = TokenKeys((TokenKey(composition.partners.token_keys[0], new_token_key("once").secret),))
    clock = 0
    for item in made(numbered(path), composition.partners.partners, keys):
        if isinstance(item, Bad):
            bad(item)
            continue
        clock = max(clock, item.at)
        yield Message(item.partner, item.event, clock)


def from_topics(
    settings: KafkaSettings, composition: Composition, since: int, ends: Ends | None = None
) -> Iterator[Message]:
    """Everything published since then (milliseconds since 1970), in the order of the broker's time stamps; fills `ends`.

    Raises Unavailable. All of it is held in memory, at the size it has on the topics.
    """
    known = composition.partners.partners
    topics = {composition.topics.events(name): partner for name, partner in known.items()}
    group = f"{composition.topics.prefix}-rules"
    read = read_whole(settings, sorted(topics), group=group, since=since, ends=ends)
    found: list[Stored] = [one for one in read if one.value]
    found.sort(key=lambda one: (one.timestamp, one.topic, one.partition, one.offset))
    for one in found:
        if one.timestamp >= since:
            yield Message(topics[one.topic], one.value or b"", one.timestamp)


class Progress:
    """Says on stderr how far it is, a few times a minute."""

    def __init__(self) -> None:
        self._began = self._said = time.monotonic()

    def __call__(self, events: int) -> None:
        """So many have been taken."""
        now = time.monotonic()
        if now - self._said > EVERY_SECONDS:
            self._said = now
            typer.echo(f"{events:,} events compared, {events / (now - self._began):,.0f} a second", err=True)
