"""A season: the same again, true to its truth, taken by every check that a partner's report meets, and of nobody who exists."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from consumers.unseal import new_sealing_pair
from producers.protect.protection import protect, read_report
from producers.protect.seal import sealing_key
from producers.protect.token import TokenKey, TokenKeys, new_token_key
from producers.simulate import invented
from producers.simulate.feed import to_line, to_ndjson
from producers.simulate.plan import Planned
from producers.simulate.planting import NoSeason
from producers.simulate.season import Season, season
from schemas.codes import Sector
from schemas.partner import Partner, PartnerTable
from schemas.truth import Label, Truth

END = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
DAYS = 120


def made(table: PartnerTable, seed: int, journeys: int, cases: int | None = None) -> Season:
    return season(seed, END, tuple(table.partners.values()), journeys=journeys, days=DAYS, cases=cases)


@pytest.fixture(scope="module")
def small(table: PartnerTable) -> Season:
    return made(table, 7, 600, cases=24)


@pytest.fixture(scope="module")
def plan(small: Season) -> list[Planned]:
    return list(small.reports)


def numbers_of(plan: list[Planned]) -> set[str]:
    found: set[str] = set()
    for planned in plan:
        for party in planned.report.parties:
            who = party.identity
            found |= {text for text in (who.cnic, who.iban, who.passport and who.passport.number) if text}
    return found


def test_the_same_arguments_give_the_same_bytes(table: PartnerTable, small: Season, plan: list[Planned]) -> None:
    again = made(table, 7, 600, cases=24)
    assert [to_line(one) for one in again.reports] == [to_line(one) for one in plan]
    assert again.truth == small.truth
    assert [to_line(one) for one in small.reports] == [to_line(one) for one in plan]


def test_reports_come_in_order_and_few_are_late(plan: list[Planned]) -> None:
    times = [planned.report.occurred_at for planned in plan]
    assert END - timedelta(days=DAYS) <= min(times)
    assert max(times) < END
    latest, late = times[0], 0
    for moment in times:
        late += moment < latest
        assert latest - moment < timedelta(days=9)
        latest = max(latest, moment)
    assert 0 < late < len(times) * 0.04


def test_an_id_comes_twice_only_when_the_report_is_sent_again(plan: list[Planned]) -> None:
    told: dict[str, tuple[str, bytes]] = {}
    twice = 0
    for planned in plan:
        if planned.report.id in told:
            twice += 1
            assert told[planned.report.id] == (planned.partner_id, to_ndjson(planned))
        told[planned.report.id] = (planned.partner_id, to_ndjson(planned))
    assert 0 < twice < len(plan) * 0.02


def test_a_correction_names_a_report_of_the_same_partner_that_came_before(plan: list[Planned]) -> None:
    seen: dict[str, str] = {}
    mended = 0
    for planned in plan:
        earlier = planned.report.corrects
        if earlier is not None and earlier in seen:
            mended += 1
            assert seen[earlier] == planned.partner_id
        seen[planned.report.id] = planned.partner_id
    assert mended


@pytest.mark.slow
def test_every_report_of_five_thousand_journeys_is_taken_and_protected(table: PartnerTable) -> None:
    keys = TokenKeys((TokenKey(table.token_keys[0], new_token_key("once").secret),))
    fia = sealing_key(new_sealing_pair()[1])
    for planned in made(table, 11, 5_000).reports:
        report = read_report(to_ndjson(planned))
        assert report == planned.report
        assert protect(report, table.partners[planned.partner_id], keys, fia).id == planned.report.id


def test_the_truth_names_reports_of_the_stream_and_sectors_that_sent_them(
    table: PartnerTable, small: Season, plan: list[Planned]
) -> None:
    known = {(planned.partner_id, planned.report.id): planned for planned in plan}
    ids = [record.id for record in small.truth]
    assert len(set(ids)) == len(ids)
    for record in small.truth:
        assert Truth.model_validate_json(record.model_dump_json(exclude_none=True)) == record
        where = [known[ref.partner, ref.id] for ref in record.reports]
        assert {one.case for one in where} <= {record.id}
        assert {table.partners[one.partner_id].sector for one in where} == set(record.sectors)
    planted = {planned.case for planned in plan if planned.case}
    assert planted == {record.id for record in small.truth if record.label is not Label.PERSON}


def test_cases_look_alikes_and_ordinary_people_are_there(small: Season) -> None:
    labels = Counter(record.label for record in small.truth)
    assert labels[Label.CASE] >= 20
    assert labels[Label.LOOK_ALIKE] >= 40
    assert labels[Label.PERSON] > 500
    groups = [record.group for record in small.truth if record.group]
    assert {group.nationality for group in groups} >= {"PAK", "AFG"}
    assert {group.province for group in groups} >= {"Punjab", "Sindh", "Khyber Pakhtunkhwa"}


def test_ordinary_people_of_the_truth_are_in_reports_unless_a_desk_mistyped_all_of_them(
    small: Season, plan: list[Planned]
) -> None:
    parties = [party.identity for planned in plan for party in planned.report.parties]
    known: set[object] = numbers_of(plan) | {who.birth_date for who in parties}
    people = [record.subjects[0].identities[0] for record in small.truth if record.label is Label.PERSON]
    found = sum(
        1 for who in people if {who.cnic, who.passport and who.passport.number, who.birth_date} & known - {None}
    )
    assert found > len(people) * 0.995


def test_cases_share_no_person_with_ordinary_life(plan: list[Planned]) -> None:
    planted = numbers_of([planned for planned in plan if planned.case])
    ordinary = numbers_of([planned for planned in plan if not planned.case])
    assert not planted & ordinary


def test_seasons_of_different_seeds_share_nobody(table: PartnerTable, plan: list[Planned]) -> None:
    other = list(made(table, 8, 600, cases=24).reports)
    assert not numbers_of(plan) & numbers_of(other)
    assert not {planned.report.id for planned in plan} & {planned.report.id for planned in other}


def test_everyone_in_a_season_is_visibly_invented(plan: list[Planned]) -> None:
    for planned in plan:
        for party in planned.report.parties:
            who = party.identity
            assert who.cnic is None or re.fullmatch(r"9999\d-\d{7}-\d", who.cnic)
            assert who.passport is None or re.fullmatch(r"Z[A-Z]\d{7}|P[98]\d{8}", who.passport.number)
            assert who.iban is None or who.iban[4:8] == "FARZ"
            assert all(phone.startswith(("+92 37", "+92 301 0")) for phone in who.phones)
            assert who.family_name is None or who.family_name in invented.SEASON_FAMILIES


@pytest.mark.parametrize(
    ("wrong", "why"),
    [({"journeys": 0}, "journeys"), ({"journeys": 10, "days": 2}, "days"), ({"journeys": 10, "days": 400}, "days")],
)
def test_a_season_that_cannot_be_is_refused(table: PartnerTable, wrong: dict[str, int], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        season(1, END, tuple(table.partners.values()), **{"journeys": 10, **wrong})  # type: ignore[arg-type]


def test_a_season_at_the_end_of_all_dates_is_refused(table: PartnerTable) -> None:
    for year in (1, 1999, 2100, 9999):
        with pytest.raises(NoSeason, match="a year from 2000 to 2099") as bad:
            season(1, END.replace(year=year), tuple(table.partners.values()), journeys=10)
        assert bad.value.about == "end"


def test_a_season_without_banks_is_refused(table: PartnerTable) -> None:
    known: list[Partner] = [partner for partner in table.partners.values() if partner.sector is not Sector.BANK]
    with pytest.raises(ValueError, match="bank"):
        season(1, END, known, journeys=10)
