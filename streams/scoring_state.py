"""Scoring at work on one partition: the histories of its tokens."""

from collections import Counter
from collections.abc import Sequence

from pydantic import ValidationError

from schemas.codec import malformed_of
from schemas.erasure import Forget
from schemas.errors import Malformed
from schemas.reject import Reason
from schemas.topic import Topics
from streams.alarms import Alarms
from streams.bundling import bundled
from streams.corrections import Corrections, is_history
from streams.erasure import erase
from streams.frame import TAKEN_BACK, Relay, Target, decode
from streams.history import Entry, History, fact_of
from streams.intake import Refused, Source
from streams.intake_state import reject_of
from streams.pack import Pack
from streams.packs import HEADER, Packs, stamp_of
from streams.ports import Outbox, Record, Tally
from streams.scoring import Scored, correct, later, part, score
from streams.shelves import Shelves
from streams.spoken import is_written
from streams.stored import dump, next_rise, origin_of, rise_of

OURSELVES = "raabta"
"""Owner of a reject that no partner caused: a frame that is not one."""


class ScoringState:
    """Partition state of the scoring stage: one state record a token."""

    def __init__(self, packs: Packs | Pack, topics: Topics, partitions: int) -> None:
        """A single pack, where nothing is ever swapped, stands for all."""
        self._packs = packs if isinstance(packs, Packs) else Packs(packs)
        self._topics = topics
        self._partitions = partitions
        self._shelves = Shelves()
        self._dirty: set[str] = set()
        self._corrections = Corrections()
        self._alarms = Alarms()
        self._fresh: dict[str, bool] = {}  # noted in this batch -> whether a history here held it
        self.tally: Tally = Counter()

    def restore(self, key: bytes, value: bytes) -> None:
        """Take back a history, which is read when its token is next seen, or a correction."""
        if is_history(key):
            self._shelves.restore(key.decode(), value)
            self._alarms.set(key.decode(), rise_of(value))
        else:
            self._corrections.restore(key, value)

    def take(self, records: Sequence[Record], out: Outbox) -> None:
        """Score every sighting; alerts leave as they are made, relays packed by partition."""
        relays: list[tuple[bytes, list[Relay]]] = []
        active = self._packs.active  # one for the whole batch, whenever the shell swaps it
        correcting = active.stamp, active
        for record in records:
            self._ring(record.timestamp, _run(relays, active.stamp) if self._fresh else [], out)
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
            for number, frame in bundled(made, self._partitions):
                out.send(self._topics.sightings, frame, partition=number, headers=((HEADER, stamp),))

    def ring(self, now: int, out: Outbox) -> bool:
        """Tell anew what the clock alone has made more urgent by now, milliseconds since 1970. False: nothing.

        Every record tells the time, so that a replay does at the same place what was done first; the shell does where none comes.
        """
        return self._ring(now, [], out)

    def _ring(self, now: int, relays: list[Relay], out: Outbox) -> bool:
        """`relays`: where those go that follow from what this batch has corrected; between two batches nothing is left to correct."""
        rung, pack = False, self._packs.active
        for token, at in self._alarms.due(now):
            history, rung = self._shelves.history(token), True
            if self._fresh:  # what is corrected already is not told anew, wherever the batch ends
                first = self._without(history, self._corrected(history), pack)
                self._follow(history, first, relays, out)
            scored = later(history, at, pack)
            self._follow(history, scored, [], out)
            self.tally.update(("risen", alert.priority) for alert in scored.alerts)
        return rung

    def drain(self) -> list[tuple[bytes, bytes | None]]:
        """The histories that changed. What has not been touched for long is put away."""
        changed: list[tuple[bytes, bytes | None]] = [(t.encode(), dump(self._shelves.history(t))) for t in self._dirty]
        self._dirty.clear()
        self._shelves.put_away()
        return [*changed, *self._corrections.drain()]  # these last: whoever knows of one has taken it out everywhere

    def _forget(self, tokens: Sequence[str]) -> None:
        for token in self._shelves.showing(tokens):
            if erase(self._shelves.looked_at(token), tokens):
                self._dirty.add(token)
                self._alarms.set(token, next_rise(self._shelves.looked_at(token)))
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
                history = self._shelves.history(target.token)
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
        self._shelves.note(history.token, entry.event)
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
        self._alarms.set(history.token, next_rise(history))
        for alert in scored.alerts:
            out.send(self._topics.alerts, alert.model_dump_json().encode(), key=alert.id.encode())
            self.tally["alerts", alert.priority] += 1
            plain = sum(
                hit.indicator in history.hits and not is_written(history.hits[hit.indicator].said) for hit in alert.hits
            )
            if plain:
                self.tally["hits_told_plainly",] += plain

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
        for token in self._shelves.quoting(self._fresh):
            history = self._shelves.looked_at(token)
            scored = self._without(history, self._corrected(history), pack)
            if not scored.known:
                self._follow(history, scored, relays, out)
        self.tally["corrections", "applied"] += sum(self._fresh.values())
        self.tally["corrections", "waiting"] += len(self._fresh) - sum(self._fresh.values())
        self._fresh.clear()

    def history(self, token: str) -> History:
        """What is remembered of a token, made ready to read."""
        return self._shelves.history(token)


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
