"""The route tree: inheritance, the deepest match, `continue`, and named suppression."""

from datetime import timedelta
from typing import Any

from schemas.alert import Alert, Journey, Priority
from schemas.codes import Sector, TrafficLight
from schemas.receipt import Receipt
from schemas.route import Inbox, Match, Profile, Route, RouteTable
from schemas.rulepack import Subject
from schemas.topic import Topics
from streams.ports import Headers, Record
from streams.routing import is_over, matches, routed
from streams.routing_state import LONG_DEPARTED, RoutingState
from streams.views import view_of
from tests.streams.facts import NOW, PUBLISHED, entry, tok


class Sent(list[tuple[str, bytes]]):
    def send(
        self, topic: str, value: bytes, *, key: bytes | None = None, partition: int | None = None, headers: Headers = ()
    ) -> None:
        self.append((topic, value))


def alert(**fields: Any) -> Alert:
    ref = entry("e1", [{"role": "traveller", "tokens": [tok("cnic", "a")]}]).fact.ref
    base: dict[str, Any] = {
        "id": "0" * 32,
        "version": 1,
        "about": Subject.POSSIBLE_VICTIM,
        "subject": tok("cnic", "a"),
        "episode": 1,
        "priority": Priority.P1,
        "decide_by": NOW,
        "rank": 3.0,
        "combination": "2 strong",
        "typologies": (),
        "sectors": (Sector.AIRLINE, Sector.BANK),
        "hits": (
            {
                "indicator": "a-third-party-cash",
                "strength": "moderate",
                "counted": "moderate",
                "sentence": "The ticket was paid in cash by somebody who does not travel.",
                "source": "AKEO",
                "evidence": (ref,),
            },
        ),
        "journeys": (
            Journey(carrier="N7", flight="123", origin="ISB", destination="DXB", departs_at=NOW + timedelta(hours=9)),
        ),
        "evidence": (ref,),
        "first_seen": NOW,
        "last_seen": NOW,
        "published": PUBLISHED,
        "handling": TrafficLight.AMBER_STRICT,
        "rule_pack": "2026.11.1",
        "age": 16,
    }
    return Alert.model_validate(base | fields, strict=False)


def inbox(name: str, profile: Profile = Profile.FIA) -> Inbox:
    return Inbox(name=name, title=name, profile=profile)


def table(*routes: Route) -> RouteTable:
    names = ("hq", "isb", "ngo", "zone")
    root = Route(name="root", inboxes=("hq",), routes=routes)
    return RouteTable(version="2026.11.1", inboxes={name: inbox(name) for name in names}, root=root)


def chosen(found: Alert, routes: RouteTable, told: tuple[str, ...] = ()) -> list[str]:
    return [one.inbox for one in routed(found, routes, told).chosen]


ISB = Route(name="isb", match=Match(origin=("ISB",)), inboxes=("isb",))
CHILD = Route.model_validate({"name": "child", "match": Match(child=True), "inboxes": ("ngo",), "continue": True})


def test_what_no_route_matches_goes_to_the_root() -> None:
    assert chosen(alert(journeys=()), table(ISB)) == ["hq"]


def test_the_deepest_match_wins() -> None:
    assert chosen(alert(), table(ISB)) == ["isb"]


def test_support_is_asked_for_beside_the_police_and_never_instead() -> None:
    assert chosen(alert(child=True, journeys=()), table(CHILD, ISB)) == ["ngo", "hq"]


def test_continue_also_tries_the_next_sibling() -> None:
    assert chosen(alert(child=True), table(CHILD, ISB)) == ["ngo", "isb"]


def test_a_child_route_inherits_the_inboxes_of_its_parent() -> None:
    parent = Route(name="soon", match=Match(departs_within_hours=72), inboxes=("zone",), routes=(Route(name="all"),))
    assert chosen(alert(), table(parent)) == ["zone"]


def test_a_muted_route_suppresses_under_its_name() -> None:
    muted = Route(name="test", match=Match(origin=("ISB",)), mute_reason="exercise")
    decision = routed(alert(), table(muted))
    assert (decision.chosen, decision.suppressed) == ((), "exercise")


def test_whoever_was_told_before_is_told_again() -> None:
    assert chosen(alert(journeys=()), table(ISB), told=("isb",)) == ["hq", "isb"]


def test_that_a_departure_came_near_is_not_told_days_after_it() -> None:
    near, hour = alert(by_clock=True), 3_600_000
    assert not is_over(near, PUBLISHED)
    assert not is_over(near, PUBLISHED + 32 * hour)  # the person may still be met on arrival
    assert is_over(near, PUBLISHED + 34 * hour)
    assert not is_over(alert(), PUBLISHED + 3400 * hour)
    state, out = RoutingState(table(ISB), Topics()), Sent()
    record = Record("raabta.alerts", 0, 0, PUBLISHED + 34 * hour, None, near.model_dump_json().encode(), ())
    state.take([record], out)
    ((topic, value),) = out
    assert (topic, Receipt.model_validate_json(value).reason) == (Topics().receipts, LONG_DEPARTED)


def test_a_departure_that_is_over_matches_no_origin() -> None:
    late = alert(published=PUBLISHED + 24 * 3_600_000)
    assert not matches(late, Match(origin=("ISB",)))


def test_a_service_sees_no_bank_no_flight_no_token_and_no_exact_age() -> None:
    full = alert(harm_seen=True)
    view = view_of(full, inbox("ngo", Profile.VICTIM_SERVICE), "child", "2026.11.1")
    text = view.model_dump_json()
    assert view.alert is None
    for secret in ("bank", "N7", "ISB", tok("cnic", "a"), "paid in cash", "raabta.events", '"16"', "facilitator"):
        assert secret not in text
    assert view.age_band == "12 to 17"


def test_a_service_reads_its_signs_in_urdu_too_and_not_how_many_sectors_joined() -> None:
    view = view_of(alert(), inbox("ngo", Profile.VICTIM_SERVICE), "child", "2026.11.1")
    assert view.signs == ("Signs around a journey.",)
    assert view.signs_ur == ("سفر سے متعلق علامات۔",)
    handled = view_of(alert(sectors=(Sector.BANK,)), inbox("ngo", Profile.VICTIM_SERVICE), "child", "2026.11.1")
    assert len(handled.signs) == len(handled.signs_ur) == 1
    assert "two" not in view.model_dump_json()


def test_the_headline_says_that_the_flight_has_left() -> None:
    assert view_of(alert(), inbox("hq"), "root", "2026.11.1").headline.endswith("N7123 ISB-DXB")
    late = alert(published=PUBLISHED + 10 * 3_600_000)
    assert view_of(late, inbox("hq"), "root", "2026.11.1").headline.endswith("N7123 ISB-DXB, departed")


def test_the_fia_sees_the_whole_alert() -> None:
    full = alert()
    assert view_of(full, inbox("hq"), "root", "2026.11.1").alert == full


def test_a_route_by_partner_takes_what_rests_on_that_partner_alone() -> None:
    ref = alert().evidence[0]
    other = ref.model_copy(update={"partner": "bank-farzi"})
    match = Match(partner=(ref.partner,))
    assert matches(alert(), match)
    assert not matches(alert(evidence=(ref, other)), match)
    assert not matches(alert(evidence=(other,)), match)
