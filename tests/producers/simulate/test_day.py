"""The day itself: valid, in order, the same again, and of nobody who exists."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest

from producers.simulate import invented
from producers.simulate.day import cases, day, fingerprints
from producers.simulate.feed import to_ndjson
from producers.simulate.plan import Planned
from schemas.codes import Sector
from schemas.facts import Kind
from schemas.partner import PartnerTable
from schemas.report import Report


@pytest.fixture(scope="module")
def plan(now: datetime, table: PartnerTable) -> list[Planned]:
    return list(day(1, now, tuple(table.partners.values())))


def test_a_day_has_twenty_thousand_reports_of_all_partners_in_order_of_occurrence(
    plan: list[Planned], now: datetime, table: PartnerTable
) -> None:
    times = [planned.report.occurred_at for planned in plan]
    assert len(plan) == 20_000
    assert times == sorted(times)
    assert now - timedelta(hours=24) <= times[0]
    assert times[-1] <= now
    assert len({planned.report.id for planned in plan}) == 20_000
    shares = Counter(planned.partner_id for planned in plan)
    assert set(shares) == set(table.partners)
    assert min(shares.values()) > 1_000


def test_the_same_arguments_give_the_same_day(now: datetime, table: PartnerTable) -> None:
    partners = tuple(table.partners.values())
    first, again = (list(day(5, now, partners, 2_000)) for _ in range(2))
    assert first == again
    assert first != list(day(6, now, partners, 2_000))
    assert cases(5, now) == cases(5, now)


def test_every_report_is_what_a_partner_could_send(plan: list[Planned]) -> None:
    for planned in Random(7).sample(plan, 2_000):
        assert Report.model_validate_json(to_ndjson(planned)) == planned.report


def test_departures_lie_ahead(plan: list[Planned], now: datetime) -> None:
    for planned in plan:
        trip = planned.report.trip
        if trip is not None and planned.report.kind is not Kind.OFFLOAD:
            assert trip.departs_at > now
            assert planned.report.occurred_at < trip.departs_at


def test_everyone_in_a_report_is_visibly_invented(plan: list[Planned]) -> None:
    families = {name.casefold() for name in invented.FAMILY_NAMES}
    made_up = {*(street.casefold() for street in invented.STREETS), "namuna", "misal"}
    for planned in plan:
        for party in planned.report.parties:
            who = party.identity
            if who.name is not None:
                words = set(who.name.casefold().replace("/", " ").split())
                assert words & families or words & made_up, planned.report.id
            assert who.cnic is None or who.cnic.startswith("99999-9")
            assert who.passport is None or who.passport.number.startswith(("ZZ9", "EX9", "EX8"))
            assert who.iban is None or who.iban[4:8] == "FARZ"
            assert all(phone.startswith(("+92 300 0", "+92 301 0")) for phone in who.phones)


def test_fingerprints_hold_every_name_and_number_in_two_spellings(plan: list[Planned]) -> None:
    found = fingerprints(plan[:200])
    passenger = (
        next(planned for planned in plan[:200] if planned.report.kind is Kind.BOOKING).report.parties[0].identity
    )
    assert passenger.name in found
    assert passenger.passport is not None
    assert passenger.passport.number in found
    assert {text for text in found if text.startswith("9999") and "-" not in text}


def test_people_are_met_in_more_than_one_sector(plan: list[Planned]) -> None:
    seen: dict[str, set[str]] = {}
    for planned in plan:
        for party in planned.report.parties:
            number = (party.identity.cnic or "")[7:13] or (
                party.identity.passport and party.identity.passport.number[3:]
            )
            if number:
                seen.setdefault(number, set()).add(planned.partner_id.split("-")[0])
    assert sum(1 for where in seen.values() if len(where) > 1) > 1_500


def test_stories_are_enough_and_most_need_more_than_one_sector(now: datetime) -> None:
    told = cases(1, now)
    planted = [case for case in told if case.expect == "alert"]
    assert len(planted) >= 15
    assert sum(1 for case in told if case.expect == "quiet") >= 8
    assert sum(1 for case in planted if len(case.sectors) > 1) > len(planted) / 2
    assert all(case.story and case.about for case in planted)
    assert {sector for case in planted for sector in case.sectors} == set(Sector)


def test_a_day_without_banks_is_refused(now: datetime, table: PartnerTable) -> None:
    airlines = [partner for partner in table.partners.values() if partner.sector is not Sector.BANK]
    with pytest.raises(ValueError, match="bank"):
        next(day(1, now, airlines, 0))
