"""A rule pack that does not fit, as it is typed: one line that says where, what, and the mend; exit code 2."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.settings import HERE
from tests.deploy.test_bad_input import GOOD, file


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("hub_degree = 200", "hub_degre = 200", "did you mean hub_degree?"),
        ("[indicators.a-last-minute]", "[indicators.a-unheard-of]", "no indicator is called a-unheard-of"),
        ("params = { hours = 48 }", "params = { hours = -48 }", "hours of a-last-minute is -48; a window has a length"),
    ],
)
@pytest.mark.parametrize("command", [("score", "{reports}", "--rules"), ("rules", "check")])
def test_a_pack_that_does_not_fit_is_refused_at_its_line_by_every_command(
    command: tuple[str, ...], old: str, new: str, told: str, tmp_path: Path
) -> None:
    text = (HERE / "rules.toml").read_text()
    assert text.count(old) == 1
    pack = tmp_path / "rules.toml"
    pack.write_text(text.replace(old, new))
    words = [word.format(reports=file(tmp_path, [GOOD])) for word in command]
    done = subprocess.run([sys.executable, "-m", "deploy", *words, str(pack)], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    (line,) = done.stderr.splitlines()
    at = text[: text.index(old)].count("\n") + 1
    assert line.startswith(f"raabta: {pack}:{at}")
    assert told in line
