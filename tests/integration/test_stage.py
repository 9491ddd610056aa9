"""What the shell around the stages promises, held against real processes on a real broker."""

import signal
import time
from pathlib import Path
from threading import Thread

import pytest

from schemas.settings import KafkaSettings
from tests.integration.counted import line, numbers, tens_of, truth, wait_until
from tests.patience import allowed
from tests.pausing import Pausable

pytestmark = [pytest.mark.broker, pytest.mark.slow]


def test_a_worker_counts_exactly_and_sets_poison_aside_while_the_line_moves(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with line(cluster_settings, tmp_path) as counting:
        counting.start()
        counting.feed(numbers(3000))
        poison = [("first", b"key-1", b"not a number"), ("second", b"key-2", b"")]
        counting.feed(poison)
        counting.feed(numbers(3000, start=3000))
        counting.wait()
        assert counting.outputs("rejects") == [b"", b"not a number"]
        counting.fed = [fed for fed in counting.fed if fed not in poison]
        counting.assert_exact()
        assert counting.outputs() == tens_of(truth(counting.fed))  # nothing went wrong, so nothing came twice


def test_a_worker_killed_in_the_middle_leaves_exact_state_and_outputs(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with line(cluster_settings, tmp_path) as counting:
        survivor, victim = counting.start(), counting.start()
        wait_until(lambda: survivor.said("partitions [") and victim.said("partitions ["))
        feeding = Thread(target=counting.feed, args=(numbers(30_000), 5000))
        feeding.start()
        wait_until(lambda: victim.said("begins with"))
        time.sleep(1.3)
        victim.end(signal.SIGKILL)
        feeding.join()
        counting.wait()
        counting.assert_exact()


def test_a_second_worker_joins_and_leaves_and_no_output_comes_twice(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with line(
        cluster_settings, tmp_path, partitions=3
    ) as counting:  # 3 and 2 do not divide: round robin would tear topics apart
        first = counting.start()
        feeding = Thread(target=counting.feed, args=(numbers(40_000), 3000))
        feeding.start()
        wait_until(lambda: first.said("begins with"))
        second = counting.start()
        wait_until(lambda: second.said("begins with"))
        assert first.process.poll() is None
        code, _ = second.end()
        assert code == 0
        feeding.join()
        counting.wait()
        counting.assert_exact()
        assert counting.outputs() == tens_of(truth(counting.fed))


def test_planned_restarts_under_load_skip_nothing(cluster_settings: KafkaSettings, tmp_path: Path) -> None:
    with line(cluster_settings, tmp_path) as counting:
        feeding = Thread(target=counting.feed, args=(numbers(60_000), 3000))
        feeding.start()
        while feeding.is_alive():
            worker = counting.start()
            wait_until(lambda started=worker: started.said("begins with"))  # type: ignore[misc]
            time.sleep(0.7)
            assert worker.end()[0] == 0
        counting.start()
        feeding.join()
        counting.wait()
        counting.assert_exact()


def test_a_bug_stops_the_process_with_70_and_is_not_acknowledged(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with line(cluster_settings, tmp_path, partitions=1) as counting:
        worker = counting.start()
        counting.feed(numbers(200))
        counting.wait()
        counting.feed([("first", b"key-1", b"bug")])
        assert worker.process.wait(20.0) == 70
        assert counting.acknowledged() == 200
        assert worker.said("ZeroDivisionError in counting at")
        assert worker.said("offsets 100 to 100")
        assert not worker.said("secret")


def test_a_broker_that_stands_still_loses_nothing(pausable: Pausable, tmp_path: Path) -> None:
    with line(pausable.settings, tmp_path) as counting:
        worker = counting.start()
        feeding = Thread(target=counting.feed, args=(numbers(30_000), 5000))
        feeding.start()
        wait_until(lambda: worker.said("begins with"))
        time.sleep(1.0)
        with pausable.paused():
            time.sleep(8.0)  # longer than the worker's session
        feeding.join()
        counting.wait()
        counting.assert_exact()


def test_a_worker_that_slept_through_its_session_writes_no_stale_state(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with line(cluster_settings, tmp_path) as counting:
        sleeper, other = counting.start("--flush", "2"), counting.start()
        wait_until(lambda: sleeper.said("partitions [") and other.said("partitions ["))
        feeding = Thread(target=counting.feed, args=(numbers(20_000), 5000))
        feeding.start()
        wait_until(lambda: sleeper.said("begins with"))
        time.sleep(1.0)
        sleeper.send(signal.SIGSTOP)  # with work pending, as it flushes every two seconds
        feeding.join()
        counting.wait()  # the other has taken over and finished: whatever is written now is the last word
        sleeper.send(signal.SIGCONT)
        wait_until(lambda: sleeper.log.read_text().count("streams.worker INFO generation") == 2)
        time.sleep(2.5)
        assert sleeper.process.poll() is None
        counting.assert_exact()


def test_sigterm_flushes_and_acknowledges_what_is_pending_within_three_seconds(
    cluster_settings: KafkaSettings, tmp_path: Path
) -> None:
    with line(cluster_settings, tmp_path) as counting:
        worker = counting.start("--flush", "60")
        counting.feed(numbers(2000))
        wait_until(lambda: len(counting.outputs()) == 200)  # outputs do not wait for the flush
        assert counting.acknowledged() == 0
        code, seconds = worker.end()
        assert code == 0
        assert seconds < allowed(3.0)
        assert counting.acknowledged() == 2000
        counting.assert_exact()


def test_sigterm_ends_within_three_seconds_even_when_the_broker_stands_still(
    pausable: Pausable, tmp_path: Path
) -> None:
    with line(pausable.settings, tmp_path) as counting:
        worker = counting.start("--flush", "60")
        counting.feed(numbers(2000))
        wait_until(lambda: len(counting.outputs()) == 200)  # all is taken, and pending
        with pausable.paused():
            code, seconds = worker.end()
        assert code == 75
        assert seconds < allowed(3.0)
        assert counting.acknowledged() == 0


def test_a_message_of_five_megabytes_passes(cluster_settings: KafkaSettings, tmp_path: Path) -> None:
    with line(cluster_settings, tmp_path) as counting:
        counting.start()
        counting.feed([("first", b"large", b"5 " + b"x" * 5_000_000), ("first", b"large", b"6")])
        counting.wait()
        assert counting.state() == {b"large": (2, 11)}
