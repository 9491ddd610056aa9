"""An order leaves nothing of the subject in an inbox's store, not in its files, and nothing comes back from the topics."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from consumers.audit import verify
from consumers.deliveries import due, settle
from consumers.dossier import gather, pieces_of
from consumers.erasure import Obeyed, obey
from consumers.store import Store
from consumers.tables import AUDIT, EVIDENCE, METADATA, RECEIPTS, VIEWS
from schemas.alert import Linked
from schemas.erasure import Erasure, Place, digest_of
from schemas.receipt import Outcome, Receipt
from schemas.role import Role
from tests.consumers.making import KEYS, MAIL, NOW, PHONE, SUBJECT, TESTINA, Topic, alert, event, fia, new_store, view
from tests.consumers.test_evidence import Archive

EVENTS = "raabta.events.air-farzi"
OTHER = alert(2, subject=PHONE, linked=(Linked(token=SUBJECT, role=Role.TRAVELLER, events=2),))


def order(number: int = 1, **changes: object) -> Erasure:
    whole: dict[str, object] = {
        "id": f"{number:032x}",
        "subject": (digest_of(SUBJECT),),
        "at": NOW,
        "by": "raabta-erase",
        "authority": "Invented court of Farzi, order 17/2026",
        "reason": "a test",
        "alerts": {alert(1).id: 2},
        "mentions": (OTHER.id,),
        "events": (Place(topic=EVENTS, partition=0, offset=7, index=0),),
    }
    return Erasure.model_validate(whole | changes)


@pytest.fixture
def topic(tmp_path: Path) -> Iterator[Topic]:
    """Two alerts that quote the same event: one about the subject, one about somebody who is linked with it."""
    store = new_store(tmp_path)
    one = Topic(store, fia(email=MAIL))
    views = [view(alert(1, 1)), view(alert(1, 2)), view(OTHER)]
    one.put(*views)
    gather(store, views, Archive({(EVENTS, 0, 7): event()}), KEYS, NOW)
    [first, *_] = due(store, "email", NOW, 9)
    settle(store, first, Outcome.DELIVERED, NOW)
    with store.writing() as connection:
        connection.execute(update(RECEIPTS).values(published=True))
    yield one
    store.close()


def everything(store: Store) -> str:
    """Every row of every table."""
    with store.reading() as connection:
        return "\n".join(
            repr(tuple(row)) for table in METADATA.sorted_tables for row in connection.execute(select(table))
        )


def test_no_row_shows_the_subject_any_more(topic: Topic) -> None:
    secrets = [SUBJECT, str(TESTINA.name), "ZZ0000001"]
    assert [secret for secret in secrets if secret in everything(topic.store)] == secrets
    assert obey(topic.store, order(), NOW) == Obeyed(2, 1, 1)
    assert [secret for secret in secrets if secret in everything(topic.store)] == []


def test_no_file_of_the_store_shows_the_subject_any_more(topic: Topic, tmp_path: Path) -> None:
    if topic.store.dialect != "sqlite":
        pytest.skip("PostgreSQL's files are not ours to read; VACUUM is asked for, see docs/retention.md")
    secrets = [SUBJECT.encode(), str(TESTINA.name).encode(), b"ZZ0000001"]

    def found() -> list[bytes]:
        files = b"".join(path.read_bytes() for path in sorted(tmp_path.iterdir()) if path.is_file())
        return [secret for secret in secrets if secret in files]

    assert found() == secrets
    obey(topic.store, order(), NOW)
    assert found() == []


def test_what_was_not_sent_yet_has_a_receipt_that_says_why(topic: Topic) -> None:
    waiting = {(one.view.alert_id, one.view.version) for one in due(topic.store, "email", NOW, 9)}
    obey(topic.store, order(), NOW)
    with topic.store.reading() as connection:
        unsaid = select(RECEIPTS.c.raw).where(RECEIPTS.c.published.is_(False))
        receipts = [Receipt.model_validate_json(raw) for raw in connection.scalars(unsaid)]
    assert {(one.alert_id, one.version) for one in receipts} == {one for one in waiting if one[0] == alert(1).id}
    assert {(one.outcome, one.reason) for one in receipts} == {(Outcome.SUPPRESSED, "erased")}
    assert [one.view.alert_id for one in due(topic.store, "email", NOW, 9)] == [
        name for name, _ in waiting if name == OTHER.id
    ]


def test_the_audit_says_what_was_forgotten_and_its_chain_is_whole(topic: Topic) -> None:
    obey(topic.store, order(), NOW)
    with topic.store.reading() as connection:
        deeds = [
            (row.action, row.subject) for row in connection.execute(select(AUDIT).where(AUDIT.c.actor == "erasure"))
        ]
        assert deeds == [
            ("forgotten", f"fia-farzi {alert(1).id}"),
            ("redacted", view(OTHER).id),
            ("erased", order().id),
        ]
        assert verify(connection).broken_at is None


def test_an_order_is_obeyed_once(topic: Topic) -> None:
    assert obey(topic.store, order(), NOW) is not None
    before = everything(topic.store)
    assert obey(topic.store, order(), NOW) is None
    assert everything(topic.store) == before


def test_an_erased_view_that_still_lies_on_the_topic_is_not_taken_and_a_newer_one_is(topic: Topic) -> None:
    obey(topic.store, order(), NOW)
    topic.put(view(alert(1, 2)), view(alert(1, 3)))
    with topic.store.reading() as connection:
        versions = connection.scalars(select(VIEWS.c.version).where(VIEWS.c.alert_id == alert(1).id)).all()
    assert versions == [3]


def test_an_erased_event_is_not_opened_again_for_anybody(topic: Topic) -> None:
    obey(topic.store, order(), NOW)
    archive = Archive({(EVENTS, 0, 7): event()})
    later = [view(alert(1, 3)), view(alert(3)), view(OTHER.model_copy(update={"version": 2}))]
    topic.put(*later)
    gather(topic.store, later, archive, KEYS, NOW)
    assert archive.asked == []
    with topic.store.reading() as connection:
        assert not connection.scalars(select(EVIDENCE.c.opened).where(EVIDENCE.c.opened.is_not(None))).all()
    [piece] = pieces_of(topic.store, "fia-farzi", OTHER.id)
    assert (piece.state, piece.reason, piece.raw) == ("missing", "erased", None)
