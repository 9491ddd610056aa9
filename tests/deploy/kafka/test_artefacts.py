"""Finding Kafka's jars, and saying what is missing."""

from pathlib import Path

import pytest

from deploy.kafka import artefacts
from schemas.errors import Misconfigured


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing on the PATH and nothing fetched."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "bin").mkdir()
    return tmp_path


def program(folder: Path, name: str) -> None:
    (folder / "bin" / name).write_text("#!/bin/sh\n")
    (folder / "bin" / name).chmod(0o755)


def test_without_java_the_mend_says_how_to_get_it_and_maven_if_that_is_missing_too(bare: Path) -> None:
    with pytest.raises(
        Misconfigured, match=r"no `java` on the PATH; install Java 17 or newer and Maven \(Debian: .+ maven"
    ):
        artefacts.class_path()
    program(bare, "mvn")
    assert artefacts.missing_tools().endswith(
        "install Java 17 or newer (Debian: apt-get install openjdk-17-jre-headless)"
    )


def test_without_maven_the_mend_says_how_to_get_it(bare: Path) -> None:
    program(bare, "java")
    assert artefacts.missing_tools().startswith("no `mvn` on the PATH; install Maven")


def test_jars_that_were_fetched_before_need_no_maven_until_one_is_gone(bare: Path) -> None:
    program(bare, "java")
    jar = bare / "kafka.jar"
    jar.touch()
    record = artefacts._record()
    record.parent.mkdir(parents=True)
    record.write_text(f"{jar}\n")
    assert artefacts.class_path() == str(jar)
    jar.unlink()
    assert "mvn" in artefacts.missing_tools()


def test_the_version_is_read_from_the_pom() -> None:
    assert artefacts.version().startswith("4.")
