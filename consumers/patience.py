"""Wait for a store that cannot be written for a while: its disk is full, its database restarts.

Leaving at once would be as safe for everything but one thing: that a mail was just handed over is known to this process
alone until the store has it, and whoever starts after us would hand it over again.
"""

import logging
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from schemas.errors import Unavailable

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 600.0
AGAIN_SECONDS = 1.0
Result = TypeVar("Result")


def patiently(transaction: Callable[[], Result], what: str, *, seconds: float = PATIENCE_SECONDS) -> Result:
    """Do one transaction, again and again while the store refuses; it is undone each time, so that none is done twice.

    Raises Unavailable when the store is not back in time: the process ends and is started again.
    """
    deadline, said = time.monotonic() + seconds, False
    while True:
        try:
            return transaction()
        except OperationalError as error:
            reason = type(error.orig).__name__  # never its text: it may quote what was to be written
            if time.monotonic() > deadline:
                raise Unavailable(f"{what}: the store could not be written for {seconds:.0f} s ({reason})") from None
            if not said:
                logger.error("%s: the store cannot be written (%s); waiting for it", what, reason)
                said = True
            time.sleep(AGAIN_SECONDS)
