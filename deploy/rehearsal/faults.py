"""The faults: each breaks one thing for a while and mends it. The registry is the rehearsal's programme."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from confluent_kafka import Producer

from deploy.commands.simulate import SPOILED
from deploy.rehearsal.disk import SmallDisk, why_no_disks
from deploy.rehearsal.house import House
from deploy.rehearsal.parts import Process
from schemas.errors import Misconfigured

POISON = 5000
"""Messages of the flood."""
SKEW = "+2h"
SLOW = 0.1
"""Seconds that every chunk is held back on the slow network, each way."""


def _never(_: House) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong."""

    name: str
    what: str
    """For the table."""
    seconds: float
    """How long it lasts before it is mended; 0 when it is over at once."""
    broken: Callable[[House], AbstractContextManager[None]]
    """Breaks on entry, mends on exit."""
    why_not: Callable[[House], str] = _never
    """Why it cannot be played here; empty when it can."""


@contextmanager
def _killed(name: str, house: House) -> Iterator[None]:
    house.supervisor.parts[name].kill()
    yield


@contextmanager
def _stopped(name: str, house: House) -> Iterator[None]:
    house.supervisor.parts[name].stop()
    yield


@contextmanager
def _paused(name: str, house: House) -> Iterator[None]:
    house.supervisor.parts[name].pause()
    try:
        yield
    finally:
        house.supervisor.parts[name].resume()


@contextmanager
def _down(name: str, house: House) -> Iterator[None]:
    """Gone as in a power cut, and back only when the fault is over."""
    house.supervisor.held.add(name)
    house.supervisor.parts[name].kill()
    try:
        yield
    finally:
        house.supervisor.held.discard(name)
        house.supervisor.parts[name].start()


@contextmanager
def _mail_away(house: House) -> Iterator[None]:
    house.demo.mail.stop()
    try:
        yield
    finally:
        house.demo.mail.start()


@contextmanager
def _full(which: str, house: House) -> Iterator[None]:
    disk = house.disks[which]
    assert disk is not None  # why_not has seen to it
    disk.fill()
    try:
        yield
    finally:
        disk.free()


@contextmanager
def _slow(house: House) -> Iterator[None]:
    house.wire.delay = SLOW
    try:
        yield
    finally:
        house.wire.delay = 0.0


@contextmanager
def _poison(house: House) -> Iterator[None]:
    """Every kind of broken message, as fast as the cluster takes them, on the first partner's own topic."""
    topics, partners = house.demo.composition.topics, house.demo.composition.partners.partners
    producer = Producer({**house.cluster.settings.librdkafka(), "linger.ms": 20})
    topic = topics.events(sorted(partners)[0])
    for number in range(POISON):
        producer.produce(topic, SPOILED[number % len(SPOILED)], partition=number % house.demo.composition.partitions)
        producer.poll(0)
    producer.flush(30.0)
    yield


@contextmanager
def _skewed(house: House) -> Iterator[None]:
    """One of two workers lives two hours in the future; then it is restarted with the right time."""
    worker = house.supervisor.parts["worker-2"]
    assert isinstance(worker, Process)
    variables = {"LD_PRELOAD": str(_libfaketime()), "FAKETIME": SKEW, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    right = worker.spawn
    worker.stop()
    worker.spawn = lambda: house.worker("worker-2", variables)
    worker.start()
    try:
        yield
    finally:
        worker.spawn = right
        worker.stop()
        worker.start()


def _libfaketime() -> Path | None:
    return next(iter(sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))), None)


def _needs_faketime(_: House) -> str:
    return "" if _libfaketime() else "needs libfaketime (Debian: apt install faketime)"


def _needs_disk(which: str, house: House) -> str:
    return "" if isinstance(house.disks[which], SmallDisk) else why_no_disks() or "no small disk was mounted"


def _needs_brokers(house: House) -> str:
    return "" if house.plan.brokers >= 3 else "needs three brokers"


def _disk_of_a_broker(house: House) -> str:
    return _needs_brokers(house) or _needs_disk("broker", house)


FAULTS: tuple[Fault, ...] = (
    Fault("worker-killed", "kill -9 of one of two workers", 0, partial(_killed, "worker-1")),
    Fault("worker-stopped", "a worker is stopped and started, as for an update", 0, partial(_stopped, "worker-2")),
    Fault("worker-paused", "a worker sleeps 15 s, past its session, and wakes", 15, partial(_paused, "worker-1")),
    Fault("consumers-killed", "kill -9 of the inboxes' process", 0, partial(_killed, "consumers")),
    Fault("consumers-paused", "the inboxes' process sleeps 15 s", 15, partial(_paused, "consumers")),
    Fault("broker-killed", "power cut of a broker for 10 s", 10, partial(_down, "broker-1"), _needs_brokers),
    Fault("broker-paused", "a broker hangs for 12 s", 12, partial(_paused, "broker-2"), _needs_brokers),
    Fault("mail-away", "the mail server is away for 15 s", 15, _mail_away),
    Fault(
        "store-disk-full",
        "the inbox store's disk is full for 10 s",
        10,
        partial(_full, "store"),
        partial(_needs_disk, "store"),
    ),
    Fault("broker-disk-full", "a broker's disk is full for 15 s", 15, partial(_full, "broker"), _disk_of_a_broker),
    Fault("network-slow", "100 ms more each way to every broker for 15 s", 15, _slow),
    Fault("poison-flood", f"{POISON} broken messages at once", 0, _poison),
    Fault("clock-skewed", f"a worker's clock is {SKEW} for 10 s", 10, _skewed, _needs_faketime),
)


def named(names: list[str]) -> tuple[Fault, ...]:
    """The faults with these names, in the programme's order; all when none is named.

    Raises Misconfigured for a name that is none.
    """
    known = {fault.name for fault in FAULTS}
    for name in names:
        if name not in known:
            raise Misconfigured("--only", f"there is no fault {name}", f"choose from {', '.join(sorted(known))}")
    return tuple(fault for fault in FAULTS if not names or fault.name in names)
