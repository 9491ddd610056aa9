"""Leaving at once. Nothing that is not durable was acknowledged, so the quickest way out is also the safe one."""

import logging
import os
import traceback
from typing import NoReturn

logger = logging.getLogger(__name__)

BUG = 70
"""Our own code raised: a person must look, a restart would meet the same record again."""
TROUBLE = 75
"""The broker or the group: a restart may well go on."""
MISCONFIGURED = 78
"""The operator must mend a setting or a topic."""


def leave(code: int, why: str, *values: object) -> NoReturn:
    """Say why and end the process without another acknowledgement, clean-up or thread having a say."""
    logger.critical(f"leaving with code {code}: {why}", *values)
    logging.shutdown()
    os._exit(code)


def leave_for(bug: BaseException, where: str) -> NoReturn:
    """Leave because of an exception nobody foresaw: its class and the frames it came through, never its text.

    The text of an exception may quote the input, and the input is about people.
    """
    leave(BUG, "%s in %s, raised through\n%s", type(bug).__name__, where, frames(bug))


def frames(error: BaseException) -> str:
    """The way an exception took, one `file:line function` a line, without source text or values."""
    return "\n".join(
        f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    )
