"""Scoring at work on one partition: the histories of its tokens."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

import orjson
from pydantic import ValidationError

from schemas.codec import malformed_of
from schemas.erasure import Forget
from schemas.errors import Malformed
from schemas.reject import Reason
from schemas.topic import Topics
from streams.cold import facts_with, let_go, put_away, shows, taken_up, tokens_of
from streams.corrections import Corrections, is_history
from streams.erasure import erase, mentions
from streams.frame import TAKEN_BACK, Relay, Target, decode, encode
from streams.history import Entry, History, fact_of
from streams.intake import Refused, Source
from streams.intake_state import reject_of
from streams.pack import Pack
from streams.packs import HEADER, Packs, stamp_of
from streams.ports import Headers, Outbox, Record, Tally
from streams.quoting import Quoting
from streams.scoring import Scored, correct, part, score
from streams.spread import partition_of
from streams.stored import dump, load, origin_of

LIVE = 20_000
"""Histories kept ready to read; the others, longest untouched, are put away: see `streams.cold`."""
PACKED = 1_000
"""Of those that came back from the state topic, packed in one drain at the most."""
COOLED = 2_000
"""Histories put away in one drain at the most, so that none takes long."""
OURSELVES = "raabta"
"""Owner of a reject that no partner caused: a frame that is not one."""


class ScoringState:
    """Partition state of the scoring stage: one state record a token."""

    def __init__(self, packs: Packs | Pack, topics: Topics, partitions: int) -> None:
        """A single pack, where nothing is ever swapped, stands for all."""
        self._packs = packs if isinstance(packs, Packs) else Packs(packs)
        self._topics = topics
        self._partitions = partitions
        self._live: dict[str, History] = {}  # the longest untouched first
        self._quoting = Quoting()  # of those that are live
        self._cold: dict[str, bytes] = {}
        self._stored: dict[str, bytes] = {}  # as they came back from the state topic, until they are packed
        self._dirty: set[str] = set()
        self._corrections = Corrections()
        self._fresh: dict[str, bool] = {}  # noted in this batch -> whether a history here held it
        self.tally: Tally = Counter()

    def __del__(self) -> None:
        """The partition goes to another worker: what its histories shared with those of others is let go."""
        for cold in self._cold.values():
            let_go(cold)

    def restore(self, key: bytes, value: bytes) -> None:
        """Take back a history, which is read when its token is next seen, or a correction."""
        if is_history(key):
            self._stored[key.decode()] = value
        else:
            self._corrections.restore(key, value)

    def take(self, records: Sequence[Record], out: Outbox) -> None:
        """Score every sighting; alerts leave as they are made, relays packed by partition."""
        relays: list[tuple[bytes, list[Relay]]] = []
        active = self._packs.active  # one for the whole batch, whenever the shell swaps it
        correcting = active.stamp, active
        for record in records:
            try:
                if record.topic == self._topics.forget:
                    self._forget(Forget.model_validate_json(record.value or b"").tokens)
                else:
                    noted = len(self._fresh)
                    stamp, pack = self._begun_on(record, active)
                    self._take_frame(record, pack, _run(relays, stamp), out)
                    correcting = (stamp, pack) if len(self._fresh) > noted else correcting
            except (Malformed, ValueError) as error:
                why = _why(error)
                source = Source(record.topic, record.partition, record.offset, record.timestamp)
                reject = reject_of(Refused(0, why, record.value or b""), source, OURSELVES)
                out.send(self._topics.rejects, reject.model_dump_json().encode(), key=OURSELVES.encode())
                self.tally["rejected", why.reason] += 1
        if self._fresh:
            self._correct_everywhere(correcting[1], _run(relays, correcting[0]), out)
        for stamp, made in relays:
            self._pass_on(made, ((HEADER, stamp),), out)

    def drain(self) -> list[tuple[bytes, bytes | None]]:
        """The histories that changed. What has not been touched for long is put away."""
        changed: list[tuple[bytes, bytes | None]] = [(t.encode(), dump(self.history(t))) for t in self._dirty]
        self._dirty.clear()
        for token in list(islice(self._live, min(COOLED, max(0, len(self._live) - LIVE)))):
            self._cold[token] = put_away(dump(self._live.pop(token)))
            self._quoting.drop(token)
        for token in list(islice(self._stored, PACKED)):
            self._cold[token] = put_away(self._stored.pop(token))
        return [*changed, *self._corrections.drain()]  # these last: whoever knows of one has taken it out everywhere

    def _forget(self, tokens: Sequence[str]) -> None:
        """Look through every history for these: an order is rare, so nothing is kept that would find them faster."""
        marks = [token.encode() for token in tokens]
        shown = facts_with(marks)
        found = [
            *(token for token, cold in self._cold.items() if shows(cold, marks, shown)),
            *(token for token, data in self._stored.items() if mentions(data, marks)),
            *(token for token in tokens if token in self._cold or token in self._stored),
        ]
        for token in (*self._live, *dict.fromkeys(found)):
            history = self._live.get(token) or self.history(token)
            if erase(history, tokens):
                self._dirty.add(token)
        fact_of.cache_clear()

    def _begun_on(self, record: Record, active: Pack) -> tuple[bytes, Pack]:
        """The version the events of a frame began on; the active one for a version that this worker could not load."""
        stamp = stamp_of(record.headers)
        if stamp is None:
            return active.stamp, active
        pack = self._packs.find(stamp)
        if pack is None:
            self.tally["rules_substituted",] += 1
        return stamp, pack or active

    def _take_frame(self, record: Record, pack: Pack, relays: list[Relay], out: Outbox) -> None:
        position = record.offset << 20
        for targets, raw in decode(record.value or b""):
            void = bool(self._corrections) and origin_of(raw)[1].decode() in self._corrections
            for target in targets:
                position += 1
                if not target.token:
                    self._corrections.note(target.via, raw)
                    self._fresh.setdefault(target.via, False)
                    continue
                history = self.history(target.token)
                if position <= history.position:
                    self.tally["duplicates_absorbed",] += 1
                    continue
                scored = self._scored(history, target, raw, pack, void=void)
                if scored.known:
                    self.tally["duplicates_absorbed",] += 1
                    continue
                history.position = position
                self._follow(history, scored, relays, out)

    def _scored(self, history: History, target: Target, raw: bytes, pack: Pack, *, void: bool) -> Scored:
        events = self._corrected(history)
        if target.hops == TAKEN_BACK or void:
            first = self._without(history, events, pack)
            second = part(history, target, raw, pack) if target.hops == TAKEN_BACK else self._refused(history)
            known = first.known and second.known
            return Scored(known, (*first.alerts, *second.alerts), (*first.relays, *second.relays))
        entry = Entry(raw, target.party, target.hops, target.via)
        self._quoting.note(history.token, (entry.event,))
        if events:
            return correct(history, events, self._corrections.mark(min(events)), pack, entry)
        return score(history, entry, pack)

    def _refused(self, history: History) -> Scored:
        """A sighting of an event that is corrected already."""
        history.refuse()
        self.tally["corrections", "kept_out"] += 1
        return Scored(known=False)

    def _without(self, history: History, events: set[str], pack: Pack) -> Scored:
        if not events:
            return Scored(known=True)
        return correct(history, events, self._corrections.mark(min(events)), pack)

    def _follow(self, history: History, scored: Scored, relays: list[Relay], out: Outbox) -> None:
        self._dirty.add(history.token)
        relays += scored.relays
        for alert in scored.alerts:
            out.send(self._topics.alerts, alert.model_dump_json().encode(), key=alert.id.encode())
            self.tally["alerts", alert.priority] += 1

    def _corrected(self, history: History) -> set[str]:
        """What a history still holds of what was corrected since it was last looked through."""
        if history.checked == self._corrections.count:
            return set()
        history.checked = self._corrections.count
        events = history.quotes(self._corrections)
        self._fresh.update((event, True) for event in events if event in self._fresh)
        return events

    def _correct_everywhere(self, pack: Pack, relays: list[Relay], out: Outbox) -> None:
        """Take what was corrected in this batch out of every history of the partition, once for all of it."""
        marks = [orjson.dumps(event.partition("/")[2]) for event in self._fresh]
        found = [
            *(token for event in self._fresh for token in self._quoting.tokens(event)),
            *(token for event in self._fresh for token in tokens_of(event) if token in self._cold),
            *(token for token, data in self._stored.items() if mentions(data, marks)),
        ]
        for token in dict.fromkeys(sorted(found)):
            history = self._live.get(token) or self.history(token)
            scored = self._without(history, self._corrected(history), pack)
            if not scored.known:
                self._follow(history, scored, relays, out)
        self.tally["corrections", "applied"] += sum(self._fresh.values())
        self.tally["corrections", "waiting"] += len(self._fresh) - sum(self._fresh.values())
        self._fresh.clear()

    def history(self, token: str) -> History:
        """What is remembered of a token, made ready to read."""
        history = self._live.pop(token, None)
        if history is None:
            history = self._taken_up(token)
            self._quoting.note(token, history.told_of())
        self._live[token] = history  # touched last
        return history

    def _taken_up(self, token: str) -> History:
        cold, stored = self._cold.pop(token, None), self._stored.pop(token, None)
        if cold is not None:
            return taken_up(token, cold)
        return load(token, stored) if stored is not None else History(token)

    def _pass_on(self, relays: list[Relay], headers: Headers, out: Outbox) -> None:
        frames: dict[int, dict[tuple[int, bytes], list[Target]]] = {}
        turns, back = 0, False
        for relay in relays:
            if (
                relay.target.hops == TAKEN_BACK
            ) is not back:  # what is taken back stays between what goes before and after
                turns, back = turns + 1, not back
            frame = frames.setdefault(partition_of(relay.target.token, self._partitions), {})
            frame.setdefault((turns, relay.raw), []).append(relay.target)
        for number, items in frames.items():
            body = encode((targets, raw) for (_, raw), targets in items.items())
            out.send(self._topics.sightings, body, partition=number, headers=headers)


def _run(relays: list[tuple[bytes, list[Relay]]], stamp: bytes) -> list[Relay]:
    """Where relays on these rules go: behind all others, for their order says what is taken back and what comes again."""
    if not relays or relays[-1][0] != stamp:
        relays.append((stamp, []))
    return relays[-1][1]


def _why(error: Malformed | ValueError) -> Malformed:
    if isinstance(error, Malformed):
        return error
    if isinstance(error, ValidationError):
        return malformed_of(error)
    return Malformed(
        Reason.BAD_VALUE, "", "a frame names known tokens and parties; look for who else writes this topic"
    )
