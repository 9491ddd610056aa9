"""One case is one alert: of all tokens that two hops join, the best one speaks, whatever came first."""

from itertools import permutations

import pytest

from schemas.alert import Status
from schemas.rulepack import Subject
from tests.streams.facts import tok
from tests.streams.indicators.build import Tale, air, hire, opening, who
from tests.streams.test_company import Partition

PASSPORT, NAME = "passport=p", ("person=n", "phone=n")
CHECKIN = air(who("traveller", "", PASSPORT, sex="F"), day=1, kind="checkin", observations=["docs-held-by-other"])
BOOKING = air(who("traveller", "", PASSPORT, *NAME, sex="F"))
REGISTRATION = hire(who("candidate", "w", *NAME, sex="F"), day=1.1, country="ARE")
ACCOUNT = opening(who("holder", "w", sex="F"), day=1.2, observations=["spoken-for"])
CASE = (CHECKIN, BOOKING, REGISTRATION, ACCOUNT)


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_a_passport_and_a_card_joined_by_a_name_raise_one_alert_in_any_order(order: tuple[int, ...]) -> None:
    told = Partition(*(CASE[n] for n in order))
    (alert,) = told.open(Subject.POSSIBLE_VICTIM)
    assert alert.subject == tok("cnic", "w")
    assert {hit.indicator for hit in alert.hits} == {"a-obs-docs-held", "b-obs-controlled"}
    assert all(one.status is not Status.OPEN or one.subject == alert.subject for one in told.latest().values())


@pytest.mark.parametrize("late", [BOOKING, REGISTRATION])
def test_whoever_spoke_before_the_second_hop_was_known_ends_as_merged(late: Tale) -> None:
    own = air(who("traveller", "", PASSPORT, sex="F"), day=1.3, kind="checkin", observations=["harm-or-fear"])
    told = Partition(*(tale for tale in (*CASE, own) if tale is not late))
    assert [alert.subject for alert in told.open(Subject.POSSIBLE_VICTIM)] == [tok("passport", "p")]
    told.tell(late)
    (alert,) = told.open(Subject.POSSIBLE_VICTIM)
    assert alert.subject == tok("cnic", "w")
    (old,) = [one for one in told.latest().values() if one.subject == tok("passport", "p")]
    assert (old.status, old.merged_into) == (Status.MERGED, alert.subject)


def test_when_the_name_joins_no_more_nobody_speaks_for_the_other() -> None:
    own = air(who("traveller", "", PASSPORT, sex="F"), day=1.3, kind="checkin", observations=["harm-or-fear"])
    others = [hire(who("candidate", f"other{n}", *NAME, sex="F"), day=2 + n) for n in range(4)]
    told = Partition(*CASE, own, *others)
    assert [alert.subject for alert in told.open(Subject.POSSIBLE_VICTIM)] == [tok("passport", "p")]
