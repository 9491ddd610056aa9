"""The house a command works for: its configuration, its cluster if one is named, and the packs that can be named."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

import typer

from deploy.commands.topics import cluster
from deploy.composition import Composition, compose
from deploy.configfile import read_toml
from deploy.evaluate.reading import Bad
from deploy.rulebook.compare import Compared, Comparison
from deploy.rulebook.source import Message, Progress, from_reports, from_topics
from deploy.rulebook.steps import Written, entry_of
from deploy.rulebook.store import Store
from deploy.rules import load_rules
from deploy.settings import DeploySettings
from schemas.rulebook import Entry
from streams.pack import Pack
from streams.rulebook import Rulebook

ACTIVE = "active"
"""Names the version that is active now."""


@dataclass
class House:
    """One Raabta."""

    deploy: DeploySettings
    composition: Composition
    bad: int = 0
    """Lines of a file of reports that could not be read."""

    @property
    def rules(self) -> Path:
        """The pack a new house starts with."""
        return self.deploy.config / "rules.toml"

    @cached_property
    def store(self) -> Store:
        """Its rulebook. Raises Misconfigured when no cluster is named."""
        return Store(cluster(), self.composition.topics)

    def written(self, path: Path) -> Written:
        """A rule pack with its text. Raises Misconfigured at the line of the first fault."""
        return Written(load_rules(path), read_toml(path)[1])

    def active(self, book: Rulebook) -> Pack:
        """By what the house works: the active version, or its rules.toml as long as nothing was ever decided."""
        return self.composition.pack if book.active is None else _pack(book.entries[book.active])

    def named(self, name: str) -> Pack:
        """The pack of a file, a version of the rulebook, or the active one. Raises Misconfigured, Refused, Unavailable."""
        if name == ACTIVE:
            return self.active(self.store.book())
        if name.endswith(".toml") or Path(name).exists():
            return Pack(load_rules(Path(name)))
        return _pack(entry_of(self.store.book(), name))

    def compare(self, old: Pack, new: Pack, reports: str, days: float) -> Compared:
        """Both packs on a file of reports, or on what partners published in the last days. Raises as reading does."""
        comparison = Comparison(old, new, self.composition.partners, self.composition.routes)
        progress = Progress()
        for message in self._messages(reports, days):
            comparison.feed(*message)
            progress(comparison.events)
        return comparison.result()

    def _messages(self, reports: str, days: float) -> Iterator[Message]:
        if reports:
            return from_reports(reports, self.composition, self._note)
        since = datetime.now(UTC) - timedelta(days=days)
        return from_topics(self.store.settings, self.composition, int(since.timestamp() * 1000))

    def _note(self, bad: Bad) -> None:
        self.bad += 1
        typer.echo(str(bad), err=True)


def _pack(entry: Entry) -> Pack:
    return Pack(entry.pack, entered=entry.digest)


def house() -> House:
    """The one that the environment names. Raises Misconfigured."""
    deploy = DeploySettings()
    return House(deploy, compose(deploy))
