"""Every reason is explained to partners."""

from pathlib import Path

import pytest

from schemas.reject import Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_mend_in_the_docs(reason: Reason) -> None:
    assert f"| `{reason}` |" in Path("docs/rejects.md").read_text()
