"""Where in a scenario file a field stands, so that a refusal names its line."""

import re
from pathlib import Path

from schemas.errors import Misconfigured

MEND = "docs/scenarios.md lists every field and what it takes"


def refused(path: Path, problem: str, mend: str = MEND) -> Misconfigured:
    """The refusal of a file that is TOML; a problem begins with the field that is wrong: `cast.agent.age: two numbers ...`."""
    short = " ".join(problem.split())[:400]
    named = re.match(r"([a-z_]+(?:\.[\w-]+)*): ", short)
    line = _line(path.read_text(encoding="utf-8"), named[1]) if named else 0
    return Misconfigured(f"{path}:{line}" if line else str(path), short, mend)


def _line(text: str, where: str) -> int:
    """The line of a field such as `report.2.kind`, `cast.agent.age` or `label`, or of the nearest table around it; 0 if none."""
    parts = where.split(".")
    lines = text.splitlines()
    start, end = 0, len(lines)
    if parts[0] == "report" and len(parts) > 1 and parts[1].isdigit():
        heads = [at for at, line in enumerate(lines) if line.strip() == "[[report]]"]
        if int(parts[1]) < len(heads):
            start = heads[int(parts[1])]
            end = heads[int(parts[1]) + 1] if int(parts[1]) + 1 < len(heads) else end
            parts = parts[2:]
    elif len(parts) > 1:
        head = [
            at for at, line in enumerate(lines) if re.match(rf"\[{parts[0]}\.{re.escape(parts[1])}\]", line.strip())
        ]
        start = head[0] if head else 0
        parts = parts[2:] if head else parts
    for part in parts:
        for at in range(start, end):
            if re.match(rf"\s*\[?[\w.]*\b{re.escape(part)}\b\s*[=\].]", lines[at]):
                return at + 1
    return start + 1 if where else 0
