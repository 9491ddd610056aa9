"""Scenario files: those that ship are what they say, and a bad one is refused with its line and the mend."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from producers.simulate.nation.land import Land
from producers.simulate.plan import PAKISTAN
from producers.simulate.scenario.collection import shipped
from producers.simulate.scenario.form import SECTOR_OF, Scenario
from producers.simulate.scenario.play import Telling, play
from producers.simulate.scenario.read import read
from producers.simulate.scenario.values import ABSENT, settled
from producers.simulate.season import season
from schemas.codes import Sector
from schemas.errors import Misconfigured
from schemas.partner import PartnerTable
from schemas.rulepack import Subject
from schemas.truth import Label

END = datetime(2026, 11, 23, tzinfo=UTC).astimezone(PAKISTAN)
SMALL = """
id = "two-strangers"
label = "case"
story = "A man pays the tickets of two women whom he met on a market."
source = "this test"
typologies = ["forced-labour"]

[cast.payer]
about = "facilitator"

[cast.women]
count = [2, 2]
sex = ["F"]
about = "possible-victim"

[journey.out]
of = ["women"]
way = "apart"
origin = ["LHE"]
destination = ["DXB"]

[journey.out.trip]
visa_class = "visit"
paid_by = "cash"

[[report]]
kind = "booking"
journey = "out"
days = [-4, -1]
parties = [{ who = "women", role = "traveller" }, { who = "payer", role = "payer" }]
"""


def told(scenario: Scenario, turn: int = 0) -> Telling:
    land = Land(1, END - timedelta(days=200), END, 1_000)
    return play(scenario, land, Random(turn), land.first, END - timedelta(days=90))


def written(folder: Path, text: str) -> Path:
    path = folder / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_small_file_becomes_bookings_with_their_truth(tmp_path: Path) -> None:
    telling = told(read(written(tmp_path, SMALL)))
    assert len(telling.sent) == 2
    assert telling.detectable
    assert {one.sector for one in telling.sent} == {Sector.AIRLINE}
    assert sorted(subject.about for subject in telling.subjects) == [
        Subject.FACILITATOR,
        Subject.POSSIBLE_VICTIM,
        Subject.POSSIBLE_VICTIM,
    ]
    assert telling.departs_at is not None
    assert all(one.at < telling.departs_at + timedelta(days=1) for one in telling.sent)


def test_one_report_is_too_little_to_be_detected(tmp_path: Path) -> None:
    assert not told(read(written(tmp_path, SMALL.replace("count = [2, 2]", "count = [1, 1]")))).detectable


def test_reports_of_one_booking_count_once(tmp_path: Path) -> None:
    checked = SMALL[SMALL.index("[[report]]") :].replace('"booking"', '"checkin"').replace("[-4, -1]", "[-0.2, -0.1]")
    telling = told(read(written(tmp_path, SMALL.replace("count = [2, 2]", "count = [1, 1]") + checked)))
    assert len(telling.sent) == 2
    assert not telling.detectable


def test_a_sector_that_is_blind_sends_nothing(tmp_path: Path) -> None:
    blind = SMALL.replace("[cast.payer]", "[sees]\nairline = { at_all = 0.0 }\n\n[cast.payer]", 1)
    assert not told(read(written(tmp_path, blind))).sent


def test_a_strangers_file_is_planted_beside_those_shipped(tmp_path: Path, table: PartnerTable) -> None:
    made = season(
        3,
        END,
        tuple(table.partners.values()),
        journeys=50,
        days=60,
        scenarios=written(tmp_path, SMALL),
        cases=20,
    )
    assert any(record.scenario == "two-strangers" for record in made.truth)


@pytest.mark.parametrize(
    ("from_", "to", "line", "why"),
    [
        ('label = "case"', 'label = "maybe"', 3, "label"),
        ('origin = ["LHE"]', 'origin = ["XXX"]', 19, "IATA airport"),
        ('paid_by = "cash"', 'paid_by = "gold"', 23, "paid_by"),
        ('{ who = "payer"', '{ who = "buyer"', 30, "'buyer' is nowhere defined"),
        ('kind = "booking"', 'kind = "party"', 27, "kind"),
        ("count = [2, 2]", "count = [3, 2]", 12, "count"),
        ('typologies = ["forced-labour"]', "", 0, "typologies"),
        ('sex = ["F"]', 'sex = ["F"]\ncolour = "red"', 15, "colour"),
        ("days = [-4, -1]", "days = [-4", 0, "TOML"),
        ('paid_by = "cash"', 'paid_by = "$form"', 23, "not drawn"),
        ('visa_class = "visit"', 'visa_class = { one_of = ["visit"], step = 2 }', 22, "does not go with"),
        ('about = "facilitator"', 'about = "facilitator"\nphone = "women"\nfamily = "payer"', 9, "circle"),
        ("id =", "name =", 2, "id"),
        ('role = "payer" }', 'role = "payer", also = { ticket = "self" } }', 30, "ticket"),
        ('role = "payer" }', 'role = "payer", without = ["ears"] }', 30, "ears"),
        ('role = "traveller" }', 'role = "traveller", chance = 0.5 }', 27, "first one"),
        ("[cast.women]", '[cast.firm]\nwhat = "company"\nname = "{owner} Ltd"\n[cast.women]', 11, "braces"),
        ("[cast.women]", '[cast.firm]\nwhat = "company"\n[cast.women]\nfamily = "firm"', 13, "nowhere defined"),
        ('visa_class = "visit"', "stay_days = { between = [9, 2] }", 22, "smaller first"),
        ('visa_class = "visit"', 'visa_class = { maybe = 3, value = "visit" }', 22, "share"),
        ('visa_class = "visit"', "visa_class = { one_of = [] }", 22, "one_of"),
        ('visa_class = "visit"', "stay_days = 1000000000000000000000000", 22, "fifteen digits"),
        ("[journey.out.trip]", "[journey.out.trip.maybe]", 21, "trip"),
        (
            "days = [-4, -1]",
            "days = [-1, -4]",
            29,
            "report.0.days: two numbers of days from -365 to 365, the smaller first",
        ),
        ("days = [-4, -1]", "days = [-2000, -1990]", 29, "from -365 to 365"),
        ("days = [-4, -1]", "days = [nan, 1]", 29, "report.0.days"),
        ("days = [-4, -1]", "times = [3, 1]", 29, "report.0.times: two numbers of times"),
        ("days = [-4, -1]", "times = [1, 1000000000]", 29, "from 0 to 100"),
        ('way = "apart"', "departs = [9, 2]", 18, "journey.out.departs"),
        ('way = "apart"', "departs = [0, inf]", 18, "journey.out.departs"),
        ('way = "apart"', "back_after = [-9, -2]", 18, "journey.out.back_after: two numbers of days from 0"),
        ("count = [2, 2]", "age = [40, 20]", 12, "cast.women.age: two numbers of years"),
        ("count = [2, 2]", "count = [0, 2]", 12, "cast.women.count: two numbers of people from 1 to 60"),
        ("[cast.women]", "[cast.men]\ncount = [1, 60]\n[cast.women]\ncount = [1, 60]\n[cast.more]", 0, "at most 90"),
        ('of = ["women"]', "of = []", 17, "journey.out.of"),
        ('origin = ["LHE"]', "origin = []", 19, "journey.out.origin"),
        ('label = "case"', 'label = "case"\nlike = "umrah-begging-group"', 4, "like: a case is like no other"),
    ],
)
def test_a_bad_file_is_refused_with_its_place_and_the_mend(
    tmp_path: Path, from_: str, to: str, line: int, why: str
) -> None:
    assert from_ in SMALL
    path = written(tmp_path, SMALL.replace(from_, to, 1))
    with pytest.raises(Misconfigured) as refusal:
        read(path)
    assert why in refusal.value.problem
    assert refusal.value.mend
    if line:
        found = refusal.value.where.rpartition(":")
        assert found[0] == str(path)
        assert abs(int(found[2]) - line) <= 3


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        read(tmp_path / "nothing.toml")


def test_every_case_that_ships_has_a_look_alike_and_a_source() -> None:
    cases = {scenario.id for scenario in shipped() if scenario.label is Label.CASE}
    alike = {scenario.like for scenario in shipped() if scenario.label is Label.LOOK_ALIKE}
    assert len(cases) >= 12
    assert cases == alike
    assert all(len(scenario.source) > 10 for scenario in shipped())


@pytest.mark.parametrize("scenario", shipped(), ids=lambda scenario: str(scenario.id))
def test_most_tellings_of_what_ships_can_be_detected_and_are_seen_in_part(scenario: Scenario) -> None:
    tellings = [told(scenario, turn) for turn in range(30)]
    assert scenario.label is Label.LOOK_ALIKE or sum(telling.detectable for telling in tellings) >= 24
    assert len({len(telling.sent) for telling in tellings}) >= 3
    for telling in tellings:
        for one in telling.sent:
            assert one.at < END


def test_wherever_in_a_season_a_case_falls_it_can_mostly_be_detected(table: PartnerTable) -> None:
    """Its reports lie around the anchor: what would fall before the season for every other telling is never told."""
    kinds = [one.id for one in shipped() if one.label is Label.CASE]
    made = season(5, END, tuple(table.partners.values()), journeys=20, cases=8 * len(kinds), look_alikes=0)
    told_of = Counter(record.scenario for record in made.truth if record.label is Label.CASE and record.detectable)
    assert {id: told_of[id] for id in kinds if told_of[id] < 6} == {}


@pytest.mark.parametrize(
    "scenario",
    [one for one in shipped() if one.label is Label.CASE and one.journey],
    ids=lambda scenario: str(scenario.id),
)
def test_most_cases_show_something_before_the_first_departure(scenario: Scenario) -> None:
    tellings = [telling for turn in range(30) if (telling := told(scenario, turn)).detectable]
    early = [
        telling
        for telling in tellings
        if telling.departs_at and len({one.tells for one in telling.sent if one.at < telling.departs_at} - {""}) >= 2
    ]
    assert len(early) >= len(tellings) * 0.6


def test_every_case_is_told_of_by_two_sectors_and_none_of_them_always_sees_it() -> None:
    """Trafficking is visible in pieces: a case that one sector alone could tell whole is no exam of joining."""
    for scenario in (one for one in shipped() if one.label is Label.CASE):
        seen = {line.sector or SECTOR_OF[line.kind] for line in scenario.report if line.tells}
        assert len(seen) >= 2, scenario.id
        assert seen == set(scenario.sees), scenario.id
        assert all(watch.at_all < 1 and watch.each < 1 for watch in scenario.sees.values()), scenario.id


def test_staff_at_check_in_rarely_write_an_observation() -> None:
    for label, most in ((Label.CASE, 0.18), (Label.LOOK_ALIKE, 0.1)):
        noted = [
            bool(one.report.get("observations"))
            for scenario in shipped()
            for turn in range(6)
            for one in (told(scenario, turn).sent if scenario.label is label else ())
            if one.report["kind"] == "checkin"
        ]
        assert 0 < sum(noted) <= most * len(noted), label


def test_a_party_is_written_down_as_often_as_its_chance_says(tmp_path: Path) -> None:
    file = SMALL.replace('role = "payer" }', 'role = "payer", chance = 0.5 }').replace("[2, 2]", "[40, 40]")
    telling = told(read(written(tmp_path, file)))
    named = [any(party["role"] == "payer" for party in one.report["parties"]) for one in telling.sent]
    assert 0.25 < sum(named) / len(named) < 0.75


def test_chance_is_settled_as_the_page_says() -> None:
    rng = Random(1)
    assert settled(rng, {"one_of": ["a"]}) == "a"
    assert settled(rng, {"between": [10, 30], "step": 10}) in (10, 20, 30)
    assert settled(rng, {"maybe": 0.0, "value": 1}) is ABSENT
    assert settled(rng, {"x": {"maybe": 0.0}, "y": 2}) == {"y": 2}
    assert settled(rng, {"amount": {"between": [5, 5]}}) == {"amount": "5", "currency": "PKR"}
    assert settled(rng, "$a.b", {"a": {"b": 3}}) == 3
    with pytest.raises(ValueError, match="does not go with"):
        settled(rng, {"one_of": [1], "value": 2})
