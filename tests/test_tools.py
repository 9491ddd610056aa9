"""What the suite says of tools that are not here."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[1]
ASKED = "tests/deploy/kafka/test_cluster.py::test_the_super_user_gets_in_and_nobody_else"


def suite(path: Path, required: str) -> "subprocess.CompletedProcess[str]":
    """One test on the real Kafka, where only the programs in this folder are found."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", ASKED]
    variables = os.environ | {"PATH": str(path), "RAABTA_REQUIRE": required}
    return subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=120, check=False)


def test_without_java_the_tests_on_the_real_kafka_skip_and_say_how_to_get_it(tmp_path: Path) -> None:
    done = suite(tmp_path, "promtool")
    assert done.returncode == 0, done.stdout
    assert "0 tests ran on a real Apache Kafka" in done.stdout
    assert "skipped 1: no `java` on the PATH; install Java 17 or newer" in done.stdout


def test_a_tool_that_is_required_and_not_here_fails_its_tests(tmp_path: Path) -> None:
    done = suite(tmp_path, "promtool,java")
    assert done.returncode == 1, done.stdout
    assert "RAABTA_REQUIRE names java, and it is not here" in done.stdout


def test_a_tool_that_nobody_knows_cannot_be_required(tmp_path: Path) -> None:
    done = suite(tmp_path, "jaav")
    assert done.returncode == 4, done.stdout
    assert "jaav is no tool" in done.stdout + done.stderr
