"""What a decision says of an alert, and how much it weighs."""

from deploy.learning.verdict import alerts_of, verdicts
from schemas.disposition import Decision
from tests.deploy.learning.made import alert, said


def test_the_last_closing_word_of_an_inbox_counts() -> None:
    one = alert(1)
    told = [
        said(one, Decision.NO_OFFENCE, hours=1),
        said(one, Decision.CASE_OPENED, hours=2),
        said(one, Decision.IN_REVIEW, hours=3),
    ]
    (found,), count = verdicts(told, {one.id: one})
    assert found.worth
    assert count.decided == 1


def test_one_inbox_that_found_something_outweighs_others_that_did_not() -> None:
    one = alert(1)
    told = [
        said(one, Decision.REFERRED, inbox="isb", officer="d-2"),
        said(one, Decision.FALSE_MATCH, inbox="hq", hours=5),
    ]
    (found,), _ = verdicts(told, {one.id: one})
    assert found.worth
    assert found.officers == {"d-1", "d-2"}


def test_what_ended_too_late_is_neither_right_nor_wrong() -> None:
    one, two = alert(1), alert(2)
    told = [said(one, Decision.TOO_LATE), said(two, Decision.ACKNOWLEDGED)]
    found, count = verdicts(told, {one.id: one, two.id: two})
    assert not found
    assert (count.alerts, count.decided, count.undecided) == (2, 0, 2)


def test_a_decision_on_an_alert_that_is_not_there_is_counted_as_unknown() -> None:
    found, count = verdicts([said(alert(1), Decision.NO_OFFENCE)], {})
    assert not found
    assert count.unknown == 1


def test_alerts_that_share_evidence_weigh_one_together() -> None:
    group = [alert(n, event="flight") for n in range(16)]
    alone = alert(99)
    told = [said(one, Decision.CASE_OPENED) for one in [*group, alone]]
    found, _ = verdicts(told, {one.id: one for one in [*group, alone]})
    assert sum(v.weight for v in found) == 2


def test_the_same_decision_told_twice_counts_once() -> None:
    one = alert(1)
    told = said(one, Decision.NO_OFFENCE)
    assert verdicts([told, told], {one.id: one}) == verdicts([told], {one.id: one})


def test_the_newest_version_that_anybody_decided_on_is_wanted() -> None:
    older, newer = alert(1), alert(1, version=4)
    assert alerts_of([said(newer, Decision.NO_OFFENCE), said(older, Decision.REFERRED)]) == {older.id: 4}
