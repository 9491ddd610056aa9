"""What may be done with a version, and what is written when it is. Pure: `now` is an argument, a refusal has its mend."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from schemas.errors import Refused
from schemas.rulebook import Acknowledgement, Decision, Entry, Forecast, Step
from schemas.rulepack import RulePack
from streams.pack import digest
from streams.rulebook import Rulebook

HOUSE = "raabta-rules"
"""Who founds a rulebook: the command, with the pack of rules.toml."""


class Written(NamedTuple):
    """A rule pack with the text it was read from."""

    pack: RulePack
    text: str


def proposed(book: Rulebook, new: Written, author: str, house: Written, now: datetime) -> list[Entry | Decision]:
    """Enter a version. The first one is preceded by the pack of the house's rules.toml, which goes on being active.

    Raises Refused when the version is there already, or says nothing new, or nothing of itself.
    """
    pack, records = new.pack, list[Entry | Decision]()
    if book.active is None:
        first = _entry(house, HOUSE, now)
        records += [first, _decision(Step.FOUNDED, first, HOUSE, now, "the pack of rules.toml")]
    entries = [*book.entries.values(), *(one for one in records if isinstance(one, Entry))]
    if pack.author != author:
        raise Refused(f"version {pack.version} names {pack.author} as its author, not {author}")
    for known in entries:
        if known.pack.version == pack.version:
            same = known.digest == digest(pack)
            what = "was entered before" if same else "was entered before with another content; a version never changes"
            raise Refused(f"version {pack.version} {what}; take a version that is not used yet")
        if known.digest == digest(pack):
            raise Refused(
                f"version {pack.version} scores exactly as version {known.pack.version} does; nothing to decide"
            )
        if known.pack.changelog == pack.changelog:
            raise Refused(f"the changelog is that of version {known.pack.version}; write what this one changes and why")
    entry = _entry(new, author, now)
    return [*records, entry, _decision(Step.PROPOSED, entry, author, now)]


def approved(book: Rulebook, version: str, reviewer: str, reason: str, now: datetime) -> Decision:
    """The reviewer's yes. Raises Refused when somebody else says it, or without a reason."""
    entry = entry_of(book, version)
    if reviewer != entry.pack.reviewer:
        raise Refused(f"version {version} names {entry.pack.reviewer} as its reviewer; only that one may approve it")
    if len(reason.strip()) < 3:
        raise Refused("an approval needs its reason; give --reason")
    return _decision(Step.APPROVED, entry, reviewer, now, reason)


def must_compare(book: Rulebook, version: str) -> bool:
    """Whether nobody has approved it, so that a comparison decides. Raises Refused for one that is active, or held."""
    entry = entry_of(book, version)
    if book.active == version:
        raise Refused(f"version {version} is active")
    if book.is_approved(version):
        return False
    if (held := book.held(version)) is not None:
        why = "; ".join(held.forecast.beyond) if held.forecast else "it was held"
        raise Refused(
            f"version {version} is held since {held.at:%Y-%m-%d %H:%M}: {why}; no other comparison lifts that, only "
            f"{entry.pack.reviewer} does: raabta rules approve {version} --reviewer {entry.pack.reviewer}"
        )
    return True


def activated(book: Rulebook, version: str, by: str, reason: str, forecast: Forecast | None, now: datetime) -> Decision:
    """Activate, or hold for a second person what is beyond the attention budget. `forecast`: None only if it is approved."""
    entry = entry_of(book, version)
    if not must_compare(book, version):
        held = [one.forecast for one in book.steps(version) if one.forecast is not None]
        return _decision(Step.ACTIVATED, entry, by, now, reason, forecast or (held[-1] if held else None))
    if forecast is None:
        raise Refused(f"nothing says what version {version} would raise; compare it first")
    return _decision(Step.HELD if forecast.beyond else Step.ACTIVATED, entry, by, now, reason, forecast)


def rolled_back(book: Rulebook, version: str | None, by: str, reason: str, now: datetime) -> Decision:
    """Back to a version that was active before; by one person and at once, since it was good enough yesterday."""
    wanted = version or book.before()
    if wanted is None:
        raise Refused("no other version was ever active; there is nothing to go back to")
    if wanted == book.active:
        raise Refused(f"version {wanted} is active")
    if len(reason.strip()) < 3:
        raise Refused("a rollback needs its reason; give --reason")
    decision = _decision(Step.ROLLED_BACK, entry_of(book, wanted), by, now, reason)
    if book.objection(decision) is not None:
        raise Refused(f"version {wanted} was never active; activate it instead")
    return decision


def entry_of(book: Rulebook, version: str) -> Entry:
    """The entry of a version. Raises Refused when there is none."""
    if version not in book.entries:
        known = ", ".join(book.entries) or "none; the house works by its rules.toml"
        raise Refused(f"version {version} was never entered; entered are: {known}")
    return book.entries[version]


def not_ready(workers: Iterable[Acknowledgement], version: str) -> list[str]:
    """Workers that could not work by this version now, each with the reason: an event that begins on it must find it."""
    return [
        f"{one.worker}: {one.refused.get(version, 'has not loaded it yet')}"
        for one in workers
        if version not in one.ready
    ]


def elsewhere(workers: Sequence[Acknowledgement], active: str, digest_: str) -> list[str]:
    """Workers that work by another version than the active one."""
    return [
        f"{one.worker} works by {one.active} ({one.digest})"
        for one in workers
        if (one.active, one.digest) != (active, digest_)
    ]


def _entry(written: Written, by: str, now: datetime) -> Entry:
    return Entry(pack=written.pack, digest=digest(written.pack), text=written.text, at=now, by=by)


def _decision(
    step: Step, entry: Entry, by: str, now: datetime, reason: str = "", forecast: Forecast | None = None
) -> Decision:
    return Decision(
        id=uuid4().hex,
        step=step,
        version=entry.pack.version,
        digest=entry.digest,
        by=by,
        at=now,
        reason=reason,
        forecast=forecast,
    )
