"""What may come in again is judged as intake judges, and a little more."""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deploy.rejects.case import Wanted, case_of, grouped, reentries
from deploy.rejects.judgement import check_step, judged
from deploy.rejects.owner import OPERATORS
from deploy.rejects.replay import planned
from schemas.errors import Malformed, Refused
from schemas.reject import Reason, Reject
from schemas.reject_work import Reentry, RejectWork, Step, WorkStatus
from streams.intake import Refused as IntakeRefused
from streams.intake import Source, decide
from streams.intake_state import reject_of
from tests.streams.facts import AIR, KEYS, NOW, PUBLISHED, SOURCE, event, raw, tok

TOPIC = SOURCE.topic


def refused(message: bytes, offset: int = 7, keys: frozenset[str] = KEYS) -> Reject:
    """What intake makes of a bad message."""
    source = Source(TOPIC, 0, offset, PUBLISHED)
    found = [one for one in decide(message, source, AIR, keys) if isinstance(one, IntakeRefused)]
    return reject_of(found[0], source, AIR.id)


def conflict(message: bytes, index: int = 0) -> Reject:
    """As intake_state refuses a used id."""
    why = Malformed(Reason.CONFLICTING_DUPLICATE, "id", "a new id")
    return reject_of(IntakeRefused(index, why, message), SOURCE, AIR.id)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in event().items() if key != name}


def fit(reject: Reject, message: bytes, *, mended: bool = True) -> tuple[str, int]:
    found = judged(reject, message, AIR, KEYS, NOW, mended=mended)
    assert found.raw == message
    return found.key, found.events


def why_not(reject: Reject, message: bytes, *, mended: bool = True) -> tuple[str, str]:
    with pytest.raises(Malformed) as error:
        judged(reject, message, AIR, KEYS, NOW, mended=mended)
    return error.value.reason, error.value.field


def test_a_mended_event_is_fit_under_its_own_id() -> None:
    assert fit(refused(raw(without("type"))), raw(event("bk-1"))) == ("bk-1", 1)


def test_a_mend_that_intake_would_refuse_is_refused_with_its_reason() -> None:
    assert why_not(refused(raw(without("type"))), raw(without("time"))) == (Reason.MISSING_FIELD, "time")


def test_one_bad_event_of_a_mended_batch_keeps_all_of_it_out() -> None:
    broken = refused(raw([event("bk-1"), event("bk-2")])[:-1])
    assert fit(broken, raw([event("bk-1"), event("bk-2")])) == ("bk-1", 2)
    assert why_not(broken, raw([event("bk-1"), without("source")])) == (Reason.MISSING_FIELD, "source")


def test_an_event_whose_id_was_used_comes_in_only_under_a_new_id_and_with_a_new_seal() -> None:
    reject = conflict(raw(event("bk-1")))
    assert why_not(reject, raw(event("bk-1"))) == (Reason.CONFLICTING_DUPLICATE, "id")
    assert why_not(reject, raw(event("bk-2"))) == (Reason.BROKEN_SEAL, "data.sealed.box")
    box = base64.b64encode(bytes([1]) * 1400).decode()
    sealed = {**event()["data"]["sealed"], "box": box}
    assert fit(reject, raw(event("bk-2", sealed=sealed))) == ("bk-2", 1)


def test_a_seal_that_is_moved_to_another_id_is_found() -> None:
    assert why_not(refused(raw(without("type"))), raw(event("bk-9"))) == (Reason.BROKEN_SEAL, "data.sealed.box")


def test_a_replay_takes_what_the_rules_of_today_take_and_says_why_not_the_rest() -> None:
    later = frozenset({"k1", "k2"})
    fresh = event("bk-k2", parties=[{"role": "traveller", "tokens": [tok("passport", "t1").replace(":k1:", ":k2:")]}])
    rejects = [refused(raw(fresh), 1), refused(raw(without("type")), 2), conflict(raw(event("bk-3")))]
    assert rejects[0].reason is Reason.UNKNOWN_TOKEN_KEY
    assert planned(rejects, {AIR.id: AIR}, KEYS, NOW, limit=9).fit == []
    plan = planned(rejects, {AIR.id: AIR}, later, NOW, limit=9)
    assert [(reject.id, fit.key) for reject, fit in plan.fit] == [(rejects[0].id, "bk-k2")]
    assert plan.unfit == {(AIR.id, "missing_field"): 1, (AIR.id, "conflicting_duplicate"): 1}


