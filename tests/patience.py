"""Bounds of time, on a machine that others use too."""

import os


def allowed(seconds: float) -> float:
    """These seconds when the machine is ours; more, in proportion, when over two tasks a core want to run."""
    waiting = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * max(1.0, waiting / 2)
