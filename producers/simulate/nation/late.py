"""What becomes of reports after they are written: some are late, some are sent twice, some are mended."""

from datetime import timedelta
from random import Random

from producers.simulate.nation.tale import Tale
from schemas.facts import Kind

LATE = 0.012
"""Share published half a day to six days after it happened; the others at once."""
REPEATED = 0.003
"""Share sent a second time, the same under the same id, within two days."""
CORRECTED = 0.003
"""Share corrected within three days: the same again under a new id, with `corrects`."""


def delay(rng: Random) -> timedelta:
    """How long after it happened a report is published."""
    return timedelta(days=0.5 + rng.random() * 5.5) if rng.random() < LATE else timedelta()


def reworked(tale: Tale) -> None:
    """Lets some of the reports of a tale be late, repeated or corrected. The shares are guesses."""
    for place, told in enumerate(tuple(tale.told)):
        chance = tale.rng.random()
        if chance < LATE:
            tale.told[place] = told._replace(published=told.at + timedelta(days=0.5 + tale.rng.random() * 5.5))
        elif chance < LATE + REPEATED:
            again = told.published + timedelta(days=tale.rng.random() * 2)
            tale.told[place] = told._replace(repeats=place)
            tale.told.append(told._replace(published=again, repeats=place))
        elif chance < LATE + REPEATED + CORRECTED and told.kind is not Kind.RETRACTION:
            again = told.published + timedelta(days=0.1 + tale.rng.random() * 3)
            tale.told.append(told._replace(published=again, corrects=place))
