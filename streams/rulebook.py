"""The rulebook as it follows from its records, read in order: which versions there are, and which one is active. Pure."""

from hashlib import blake2b

import orjson
from pydantic import ValidationError

from schemas.codec import malformed_of
from schemas.rulebook import SETS_ACTIVE, Decision, Entry, Step
from streams.pack import digest_of

PACK, DECISION = "pack/", "decision/"
"""How the keys begin. No key is written twice with another meaning, so that compaction never takes a record away."""


class Rulebook:
    """Every version with its decisions. What breaks a rule is set aside with its reason, never obeyed."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        """By version, in the order they were entered."""
        self.decisions: list[Decision] = []
        """In order."""
        self.active: str | None = None
        """None: nothing was ever decided here; the house works by its rules.toml."""
        self.set_aside: list[str] = []
        """Records that were not obeyed, and why."""

    def take(self, key: bytes | None, value: bytes | None) -> None:
        """Apply the next record of the topic."""
        name = (key or b"").decode(errors="replace")
        try:
            if value is None:
                self.set_aside.append(f"{name}: a record of the rulebook cannot be deleted")
            elif name.startswith(PACK):
                self._enter(Entry.model_validate_json(value), value)
            else:
                self._decide(Decision.model_validate_json(value))
        except ValidationError as error:
            self.set_aside.append(f"{name}: {malformed_of(error)}")

    def steps(self, version: str) -> list[Decision]:
        """What was decided about a version, in order."""
        return [one for one in self.decisions if one.version == version]

    def held(self, version: str) -> Decision | None:
        """The decision that holds this version back, if nobody has approved it since."""
        steps = [one for one in self.steps(version) if one.step in (Step.HELD, Step.APPROVED)]
        return steps[-1] if steps and steps[-1].step is Step.HELD else None

    def is_approved(self, version: str) -> bool:
        """Whether the reviewer has approved this version."""
        return any(one.step is Step.APPROVED for one in self.steps(version))

    def before(self) -> str | None:
        """The version that was active before the active one: where a rollback leads."""
        turns = [one.version for one in self.decisions if one.step in SETS_ACTIVE]
        return next((version for version in reversed(turns) if version != self.active), None)

    def objection(self, decision: Decision) -> str | None:
        """Why a decision would not be obeyed now; None if it would."""
        entry = self.entries.get(decision.version)
        if entry is None:
            return "this version was never entered"
        if entry.digest != decision.digest:
            return "the decision is about another content"
        if decision.step is Step.FOUNDED and self.active is not None:
            return "the rulebook was begun before"
        if decision.step is Step.APPROVED and decision.by != entry.pack.reviewer:
            return f"only its reviewer, {entry.pack.reviewer}, may approve it"
        if decision.step is Step.ACTIVATED and not self.is_approved(decision.version):
            if decision.forecast is None:
                return "nothing says what it would raise, and nobody has approved it"
            if decision.forecast.against != self.active:
                return f"it was compared with {decision.forecast.against}, and {self.active} is active"
            if decision.forecast.beyond:
                return "it is beyond the attention budget, and nobody has approved it"
            if self.held(decision.version) is not None:
                return "it is held, and nobody has approved it"
        if decision.step is Step.ROLLED_BACK and all(
            one.step not in SETS_ACTIVE for one in self.steps(decision.version)
        ):
            return "it was never active"
        return None

    def _enter(self, entry: Entry, written: bytes) -> None:
        version = entry.pack.version
        if digest_of(orjson.loads(written)["pack"]) != entry.digest:
            self.set_aside.append(f"{version}: its digest is not that of its content")
        elif (known := self.entries.get(version)) is None:
            self.entries[version] = entry
        elif known != entry:
            self.set_aside.append(f"{version}: entered a second time; a version never changes")

    def _decide(self, decision: Decision) -> None:
        wrong = self.objection(decision)
        if wrong is not None:
            self.set_aside.append(f"{decision.version}, {decision.step} by {decision.by}: {wrong}")
            return
        if all(decision.id != known.id for known in self.decisions):
            self.decisions.append(decision)
            if decision.step in SETS_ACTIVE:
                self.active = decision.version


def key_of(record: Entry | Decision) -> bytes:
    """Where a record stands. Its content is part of it, so that compaction never takes one away for another."""
    content = blake2b(record.model_dump_json().encode(), digest_size=8).hexdigest()
    name = f"{PACK}{record.pack.version}" if isinstance(record, Entry) else f"{DECISION}{record.id}"
    return f"{name}/{content}".encode()
