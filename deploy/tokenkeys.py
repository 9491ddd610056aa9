"""The epochs of the token key in partners.toml: a new one beside the old, and the old one out when it has done its work."""

import os
import re
import tempfile
from pathlib import Path

import orjson

from deploy.partners import load_partners
from schemas.errors import Misconfigured

MOST = 2
"""Every event carries a token under each key in force: two epochs are an overlap, three are a forgotten rotation."""
_LINE = re.compile(r"^token_keys\s*=\s*\[[^\]]*\]", re.MULTILINE)


def begin(path: Path, key_id: str) -> tuple[str, ...]:
    """Put a new epoch before the one in force; gives both, the newest first.

    Raises Misconfigured when it is in force already, or when an earlier rotation has not been ended.
    """
    keys = load_partners(path).token_keys
    if key_id in keys:
        raise Misconfigured("--id", f"{key_id} is in force already", "give the new epoch a new id")
    if len(keys) >= MOST:
        mend = f"end it first: raabta keys retire {keys[-1]}"
        raise Misconfigured(str(path), f"{' and '.join(keys)} are in force: a rotation is under way", mend)
    return _write(path, (key_id, *keys))


def end(path: Path, key_id: str) -> tuple[str, ...]:
    """Take an epoch out of force; gives what is left. Raises Misconfigured when it is the only one, the newest, or none."""
    keys = load_partners(path).token_keys
    if key_id not in keys:
        raise Misconfigured("KEY", f"{key_id} is not in force", f"choose from {', '.join(keys)}")
    if keys[0] == key_id:
        mend = "begin a rotation first: raabta keys rotate" if len(keys) == 1 else f"retire {keys[-1]} instead"
        raise Misconfigured("KEY", f"{key_id} is the newest key: no event could be made without it", mend)
    return _write(path, tuple(key for key in keys if key != key_id))


def _write(path: Path, keys: tuple[str, ...]) -> tuple[str, ...]:
    """Replace the one line, comments and all else stay; a reader sees the old file or the new one, never a half."""
    line = f"token_keys = [{', '.join(orjson.dumps(key).decode() for key in keys)}]"
    text, count = _LINE.subn(lambda _: line, path.read_text(encoding="utf-8"))
    if count != 1:
        raise Misconfigured(str(path), "there is no line `token_keys = [...]`", f"write it by hand: {line}")
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    try:
        load_partners(Path(fresh))
    except Misconfigured:
        Path(fresh).unlink()
        raise
    os.chmod(fresh, path.stat().st_mode)
    os.replace(fresh, path)
    return keys
