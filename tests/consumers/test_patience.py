"""A store that cannot be written for a while is waited for, and given up with a clear word when it stays away."""

import logging
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import Engine, StaticPool, create_engine, text

from consumers.patience import patiently
from schemas.errors import Unavailable


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Engine]:
    """A SQLite database without room for another page: what it says is what it says of a full disk."""
    engine = create_engine(
        f"sqlite:///{tmp_path / 'small.db'}", poolclass=StaticPool, connect_args={"check_same_thread": False}
    )
    with engine.begin() as connection:
        connection.execute(text("create table mails (note blob)"))
        connection.execute(text("pragma max_page_count = 2"))
    yield engine
    engine.dispose()


def noted(engine: Engine) -> int:
    with engine.begin() as connection:
        connection.execute(text("insert into mails values (zeroblob(50000))"))
        return int(connection.execute(text("select count(*) from mails")).scalar_one())


def test_what_does_not_fit_is_written_once_there_is_room_and_not_twice(
    full: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    def make_room() -> None:
        with full.connect() as connection:
            connection.execute(text("pragma max_page_count = 1000"))

    later = Timer(0.5, make_room)
    later.start()
    with caplog.at_level(logging.ERROR):
        assert patiently(lambda: noted(full), "email") == 1
    later.join()
    assert [record.getMessage() for record in caplog.records] == [
        "email: the store cannot be written (OperationalError); waiting for it"
    ]


def test_a_store_that_stays_away_ends_the_work_without_a_word_of_what_was_to_be_written(full: Engine) -> None:
    with pytest.raises(Unavailable, match="the store could not be written for 0 s") as caught:
        patiently(lambda: noted(full), "email", seconds=0.0)
    assert "insert" not in str(caught.value)


def test_a_bug_is_not_waited_for(full: Engine) -> None:
    with pytest.raises(ZeroDivisionError):
        patiently(lambda: 1 // 0, "email")
