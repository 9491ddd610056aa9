"""Kafka's jars: Maven fetches what pom.xml lists, once, and tells the class path."""

import os
import re
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

from schemas.errors import Misconfigured, Unavailable

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
FETCHED_WITHIN = 300.0
"""Seconds for the first fetch (about 70 MB); later calls read a file."""
GET_JAVA = "install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless)"
GET_MAVEN = "install Maven (Debian: apt-get install maven)"
GET_BOTH = "install Java 17 or newer and Maven (Debian: apt-get install openjdk-17-jre-headless maven)"


def missing_tools() -> str:
    """What must be installed before a real Kafka can run here; empty when nothing is missing."""
    no_maven = _known() is None and shutil.which("mvn") is None
    if shutil.which("java") is None:
        return f"no `java` on the PATH; {GET_BOTH if no_maven else GET_JAVA}"
    if no_maven:
        return f"no `mvn` on the PATH; {GET_MAVEN}"
    return ""


def class_path() -> str:
    """The jars of pom.xml, joined for `java -cp`.

    Raises Misconfigured when Java or Maven is missing, Unavailable when Maven cannot fetch the jars.
    """
    if missing := missing_tools():
        raise Misconfigured("a real Kafka", *missing.split("; ", 1))
    return _known() or _fetch()


def version() -> str:
    """Of the Kafka that pom.xml names, such as `4.2.1`."""
    found = re.search("<kafka.version>(.+?)</kafka.version>", POM.read_text())
    return found[1] if found else "unknown"


def _record() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return cache / "raabta" / f"kafka-{sha256(POM.read_bytes()).hexdigest()[:16]}.classpath"


def _known() -> str | None:
    """The class path as Maven told it before, if all its jars still lie there."""
    record = _record()
    if not record.exists():
        return None
    told = record.read_text().strip()
    return told if told and all(Path(jar).exists() for jar in told.split(os.pathsep)) else None


def _fetch() -> str:
    record = _record()
    record.parent.mkdir(parents=True, exist_ok=True)
    fresh = record.with_suffix(f".{os.getpid()}")  # another process may be fetching too: each writes its own file
    command = ["mvn", "--quiet", "--batch-mode", "--file", str(POM)]
    goal = ["dependency:build-classpath", f"-Dmdep.outputFile={fresh}"]
    try:
        done = subprocess.run([*command, *goal], capture_output=True, text=True, timeout=FETCHED_WITHIN, check=False)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"Maven did not fetch Kafka within {FETCHED_WITHIN:.0f} s; run it again") from None
    if done.returncode or not fresh.exists():
        said = next((line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line), "no reason given")
        raise Unavailable(f"Maven could not fetch Kafka: {said}")
    fresh.rename(record)
    return record.read_text().strip()
