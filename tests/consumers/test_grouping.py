"""Alerts of an inbox that rest on the same reports are one matter, whatever comes, goes and is corrected."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update

from consumers.beside import matter_of
from consumers.matter import Held, named
from consumers.store import Store
from consumers.sweep import forget, sweep
from consumers.tables import DELIVERIES, GROUNDS, MATTERS
from schemas.alert import Alert, Priority, Status
from schemas.matter import grounds, together
from schemas.route import Inbox
from tests.consumers.making import NOW, Topic, alert, fetched, fia, new_store, ref, service, view


@pytest.fixture
def topic(tmp_path: Path) -> Iterator[Topic]:
    store = new_store(tmp_path)
    yield Topic(store, fia())
    store.close()


def resting(number: int, *events: str, version: int = 1, **changes: object) -> Alert:
    """An alert on these reports."""
    evidence = tuple(ref(place, event=event) for place, event in enumerate(events))
    hits = tuple(hit.model_copy(update={"evidence": evidence}) for hit in alert().hits)
    return alert(number, version, refs=evidence, hits=hits, **changes)


def matters(store: Store, inbox: str = "fia-farzi") -> dict[int, int]:
    """Alert -> its matter, both by number."""
    with store.reading() as connection:
        rows = connection.execute(select(MATTERS).where(MATTERS.c.inbox == inbox)).all()
    return {int(row.alert_id, 16): int(row.matter, 16) for row in rows}


def test_alerts_on_one_report_are_one_matter_named_after_the_first(topic: Topic) -> None:
    topic.put(view(resting(1, "bk-1", "bk-2")))
    topic.put(view(resting(2, "bk-3")))
    topic.put(view(resting(3, "bk-2", "bk-4")))
    assert matters(topic.store) == {1: 1, 2: 2, 3: 1}


def test_an_alert_between_two_matters_makes_them_one_that_keeps_the_older_name(topic: Topic) -> None:
    topic.put(view(resting(2, "bk-1")))
    topic.put(view(resting(1, "bk-2")), now=NOW + timedelta(hours=1))
    topic.put(view(resting(3, "bk-1", "bk-2")), now=NOW + timedelta(hours=2))
    assert matters(topic.store) == {1: 2, 2: 2, 3: 2}


def test_a_later_version_on_other_reports_moves_and_what_only_it_tied_falls_apart(topic: Topic) -> None:
    for number, events in enumerate((("bk-1",), ("bk-1", "bk-2"), ("bk-2",)), 1):
        topic.put(view(resting(number, *events)), now=NOW + timedelta(hours=number))
    assert matters(topic.store) == {1: 1, 2: 1, 3: 1}
    topic.put(view(resting(2, "bk-9", version=2)))
    assert matters(topic.store) == {1: 1, 2: 2, 3: 3}


def test_a_version_that_ends_an_alert_leaves_the_matter_as_it_was(topic: Topic) -> None:
    topic.put(view(resting(1, "bk-1")), view(resting(2, "bk-1")))
    topic.put(view(resting(2, "bk-9", version=2, status=Status.WITHDRAWN)))
    assert matters(topic.store) == {1: 1, 2: 1}


def test_an_older_version_that_comes_late_changes_nothing(topic: Topic) -> None:
    topic.put(view(resting(1, "bk-1")))
    topic.put(view(resting(2, "bk-1", version=2)))
    topic.put(view(resting(2, "bk-9", version=1)))
    assert matters(topic.store) == {1: 1, 2: 1}


def test_how_many_matters_are_new_is_told(topic: Topic) -> None:
    from consumers.arrivals import take

    views = [view(resting(1, "bk-1")), view(resting(2, "bk-1")), view(resting(3, "bk-2"))]
    assert take(topic.store, [fetched(one, at) for at, one in enumerate(views)], topic.inbox, NOW).matters == 2
    assert take(topic.store, [fetched(view(resting(4, "bk-2")), 3)], topic.inbox, NOW).matters == 0


def test_an_officer_is_told_of_the_others_those_to_take_first_at_the_top(topic: Topic) -> None:
    mine = view(resting(1, "bk-1", "bk-2", "bk-3"))
    topic.put(mine, view(resting(2, "bk-1", "bk-2", priority=Priority.P3)), view(resting(3, "bk-1", "bk-5")))
    topic.put(view(resting(4, "bk-5")), view(resting(5, "bk-1", status=Status.WITHDRAWN)), view(resting(6, "bk-6")))
    topic.put(view(resting(2, "bk-1", "bk-2", version=2, priority=Priority.P2)))
    found = matter_of(topic.store, mine)
    assert found is not None
    told = [(int(one.view.alert_id, 16), one.view.version, one.shared) for one in found.others]
    assert (int(found.id, 16), told) == (1, [(3, 1, 1), (4, 1, 0), (2, 2, 2), (5, 1, 1)])


def test_of_a_ring_of_hundreds_only_the_first_are_read_and_all_are_counted(topic: Topic) -> None:
    ring = [view(resting(number, "bk-1", rank=float(number))) for number in range(1, 201)]
    topic.put(*ring)
    topic.put(view(resting(200, "bk-1", version=2, status=Status.WITHDRAWN)))
    found = matter_of(topic.store, ring[0])
    assert found is not None
    assert [int(one.view.alert_id, 16) for one in found.others] == list(range(199, 189, -1))
    assert (found.more, found.standing) == (189, 198)


def test_a_service_has_no_matters_for_it_is_not_told_what_an_alert_rests_on(topic: Topic) -> None:
    inbox = service()
    other = Topic(topic.store, inbox)
    one = view(resting(1, "bk-1"), inbox=inbox.name, profile=inbox.profile)
    other.put(one)
    assert matters(topic.store, inbox.name) == {}
    assert matter_of(topic.store, one) is None


def test_two_inboxes_in_one_store_do_not_mix(topic: Topic) -> None:
    second = Topic(topic.store, Inbox(name="fia-other", title="Another desk", profile=topic.inbox.profile))
    topic.put(view(resting(1, "bk-1")))
    second.put(view(resting(2, "bk-1"), inbox="fia-other"))
    assert (matters(topic.store), matters(topic.store, "fia-other")) == ({1: 1}, {2: 2})


def test_a_matter_keeps_its_name_when_its_first_alert_is_forgotten(topic: Topic) -> None:
    topic.put(view(resting(1, "bk-1")))
    topic.put(view(resting(2, "bk-1")), now=NOW + timedelta(days=900))
    with topic.store.writing() as connection:
        connection.execute(update(DELIVERIES).values(state="delivered"))
    assert sweep(topic.store, NOW + timedelta(days=1), NOW + timedelta(days=901)).alerts == 1
    assert matters(topic.store) == {2: 1}
    topic.put(view(resting(3, "bk-1")), now=NOW + timedelta(days=902))
    assert matters(topic.store) == {2: 1, 3: 1}


def test_a_forgotten_alert_that_comes_back_takes_no_matter_away_from_those_it_was_first_among(topic: Topic) -> None:
    from consumers.arrivals import take

    topic.put(view(resting(1, "bk-1")))
    topic.put(view(resting(2, "bk-1")), now=NOW + timedelta(minutes=1))
    with topic.store.writing() as connection:
        forget(connection, [("fia-farzi", alert(1).id)], "a test", NOW)
    again = fetched(view(resting(1, "bk-9", version=2)), 9)
    assert take(topic.store, [again], topic.inbox, NOW + timedelta(minutes=2)).matters == 1
    found = matters(topic.store)
    assert found[2] == 1
    assert found[1] not in (1, 2)
    topic.put(view(resting(3, "bk-9")), now=NOW + timedelta(minutes=3))
    assert matters(topic.store)[3] == found[1]


def test_nothing_is_left_of_alerts_that_are_forgotten(topic: Topic) -> None:
    topic.put(view(resting(1, "bk-1")), view(resting(2, "bk-1")))
    with topic.store.writing() as connection:
        forget(connection, [("fia-farzi", alert(1).id), ("fia-farzi", alert(2).id)], "a test", NOW)
    with topic.store.reading() as connection:
        assert [connection.scalar(select(func.count()).select_from(table)) for table in (MATTERS, GROUNDS)] == [0, 0]


def test_of_a_matter_that_falls_apart_the_oldest_part_keeps_the_name() -> None:
    held = {"b": Held("b", 1), "a": Held("b", 2), "c": Held("b", 3), "d": Held("d", 4)}
    assert named([("c", "a"), ("d",), ("b",)], held) == {"b": "b", "a": "a", "c": "a", "d": "d"}


def test_a_name_that_another_matter_has_is_given_to_nobody() -> None:
    held = {"a": Held("z", 1), "b": Held("z", 2)}
    names = named([("b",), ("a",)], held, elsewhere={"b"})
    assert names["a"] == "z"
    assert names["b"] not in ("z", "a", "b")


def test_who_leaves_a_matter_twice_never_takes_the_name_of_those_left_behind(topic: Topic) -> None:
    moves = [(3, "bk-1"), (2, "bk-1"), (1, "bk-1"), (3, "bk-3"), (2, "bk-3"), (2, "bk-2")]
    for at, (number, event) in enumerate(moves):
        one = resting(number, event, version=at + 1)
        topic.put(view(one), now=NOW + timedelta(minutes=at))
    assert len(set(matters(topic.store).values())) == 3


STEP = st.tuples(
    st.integers(1, 5),
    st.frozensets(st.sampled_from(["bk-1", "bk-2", "bk-3", "bk-4"]), min_size=1, max_size=3),
    st.sampled_from(["comes", "comes", "comes", "ends", "is forgotten"]),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(STEP, max_size=12))
def test_whatever_comes_and_goes_the_matters_are_those_of_what_is_there(
    steps: list[tuple[int, frozenset[str], str]],
) -> None:
    with TemporaryDirectory() as folder:
        store = new_store(Path(folder))
        topic, standing, version = Topic(store, fia()), dict[int, Alert](), dict[int, int]()
        for at, (number, events, what) in enumerate(steps):
            if what == "is forgotten":
                with store.writing() as connection:
                    forget(connection, [("fia-farzi", alert(number).id)], "a test", NOW)
                standing.pop(number, None)
                continue
            version[number] = version.get(number, 0) + 1
            status = Status.WITHDRAWN if what == "ends" else Status.OPEN
            one = resting(number, *sorted(events), version=version[number], status=status)
            topic.put(view(one), now=NOW + timedelta(minutes=at))
            if status is Status.OPEN or number not in standing:
                standing[number] = one
        found: dict[int, set[int]] = {}
        for number, matter in matters(store).items():
            found.setdefault(matter, set()).add(number)
        wanted = together({str(number): grounds(one) for number, one in standing.items()})
        assert sorted(map(sorted, found.values())) == sorted(sorted(map(int, matter)) for matter in wanted)
        store.close()
