"""The exactly-once check finds every difference that it promises to find."""

from datetime import UTC, datetime

import pytest

from deploy.bench.core import Core
from deploy.composition import Composition, compose
from deploy.rehearsal.replay import Agreement, Version, compared, undisturbed
from deploy.settings import DeploySettings
from deploy.wholetopic import Stored
from producers.protect.protection import encode, protect
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKeys, new_token_key
from producers.simulate.day import day
from streams.ports import Record
from tests.deploy.rehearsal.sealing import fresh_public_key


class Remembering(Core):
    """Keeps the sightings that the stages exchange, as the topic would."""

    def __init__(self, composition: Composition) -> None:
        super().__init__(composition, state=False)
        self.sightings: list[Stored] = []

    def _take(self, records: list[Record]) -> None:
        for one in records:
            if one.topic == self._sightings:
                self.sightings.append(Stored(one.topic, one.partition, one.offset, one.timestamp, one.key, one.value))
        super()._take(records)


@pytest.fixture(scope="module")
def run() -> tuple[dict[Version, bytes], list[bytes]]:
    """What an undisturbed scorer makes of a simulated day's sightings, and the alerts that the day raised."""
    composition = compose(DeploySettings())
    partners = composition.partners.partners
    keys = TokenKeys((new_token_key(composition.partners.token_keys[0]),))
    fia = sealing_key(fresh_public_key())
    core = Remembering(composition)
    now = datetime.now(UTC).astimezone()
    for offset, planned in enumerate(day(1, now, tuple(partners.values()), 600)):
        event = protect(planned.report, partners[planned.partner_id], keys, fia)
        topic = composition.topics.events(planned.partner_id)
        at = round(now.timestamp() * 1000)
        core.feed([Record(topic, 0, offset, at, event.id.encode(), encode(event), ())])
    expected = undisturbed(core.sightings, composition.pack, composition.topics, composition.partitions)
    return expected, core.alerts


def test_an_undisturbed_run_agrees_with_itself_and_repetitions_do_not_matter(
    run: tuple[dict[Version, bytes], list[bytes]],
) -> None:
    expected, alerts = run
    assert len(expected) > 20
    assert compared(expected, [*alerts, *alerts]) == Agreement(len(expected), (), (), ())


def test_a_missing_version_is_named(run: tuple[dict[Version, bytes], list[bytes]]) -> None:
    expected, alerts = run
    found = compared(expected, alerts[1:])
    assert len(found.missing) == 1
    assert not found.same


def test_a_version_that_no_undisturbed_run_has_is_named(run: tuple[dict[Version, bytes], list[bytes]]) -> None:
    expected, alerts = run
    wanted = dict(list(expected.items())[1:])
    found = compared(wanted, alerts)
    assert found.surplus == (next(iter(expected)),)
    assert not found.same


def test_one_other_word_in_an_alert_is_a_difference(run: tuple[dict[Version, bytes], list[bytes]]) -> None:
    expected, alerts = run
    changed = alerts[0].replace(b'"priority":"', b'"priority": "')
    assert changed != alerts[0]
    found = compared(expected, [changed, *alerts[1:]])
    assert len(found.different) == 1
    assert not found.same


def test_the_same_version_with_two_contents_is_a_difference(run: tuple[dict[Version, bytes], list[bytes]]) -> None:
    expected, alerts = run
    changed = alerts[-1].replace(b'"priority":"', b'"priority": "')
    assert len(compared(expected, [*alerts, changed]).different) == 1
