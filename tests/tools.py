"""Programs that some tests need and pip does not install: without one its tests skip, unless it is required."""

import os
from typing import NoReturn

import pytest

TOOLS = frozenset(
    {"amtool", "docker-compose", "java", "kustomize", "postgresql", "prometheus", "promtool", "root", "unshare"}
)
REQUIRED = frozenset(name for name in os.environ.get("RAABTA_REQUIRE", "").split(",") if name)
"""Named in `RAABTA_REQUIRE` (comma separated, `java,promtool`): a missing one fails its tests. CI names all it has."""
if unknown := REQUIRED - TOOLS:  # a slip of the pen would require nothing
    raise pytest.UsageError(f"RAABTA_REQUIRE: {', '.join(sorted(unknown))} is no tool; choose from {sorted(TOOLS)}")


def skip_or_fail(tool: str, why: str) -> NoReturn:
    """End this test: as skipped with the line that says why and how to get the tool, or as failed if it is required."""
    assert tool in TOOLS
    if tool in REQUIRED:
        pytest.fail(f"RAABTA_REQUIRE names {tool}, and it is not here: {why}", pytrace=False)
    pytest.skip(why)