def test_a_replay_stops_at_its_limit_and_says_that_there_are_more() -> None:
    rejects = [refused(raw(event(f"bk-{n}")), n, frozenset()) for n in range(3)]
    plan = planned(rejects, {AIR.id: AIR}, KEYS, NOW, limit=2)
    assert (len(plan.fit), plan.more) == (2, True)
    assert not planned(rejects, {AIR.id: AIR}, KEYS, NOW, limit=3).more


def worked(reject: Reject, *statuses: WorkStatus, owner: str = "desk") -> RejectWork:
    steps = tuple(Step(status=status, at=NOW, by="desk", owner=owner) for status in statuses)
    reentry = Reentry(topic=TOPIC, partition=1, offset=40, sha256=reject.sha256)
    return RejectWork(id=reject.id, partner=reject.partner, steps=steps, reentry=reentry)


@pytest.mark.parametrize("came_in", [WorkStatus.MENDED, WorkStatus.REPLAYED])
@pytest.mark.parametrize("then", WorkStatus)
def test_what_came_in_again_is_worked_no_more(came_in: WorkStatus, then: WorkStatus) -> None:
    with pytest.raises(Refused, match=came_in):
        check_step(worked(refused(b""), came_in), then)


def test_what_was_discarded_may_still_be_mended_but_not_discarded_again() -> None:
    work = worked(refused(b""), WorkStatus.DISCARDED)
    check_step(work, WorkStatus.MENDED)
    with pytest.raises(Refused, match="discarded already"):
        check_step(work, WorkStatus.DISCARDED)


def test_nobody_has_to_say_whose_turn_it_is_at_first() -> None:
    unknown_key = refused(raw(event()), keys=frozenset())
    ours = refused(b"").model_copy(update={"partner": "raabta"})
    owners = [case_of(one, {}, {}).owner for one in (refused(b""), unknown_key, ours)]
    assert owners == [AIR.id, OPERATORS, OPERATORS]


def test_cases_are_counted_by_partner_reason_owner_and_status() -> None:
    first, second, third = (refused(b"", offset) for offset in (1, 2, 3))
    third = third.model_copy(update={"at": NOW - timedelta(hours=5)})
    works = {first.id: worked(first, WorkStatus.DISCARDED)}
    groups = grouped(case_of(one, works, {}) for one in (first, second, third))
    assert [(tuple(one.key), one.count) for one in groups] == [
        ((AIR.id, "empty", AIR.id, "open"), 2),
        ((AIR.id, "empty", "desk", "discarded"), 1),
    ]
    assert (groups[0].oldest, groups[0].newest) == (NOW - timedelta(hours=5), NOW)


def test_a_case_is_chosen_by_reason_owner_status_and_age() -> None:
    case = case_of(refused(b""), {}, {})
    wanted = Wanted(Reason.EMPTY, AIR.id, WorkStatus.OPEN, timedelta(hours=1))
    assert wanted.takes(case, NOW + timedelta(hours=2))
    assert not wanted.takes(case, NOW)
    for other in (
        replace(wanted, reason=Reason.NOT_JSON),
        replace(wanted, owner="desk"),
        replace(wanted, status=WorkStatus.MENDED),
    ):
        assert not other.takes(case, NOW + timedelta(hours=2))


def test_a_mended_event_that_is_refused_again_leads_back_to_its_first_reject() -> None:
    first = refused(raw(without("type")))
    works = {first.id: worked(first, WorkStatus.MENDED)}
    again = refused(b"{", 40).model_copy(update={"partition": 1})
    assert case_of(again, works, reentries(works.values())).came_of == first.id
    assert case_of(refused(b"{", 41), works, reentries(works.values())).came_of is None
