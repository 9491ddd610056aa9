"""Alerts that rest on the same reports are one matter."""

from hypothesis import given
from hypothesis import strategies as st

from schemas.alert import Hit, Unused
from schemas.matter import Ground, grounds, together
from schemas.rulepack import Strength
from tests.consumers.making import alert, ref

A, B, C, D = (Ground("air-farzi", f"bk-{number}") for number in range(4))


def hit(*events: str, counted: Strength | None = Strength.STRONG, unused: Unused | None = None) -> Hit:
    return Hit(
        indicator="a-obs-harm-fear",
        strength=Strength.STRONG,
        counted=counted,
        unused=unused,
        sentence="Staff saw fear.",
        source="an invented source",
        evidence=tuple(ref(event=event) for event in events),
    )


def test_an_alert_rests_on_the_reports_of_the_signs_that_count() -> None:
    told = alert(hits=(hit("bk-0", "bk-1"), hit("bk-2", counted=None), hit("bk-3", unused=Unused.COMMON)))
    assert grounds(told) == {A, B}


def test_an_alert_whose_signs_were_all_taken_back_still_rests_on_what_they_rested_on() -> None:
    assert grounds(alert(hits=(hit("bk-2", counted=None, unused=Unused.TAKEN_BACK),))) == {C}


def test_the_same_event_id_of_another_partner_is_another_report() -> None:
    assert len(together({"x": [A], "y": [A._replace(partner="bank-farzi")]})) == 2


def test_what_shares_a_report_is_one_matter_also_through_others() -> None:
    assert together({"x": [A], "y": [C], "z": [A, B], "w": [B, D], "v": []}) == [("x", "z", "w"), ("y",), ("v",)]


ALERTS = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.frozensets(st.sampled_from([A, B, C, D]), max_size=3), max_size=8
)


@given(ALERTS, st.randoms(use_true_random=False))
def test_matters_do_not_depend_on_the_order_and_part_the_alerts(
    alerts: dict[str, frozenset[Ground]], random: object
) -> None:
    shuffled = list(alerts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = together(alerts), together({alert: alerts[alert] for alert in shuffled})
    assert {frozenset(matter) for matter in one} == {frozenset(matter) for matter in other}
    assert sorted(alert for matter in one for alert in matter) == sorted(alerts)


@given(ALERTS)
def test_two_matters_share_no_report_and_each_hangs_together(alerts: dict[str, frozenset[Ground]]) -> None:
    seen: list[set[Ground]] = []
    for matter in together(alerts):
        reached, waiting = {matter[0]}, set(matter[1:])
        resting = set(alerts[matter[0]])
        while near := {alert for alert in waiting if alerts[alert] & resting}:
            reached |= near
            waiting -= near
            resting |= {ground for alert in near for ground in alerts[alert]}
        assert reached == set(matter)
        assert all(resting.isdisjoint(other) for other in seen)
        seen.append(resting)
