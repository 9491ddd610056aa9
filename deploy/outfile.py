"""A file that a command writes beside those that it reads."""

from collections.abc import Iterable
from pathlib import Path

from schemas.errors import Misconfigured


def apart_from(path: Path, inputs: Iterable[str]) -> None:
    """Raises Misconfigured when the file that `--errors` names is one of the inputs, by whatever path: it would be emptied before it is
    read."""
    for name in inputs:
        try:
            same = bool(name) and path.samefile(name)
        except OSError:
            continue  # one of them is not there, so they are not one
        if same:
            raise Misconfigured("--errors", f"{path} is a file to be read, and would be emptied", "name another file")
