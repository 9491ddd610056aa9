"""docs/scenarios.md names every field, and its example is a working file."""

import re
from pathlib import Path

from producers.simulate.scenario.form import FIELDS, Actor, Form, Journey, Line, Present, Scenario
from producers.simulate.scenario.read import read

PAGE = Path("docs/scenarios.md").read_text(encoding="utf-8")


def test_the_example_on_the_page_is_a_working_file(tmp_path: Path) -> None:
    found = re.search(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    assert found
    path = tmp_path / "ticket-agent.toml"
    path.write_text(found[1], encoding="utf-8")
    assert read(path).id == "ticket-agent"


def test_the_page_names_every_field() -> None:
    forms: tuple[type[Form], ...] = (Scenario, Actor, Journey, Line, Present)
    names = {name for form in forms for name in form.model_fields} - {"cast", "journey", "report"}
    missing = {name for name in names | set(FIELDS) if not re.search(rf"`\[?{name}[`\]\s*=]", PAGE)}
    assert not missing
