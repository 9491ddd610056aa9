"""The folder that a long run writes into, tried before the run begins."""

from pathlib import Path
from tempfile import TemporaryFile

from schemas.errors import Misconfigured


def ready(out: Path) -> None:
    """Make the folder that `--out` names, if it is not there. Raises Misconfigured when nothing can be written into it."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=out):
            pass
    except OSError as error:
        why = f"{out} cannot be written into ({error.strerror})"
        raise Misconfigured("--out", why, "name a folder that you may write into, or one to be made") from None
