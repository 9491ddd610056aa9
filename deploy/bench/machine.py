"""What this machine allows: how much two busy processes do of what one does. Two threads of one core are not two cores."""

import subprocess
import sys

SPIN = """
import time
end, done = time.monotonic() + {seconds}, 0
while time.monotonic() < end:
    table = {{str(i): [i] for i in range(2000)}}
    done += len(sorted(table))
print(done)
"""


def two_over_one(seconds: float = 2.0) -> float:
    """The work of two pure Python processes at once, over that of one alone; 2.0 on two free cores."""
    alone = _spin(1, seconds)
    return round(_spin(2, seconds) / alone, 2)


def _spin(processes: int, seconds: float) -> int:
    command = [sys.executable, "-c", SPIN.format(seconds=seconds)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(processes)]
    return sum(int(one.communicate(timeout=seconds + 30)[0]) for one in running)
