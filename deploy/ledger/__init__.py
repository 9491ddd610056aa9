"""The ledger: every published event is accounted for, from the topics themselves and not from counters (design 5).

`book` reads, three joins decide (`intake`, `scoring`, `telling`), `balance` is what comes out, `spill` keeps it small.
"""

from deploy.ledger.balance import Balance, Hour, Place, Unbalanced, UnderWay
from deploy.ledger.book import Ledger
from deploy.ledger.cut import QUIET, Cut
from deploy.ledger.telling import channels_of

__all__ = ["QUIET", "Balance", "Cut", "Hour", "Ledger", "Place", "Unbalanced", "UnderWay", "channels_of"]
