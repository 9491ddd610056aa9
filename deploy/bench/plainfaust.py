"""Entrant (b): plain Faust, as its documentation teaches it: one agent, one Table, one update a sighting.

Given the benefit of the doubt: no repartition by token, relays are followed in place, duplicates are not looked for, and
the run ends with the last event instead of the last commit. Such a worker is right only as long as it is the only one.
"""

import os
from collections import deque
from typing import Any

import faust
import uvloop

from deploy.bench.lane import Lane
from deploy.bench.meter import read, result, say
from schemas.settings import KafkaSettings
from streams.app import credentials
from streams.history import Entry, History
from streams.intake import Accepted, Source, decide
from streams.intake_state import reject_of
from streams.scoring import score
from streams.stored import dump, load


def agent_app(lane: Lane) -> Any:
    """The app: it ends its process after the last event."""
    composition, settings = lane.composition(), KafkaSettings()
    topics, pack = composition.topics, composition.pack
    partners = {topics.events(name): partner for name, partner in composition.partners.partners.items()}
    keys = frozenset(composition.partners.token_keys)
    app = faust.App(
        f"{lane.prefix}-plain",
        broker=[f"kafka://{address}" for address in settings.bootstrap.split(",")],
        broker_credentials=credentials(settings),
        store="memory://",
        key_serializer="raw",
        value_serializer="raw",
        topic_partitions=lane.partitions,
        topic_replication_factor=1,
        topic_disable_leader=True,
        consumer_auto_offset_reset="earliest",
        web_enabled=False,
        worker_redirect_stdouts=False,
    )
    histories = app.Table(
        f"{lane.prefix}-histories", partitions=lane.partitions, key_type=bytes, value_type=bytes, default=None
    )
    alerts = app.topic(topics.alerts, key_type=bytes, value_type=bytes)
    rejects = app.topic(topics.rejects, key_type=bytes, value_type=bytes)
    source_topic = app.topic(*partners, key_type=bytes, value_type=bytes)

    async def take(stream: Any) -> None:
        taken = sightings = 0
        first = read(lane.broker_pid)
        async for event in stream.events():
            if not taken:
                first = read(lane.broker_pid)
            message = event.message
            source = Source(message.topic, message.partition, message.offset, int(message.timestamp * 1000))
            partner = partners[message.topic]
            for judged in decide(event.value, source, partner, keys):
                if not isinstance(judged, Accepted):
                    reject = reject_of(judged, source, partner.id)
                    await rejects.send(key=partner.id.encode(), value=reject.model_dump_json().encode())
                    continue
                waiting = deque((target, judged.fact) for target in judged.targets)
                while waiting:
                    target, raw = waiting.popleft()
                    sightings += 1
                    key = target.token.encode()
                    held = histories.get(key)
                    history = load(target.token, held) if held else History(target.token)
                    scored = score(history, Entry(raw, target.party, target.hops, target.via), pack)
                    if scored.known:
                        continue
                    histories[key] = dump(history)
                    waiting.extend(scored.relays)
                    for alert in scored.alerts:
                        await alerts.send(key=alert.id.encode(), value=alert.model_dump_json().encode())
            taken += 1
            if taken == lane.events:
                say(result(first, read(lane.broker_pid), taken, sightings))
                os._exit(0)

    app.agent(source_topic)(take)
    return app


def work(lane: Lane) -> None:
    """Run the agent; returns never."""
    uvloop.install()
    faust.Worker(agent_app(lane), loglevel="error").execute_from_commandline()
