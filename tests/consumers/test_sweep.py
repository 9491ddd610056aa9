"""What is past its time goes, all of it and only it, and the files do not tell."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from consumers.audit import verify
from consumers.deliveries import due, settle
from consumers.dossier import gather
from consumers.store import Store
from consumers.sweep import Swept, sweep
from consumers.tables import AUDIT, DELIVERIES, EVIDENCE, RECEIPTS, VIEWS
from schemas.receipt import Outcome
from tests.consumers.making import KEYS, MAIL, NOW, SUBJECT, TESTINA, Topic, alert, event, fia, new_store, view
from tests.consumers.test_evidence import Archive

KEPT = timedelta(days=730)
LATER = NOW + KEPT + timedelta(days=1)


@pytest.fixture
def topic(tmp_path: Path) -> Iterator[Topic]:
    store = new_store(tmp_path)
    yield Topic(store, fia(email=MAIL))
    store.close()


def deliver(topic: Topic, *, publish: bool = True) -> None:
    """Everything that waits is delivered, and its receipt published."""
    for one in due(topic.store, "email", NOW, 9):
        settle(topic.store, one, Outcome.DELIVERED, NOW)
    if publish:
        with topic.store.writing() as connection:
            connection.execute(update(RECEIPTS).values(published=True))


def left(store: Store) -> dict[str, int]:
    with store.reading() as connection:
        return {
            table.name: len(connection.execute(select(table)).all())
            for table in (VIEWS, DELIVERIES, EVIDENCE, RECEIPTS)
        }


def test_an_alert_past_its_time_goes_with_all_that_is_kept_of_it_and_the_audit_says_so(topic: Topic) -> None:
    first = view(alert(1))
    topic.put(first)
    gather(topic.store, [first], Archive({("raabta.events.air-farzi", 0, 7): event()}), KEYS, NOW)
    deliver(topic)
    topic.put(view(alert(2)), now=LATER)
    assert left(topic.store)["evidence"] == 1
    assert sweep(topic.store, LATER - KEPT, LATER) == Swept(1, 0)
    assert left(topic.store) == {"views": 1, "deliveries": 1, "evidence": 0, "receipts": 0}
    with topic.store.reading() as connection:
        last = connection.execute(select(AUDIT).order_by(AUDIT.c.seq.desc())).first()
        assert last is not None
        assert (last.actor, last.action, last.subject) == ("retention", "forgotten", f"fia-farzi {alert(1).id}")
        assert verify(connection).broken_at is None


def test_an_alert_that_has_changed_since_is_kept_whole(topic: Topic) -> None:
    topic.put(view(alert(1, 1)))
    topic.put(view(alert(1, 2)), now=LATER)
    deliver(topic)
    assert sweep(topic.store, LATER - KEPT, LATER) == Swept(0, 0)
    assert left(topic.store)["views"] == 2


def test_nothing_goes_that_is_still_to_be_delivered_or_told(topic: Topic) -> None:
    topic.put(view(alert(1)))
    assert sweep(topic.store, LATER, LATER) == Swept(0, 0)
    deliver(topic, publish=False)
    assert sweep(topic.store, LATER, LATER) == Swept(0, 0)
    deliver(topic)
    assert sweep(topic.store, LATER, LATER) == Swept(1, 0)


def test_the_bytes_of_what_is_gone_are_in_no_file_of_the_store(topic: Topic, tmp_path: Path) -> None:
    if topic.store.dialect != "sqlite":
        pytest.skip("PostgreSQL's files are not ours to read; VACUUM is asked for, see docs/retention.md")
    first = view(alert(1))
    topic.put(first)
    gather(topic.store, [first], Archive({("raabta.events.air-farzi", 0, 7): event()}), KEYS, NOW)
    deliver(topic)
    secrets = [SUBJECT.encode(), str(TESTINA.name).encode(), first.headline.encode()]

    def found() -> list[bytes]:
        files = b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()) if path.is_file())
        return [secret for secret in secrets if secret in files]

    assert found() == secrets
    sweep(topic.store, LATER, LATER)
    assert found() == []
