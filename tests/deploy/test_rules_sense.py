"""What would pass in silence and never fire, or fire always: codes that are none, and patterns that nothing can meet."""

from pathlib import Path

import pytest

from tests.deploy.test_rules import refusal


def changed_at(tmp_path: Path, line: int, old: str, new: str) -> str:
    """File and line where the two begin to differ; `line` is that where the old text begins."""
    same = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), len(old))
    return f"{tmp_path / 'rules.toml'}:{line + old[:same].count(chr(10))}"


A_PAYER = "params = { days = 30, passengers = 4, surnames = 3 }"
NIGHTLY = "deposits = 5, from_hour = 22, until_hour = 5"


@pytest.mark.parametrize(
    ("old", "new", "says", "mend"),
    [
        (
            'params = { visas = ["visit", "tourist", "umrah"] }',
            'params = { visas = ["visitt", "tourist"] }',
            'visas of a-oneway-no-return names "visitt"',
            "did you mean visit? The visa classes are: visit, tourist,",
        ),
        (
            'params = { days = 3, countries = ["LBY", "MRT", "SEN", "TUR"] }',
            'params = { days = 3, countries = ["LBX", "MRT"] }',
            'countries of a-broken-onward names "LBX"',
            "did you mean LBN or LBR or LBY or LUX? Write ISO 3166-1",
        ),
        (
            'params = { days = 3, countries = ["LBY", "MRT", "SEN", "TUR"] }',
            'params = { days = 3, countries = ["lby"] }',
            'countries of a-broken-onward names "lby"',
            "did you mean LBY? Write",
        ),
        (
            'params = { days = 3, countries = ["LBY", "MRT", "SEN", "TUR"] }',
            'params = { days = 3, countries = ["LBY", "MRT", "LBY"] }',
            'countries of a-broken-onward names "LBY"',
            "it stands there twice; take one out",
        ),
        (
            'rupees = 25_000, without = ["resident", "study"] }',
            'rupees = 25_000, without = ["residnt", "study"] }',
            'without of x-paid-and-sends names "residnt"',
            "did you mean resident?",
        ),
        (
            'days = 30\npeople = 2\npercent = 10\nwithout = ["a-third-party-cash", ',
            'days = 30\npeople = 2\npercent = 10\nwithout = ["a-third-party-cahs", ',
            'without of x-pilgrims-with-signs names "a-third-party-cahs"',
            "did you mean a-third-party-cash? Write ids of indicators about a possible victim",
        ),
        (
            'days = 30\npeople = 2\npercent = 10\nwithout = ["a-third-party-cash", ',
            'days = 30\npeople = 2\npercent = 10\nwithout = ["b-funnel-geo", ',
            'without of x-pilgrims-with-signs names "b-funnel-geo"',
            "indicators about a possible victim",
        ),
        ('major_groups = ["9"]', 'major_groups = ["x"]', 'major_groups of r-too-good-offer names "x"', "one digit"),
        ('["5152", "5311"', '["51522", "5311"', 'occupations of r-domestic-woman-age names "51522"', "four digits"),
    ],
)
def test_a_code_that_is_none_is_quoted_at_its_line_with_the_one_that_was_meant(
    tmp_path: Path, old: str, new: str, says: str, mend: str
) -> None:
    refused, line = refusal(tmp_path, old, new)
    assert refused.problem == says
    assert mend.casefold() in refused.mend.casefold()
    assert refused.where == changed_at(tmp_path, line, old, new)


