"""Reads a Dockerfile and its .dockerignore, as far as ours go."""

import re
import subprocess
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple


class Instruction(NamedTuple):
    """One instruction, continuation lines joined."""

    name: str
    words: str


def read_dockerfile(path: Path) -> list[Instruction]:
    """Every instruction in order; comments left out."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    found = (line.split(None, 1) for line in joined.splitlines() if line.strip())
    return [Instruction(name.upper(), words) for name, words in found]


def stages(instructions: list[Instruction]) -> list[list[Instruction]]:
    """The instructions of each stage, its FROM first."""
    starts = [number for number, one in enumerate(instructions) if one.name == "FROM"]
    return [instructions[a:b] for a, b in zip(starts, [*starts[1:], len(instructions)], strict=True)]


def environment(stage: list[Instruction]) -> dict[str, str]:
    """All variables of the stage's ENV lines."""
    pairs = (pair.partition("=") for one in stage if one.name == "ENV" for pair in one.words.split())
    return {name: value for name, _, value in pairs}


def context_files(root: Path) -> list[Path]:
    """The files of the checkout that .dockerignore lets into the build: the last pattern that fits decides."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    lines = (root / ".dockerignore").read_text(encoding="utf-8").splitlines()
    patterns = [line for line in lines if line and not line.startswith("#")]
    files = {Path(line) for line in listed.stdout.splitlines()}
    return sorted(file for file in files if (root / file).is_file() and _let_in(file, patterns))


def _let_in(file: Path, patterns: list[str]) -> bool:
    let_in = True
    for pattern in patterns:
        if _fits(file, pattern.removeprefix("!")):
            let_in = pattern.startswith("!")
    return let_in


def _fits(file: Path, pattern: str) -> bool:
    """A pattern fits a file by its own path or by that of a folder above it; `**/` stands for any folders."""
    paths = [file, *file.parents][:-1]
    if pattern.startswith("**/"):
        return any(fnmatch(path.name, pattern[3:]) for path in paths)
    return any(fnmatch(str(path), pattern) and str(path).count("/") == pattern.count("/") for path in paths)
