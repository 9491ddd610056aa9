"""A comparison, a rulebook and the workers in words, for a person and for a machine. No identity: tokens in short form."""

from collections.abc import Iterator, Sequence
from typing import Any

from deploy.rulebook.compare import Compared
from schemas.alert import Alert
from schemas.rulebook import Acknowledgement, Decision, Forecast
from streams.rulebook import Rulebook

Object = dict[str, Any]


def short(token: str) -> str:
    """`cnic:k1:ypeBEsobvcr6wjGzmiPcTQ` -> `cnic:ypeBEsob`: enough to tell two apart."""
    kind, _, mac = token.split(":", 2)
    return f"{kind}:{mac[:8]}"


def comparison(found: Compared, examples: int, *, reports: bool = False) -> Iterator[str]:
    """The table, the examples, and the verdict. `reports`: of a file, which by itself lets no version go."""
    seen = found.forecast
    of = " of a file" if reports else ""
    yield f"version {found.candidate} beside {seen.against}: {seen.events:,} events{of} over {seen.days:.1f} days"
    if found.rejects:
        yield f"{found.rejects:,} of them were refused by intake and are in no figure"
    yield ""
    yield from loads(seen)
    yield ""
    yield f"subjects: {seen.kept:,} kept, {seen.gained:,} gained, {seen.lost:,} lost"
    for what, alerts in (("gained", found.gained), ("lost", found.lost)):
        for alert in alerts[:examples]:
            yield from _example(what, alert, found.inboxes.get(alert.id, ()))
    yield ""
    if reports and not seen.beyond:
        yield "within the attention budget on these reports; `rules activate` asks what lies on the topics too"
    else:
        yield from verdict(seen)


def loads(seen: Forecast) -> Iterator[str]:
    """What each inbox gets."""
    width = max((len(load.inbox) for load in seen.inboxes), default=5)
    yield f"{'new alerts a day':<{width}}  {'before':>8}  {'after':>8}  {'budget':>8}"
    for load in seen.inboxes:
        mark = "  beyond" if load.after > load.budget else ""
        yield f"{load.inbox:<{width}}  {load.before:>8.2f}  {load.after:>8.2f}  {load.budget:>8g}{mark}"


def verdict(seen: Forecast) -> Iterator[str]:
    """Whether it may go, and why not."""
    if not seen.beyond:
        yield "within the attention budget: one person may activate it"
    for reason in seen.beyond:
        yield f"held for a second person: {reason}"


def _example(what: str, alert: Alert, inboxes: Sequence[str]) -> Iterator[str]:
    goes = ", ".join(inboxes) or "no inbox"
    yield (
        f"  {what}: {short(alert.subject)}, {alert.about}, {alert.priority}, rank {alert.rank:.1f}, {alert.combination}, "
        f"to {goes}"
    )
    for hit in alert.hits:
        counted = hit.counted or "answered"
        yield f"      {hit.indicator} ({counted}): {hit.sentence}"


def as_object(found: Compared, examples: int) -> Object:
    """All of it, for a machine."""
    return {
        "candidate": found.candidate,
        **found.forecast.model_dump(mode="json"),
        "rejects": found.rejects,
        "examples": {
            "gained": [_as_example(alert, found.inboxes) for alert in found.gained[:examples]],
            "lost": [_as_example(alert, found.inboxes) for alert in found.lost[:examples]],
        },
    }


def _as_example(alert: Alert, inboxes: dict[str, tuple[str, ...]]) -> Object:
    hits = [{"indicator": h.indicator, "counted": h.counted, "sentence": h.sentence} for h in alert.hits]
    return {
        "subject": short(alert.subject),
        "about": alert.about,
        "priority": alert.priority,
        "rank": round(alert.rank, 2),
        "combination": alert.combination,
        "inboxes": inboxes.get(alert.id, ()),
        "hits": hits,
    }


def versions(book: Rulebook) -> Iterator[str]:
    """Every version in a line, the oldest first."""
    for version, entry in book.entries.items():
        last = book.steps(version)
        state = "active" if version == book.active else last[-1].step if last else "entered"
        pack = entry.pack
        yield (
            f"{version}  {entry.digest}  {state:<11}  {entry.at:%Y-%m-%d %H:%M}  "
            f"{pack.author}, reviewed by {pack.reviewer}: {first_line(pack.changelog)}"
        )


def first_line(text: str) -> str:
    """The first line of a text of more."""
    return text.strip().splitlines()[0]


def decision(one: Decision) -> str:
    """One step in a line."""
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.at:%Y-%m-%d %H:%M:%S}  {one.step:<11}  {one.version}  by {one.by}{reason}"


def worker(one: Acknowledgement, now_seconds: float) -> Iterator[str]:
    """What a worker says."""
    yield f"{one.worker}  {one.active}  {one.digest}  since {one.since:%Y-%m-%d %H:%M:%S}, heard {now_seconds:.0f} s ago"
    for version, why in one.refused.items():
        yield f"    refuses {version}: {why}"
    for version, indicators in one.lacks.items():
        yield f"    {version} is older than its release, and says nothing or not all of: {', '.join(indicators)}"
