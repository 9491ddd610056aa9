"""One broker: a Java process of our own, with its folder, its log and its id."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy.embedded import dies_with_its_parent
from deploy.kafka.properties import Ports, as_text
from schemas.errors import Unavailable

STOPS_WITHIN = 20.0
"""Seconds a controlled shutdown may take before the process is killed."""
FORMATTED_WITHIN = 60.0
JAVA = (
    "java",
    "-Xms96m",
    "-Xmx640m",
    "-XX:+UseSerialGC",
    "-Djava.awt.headless=true",
    f"-Dlog4j2.configurationFile={Path(__file__).parent / 'log4j2.properties'}",
)
QUICK = "-XX:TieredStopAtLevel=1"
"""Up in half the time, and five times slower for good: TLS without the processor's AES, 1 s of CPU for 33 MB."""


@dataclass
class Broker:
    """Node `node` of a local cluster. All its files lie in `folder`: properties, certificate, data, log."""

    node: int
    folder: Path
    ports: Ports
    class_path: str
    detached: bool = False
    """Outlives the process that started it (`raabta kafka up`); otherwise the kernel ends it with us."""
    lasting: bool = False
    """Works for minutes, so that Java's better compiler pays back."""
    process: "subprocess.Popen[bytes] | None" = field(default=None, repr=False)

    def format(self, cluster_id: str, properties: Mapping[str, str], scram: str) -> None:
        """Write the configuration and lay out an empty log directory that knows the super user's credential."""
        file = self.folder / "server.properties"
        file.write_text(as_text(properties))
        tool = ("kafka.tools.StorageTool", "format", "--cluster-id", cluster_id, "--config", str(file))
        command = [*JAVA, QUICK, "-cp", self.class_path, *tool, "--add-scram", scram]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=FORMATTED_WITHIN, check=False)
        except subprocess.TimeoutExpired:
            raise Unavailable(f"broker {self.node} was not formatted within {FORMATTED_WITHIN:.0f} s") from None
        if done.returncode:
            (self.folder / "format.log").write_text(done.stdout + done.stderr)
            raise Unavailable(f"broker {self.node} could not be formatted; read {self.folder / 'format.log'}")

    def start(self) -> None:
        """Start the process; it answers some seconds later (see `Cluster.await_ready`)."""
        if self.alive():
            return
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    *JAVA,
                    *([] if self.lasting else [QUICK]),
                    "-cp",
                    self.class_path,
                    "kafka.Kafka",
                    str(self.folder / "server.properties"),
                ],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=self.detached,
                preexec_fn=None if self.detached else dies_with_its_parent(),
            )

    def release(self) -> int:
        """Give a detached process up, to be found by its id from now on. Raises Unavailable when it was never started."""
        pid = self.pid
        if self.process is not None:
            self.process.returncode = 0  # else Popen complains, when it is collected, of a child that nobody awaited
            self.process = None
        return pid

    @property
    def log(self) -> Path:
        """What the process prints."""
        return self.folder / "broker.log"

    @property
    def data(self) -> Path:
        """Its log directory: the bytes of all its partitions."""
        return self.folder / "data"

    @property
    def pid(self) -> int:
        """Of the running process. Raises Unavailable when it was never started."""
        if self.process is None:
            raise Unavailable(f"broker {self.node} was not started")
        return self.process.pid

    def alive(self) -> bool:
        """Whether the process runs (a paused one does)."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None and self.alive():
            self.process.kill()
            self.process.wait()

    def stop(self) -> None:
        """Ask for a controlled shutdown, which moves its leaderships first; insist after a while."""
        if self.process is None or not self.alive():
            return
        self.process.terminate()
        try:
            self.process.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:  # also a paused one: SIGTERM waits for SIGCONT, SIGKILL does not
            self.kill()

    def pause(self) -> None:
        """Stop the clock for it (SIGSTOP): alive, connected, and silent."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        os.kill(self.pid, signal.SIGCONT)