@pytest.mark.parametrize(
    ("old", "new", "says", "mend"),
    [
        ("\ndays = 400", "\ndays = 20", "days is 20, and days of a-doc-reuse needs 365", "write at least 365"),
        ("\ndays = 400", "\ndays = 1", "days is 1, and days of a-doc-reuse needs 365", "write at least 365"),
        (
            "\nentries = 64",
            "\nentries = 4",
            "entries is 4, and payments of b-prepaid-topup-heavy needs 10",
            "write at least 10",
        ),
        (
            "\nevidence = 12",
            "\nevidence = 3",
            "evidence is 3, and pattern of b-many-accts-one-controller needs 8",
            "at least 8",
        ),
        ("\nepisode_days = 120", "\nepisode_days = 1", "episode_days is 1", "write at least 7"),
        ("\nepisode_days = 120", "\nepisode_days = 500", "episode_days is 500", "write at most days, 400"),
        ("half_life_days = 30.0", "half_life_days = 1e-300", "half_life_days is 1e-300", "write at least 1"),
    ],
)
def test_a_brake_that_no_pattern_can_live_with_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, says: str, mend: str
) -> None:
    refused, line = refusal(tmp_path, old, new)
    assert refused.problem == says
    assert mend in refused.mend
    assert refused.where == changed_at(tmp_path, line, old, new)


@pytest.mark.parametrize(
    ("old", "new", "says", "mend"),
    [
        (A_PAYER, A_PAYER.replace("4", "400"), "is 400, and of one token 64 sightings are remembered", "at most 64"),
        (A_PAYER, A_PAYER.replace("30", "401"), "is 401, and a sighting is remembered for 400 days", "at most 400"),
        (A_PAYER, A_PAYER.replace("4", "4.5"), "passengers of a-payer-many-unrelated is 4.5", "write a whole number"),
        (A_PAYER, A_PAYER.replace("surnames = 3", "surnames = 9"), "is 9, above its passengers, 4", "write at most"),
        (
            "candidates = 5, households = 3",
            "candidates = 5, households = 6",
            "is 6, above its candidates, 5",
            "write at most",
        ),
        (
            "women = 3, brides = 2",
            "women = 3, brides = 4",
            "brides of a-escort-diff-women is 4, above",
            "write at most",
        ),
        (
            "times = 2, far = 8",
            "times = 9, far = 8",
            "times of r-fee-over-norm is 9, above its far, 8",
            "write at most",
        ),
        ("people = 3\npercent", "people = 30\npercent", "of people beside a party 24 sightings", "at most 24"),
        ("\npattern = 6", "\npattern = 20", "pattern of x-fee-then-fly is 20, and for one hit 12", "write at most 12"),
        (NIGHTLY, NIGHTLY.replace("22", "5"), "until_hour 5: no hour lies between them", "such as from 22 until 5"),
        (NIGHTLY, NIGHTLY.replace("22", "22.5"), "from_hour of b-nightly-cash is 22.5", "write a whole number"),
        ("night_percent = 50", "night_percent = 101", "is 101", "write a number from 0 to 100"),
        ("percent = 150", "percent = 15000", "is 15000", "write a number from 0 to 1000"),
        ("unknown = 2 }\n\n[indicators.r-c", "unknown = 0.5 }\n\n[indicators.r-c", "is 0.5", "write a whole number"),
        ("headcount = 5", "headcount = 0", "headcount of b-payroll-low-deduct is 0", "write at least 1"),
    ],
)
def test_a_threshold_that_nothing_can_meet_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, says: str, mend: str
) -> None:
    refused, line = refusal(tmp_path, old, new)
    assert says in refused.problem
    assert mend in refused.mend
    assert refused.where == changed_at(tmp_path, line, old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (
            "params = { days = 180, candidates = 3, percent = 5 }",
            "params = { days = 180, candidates = 90, percent = 5 }",
        ),
        ("from_hour = 22, until_hour = 5 }", "from_hour = 0, until_hour = 24 }"),
        ("bags = 0, stay_days = 14", "bags = 1, stay_days = 13.5"),
        ('params = { visas = ["visit", "tourist", "umrah"] }', 'params = { visas = ["work"] }'),
    ],
)
def test_what_can_be_met_is_taken(tmp_path: Path, old: str, new: str) -> None:
    """Complaints are also counted in the summaries of what a bound dropped, so that more than a history holds can be asked."""
    with pytest.raises(pytest.fail.Exception):
        refusal(tmp_path, old, new)
