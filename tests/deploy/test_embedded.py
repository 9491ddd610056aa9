"""The embedded broker as a child process."""

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from deploy import embedded
from deploy.embedded import embedded_broker, running_broker
from schemas.errors import Misconfigured

pytestmark = pytest.mark.broker


def test_it_is_gone_after_the_with_block() -> None:
    with running_broker() as broker:
        assert psutil.pid_exists(broker.pid)
    assert not psutil.pid_exists(broker.pid)


def test_it_ends_even_when_it_is_paused() -> None:
    with running_broker() as broker:
        os.kill(broker.pid, 19)  # SIGSTOP
    assert not psutil.pid_exists(broker.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux sees to it")
def test_it_dies_with_a_parent_that_was_killed() -> None:
    program = "from deploy.embedded import *\nwith running_broker() as b: print(b.pid, flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        parent.kill()
    deadline = time.monotonic() + 5.0
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_its_output_goes_to_the_log(tmp_path: Path) -> None:
    with embedded_broker(tmp_path / "broker.log") as address:
        assert address.startswith("127.0.0.1:")
    assert (tmp_path / "broker.log").exists()


def test_a_missing_wheel_is_named_with_its_mend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded, "find_spec", lambda name: None)
    with pytest.raises(Misconfigured, match="install the extra `demo`"), embedded_broker():
        pass
