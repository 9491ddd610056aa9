"""Leaving at once. Everything that counts is in the store already, so the quickest way out is also the safe one."""

import logging
import os
import traceback
from collections.abc import Callable
from typing import NoReturn

from schemas.errors import Misconfigured, RaabtaError

logger = logging.getLogger(__name__)

BUG = 70
"""Our own code raised: a person must look, a restart may meet the same record again."""
TROUBLE = 75
"""The broker or the database: a restart may well go on."""
MISCONFIGURED = 78
"""The operator must mend a setting."""


def leave_for(error: BaseException, where: str) -> NoReturn:
    """End the process because of an exception nobody foresaw. Logs its class and its way through the code, never its text:
    the text of an exception may quote the input, and the input is about people. Our own errors hold no identity."""
    code = MISCONFIGURED if isinstance(error, Misconfigured) else TROUBLE if isinstance(error, RaabtaError) else BUG
    said = f" ({error})" if isinstance(error, RaabtaError) else ""
    way = "\n".join(f"  {f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__))
    logger.critical(
        "leaving with code %d: %s%s in %s, raised through\n%s", code, type(error).__name__, said, where, way
    )
    logging.shutdown()
    os._exit(code)


def guarded(work: Callable[[], None], where: str) -> Callable[[], None]:
    """The same work, for a thread of its own: whatever it raises ends the process instead of the thread alone."""

    def run() -> None:
        try:
            work()
        except BaseException as error:
            leave_for(error, where)

    return run
