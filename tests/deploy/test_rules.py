"""The rule pack fits the registry, or the operator is told file, line and mend."""

import re
from pathlib import Path

import pytest

from deploy.rules import load_rules
from schemas.errors import Misconfigured
from schemas.facts import Benign
from streams.indicators import INDICATORS
from streams.pack import Pack

ROOT = Path(__file__).parents[2]
RULES = ROOT / "deploy" / "rules.toml"


def refusal(tmp_path: Path, old: str, new: str) -> tuple[Misconfigured, int]:
    """What is said of the pack with one change, and the line of the change."""
    text = RULES.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    changed = tmp_path / "rules.toml"
    changed.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(Misconfigured) as caught:
        load_rules(changed)
    return caught.value, text[: text.index(old)].count("\n") + 1


def test_the_committed_pack_fits_every_indicator() -> None:
    pack = load_rules(RULES)
    assert set(pack.indicators) == {indicator.id for indicator in INDICATORS}
    assert set(pack.answers) == set(Benign)
    assert Pack(pack).version == "2026.11.1"


def test_the_defaults_in_the_code_are_those_of_the_committed_pack() -> None:
    pack = load_rules(RULES)
    for indicator in INDICATORS:
        assert pack.indicators[indicator.id].params == indicator.params, indicator.id


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[indicators.a-third-party-cash]", "[indicators.a-third-party-coins]", "no indicator is called"),
        ("params = { days = 30, passengers = 4,", "params = { days = 30, passagers = 4,", "has no parameter passagers"),
        ("params = { hours = 48 }", 'params = { hours = ["48"] }', "wrong kind"),
        ("params = { hours = 48 }", "params = { hours = true }", "params"),
        ("days = 400\n", 'days = "400"\n', "brakes.days"),
        ('version = "2026.11.1"', 'version = "new"', "version"),
        ("hub_degree = 200", "hub_degrees = 200", "hub_degrees"),
        ("profile = true\non = false", 'profile = "yes"\non = false', "profile"),
    ],
)
def test_a_pack_that_does_not_fit_is_refused_at_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    refused, line = refusal(tmp_path, old, new)
    assert says in refused.problem
    assert refused.where == f"{tmp_path / 'rules.toml'}:{line}"
    assert refused.mend


@pytest.mark.parametrize(
    ("old", "new", "says", "mend"),
    [
        ("[indicators.a-third-party-cash]", "[indicators.a-third-party-cahs]", "no indicator", "a-third-party-cash"),
        ("params = { days = 30, passengers = 4,", "params = { days = 30, pasengers = 4,", "pasengers", "passengers"),
        ("hub_degree = 200", "hub_degre = 200", "brakes.hub_degre", "hub_degree"),
        ("half_life_days = 30.0", "halflife_days = 30.0", "weights.halflife_days", "half_life_days"),
        ("\npattern = 6", "\npatern = 6", "patern", "pattern"),
    ],
)
def test_a_mistyped_name_is_answered_with_the_one_that_was_meant(
    tmp_path: Path, old: str, new: str, says: str, mend: str
) -> None:
    refused, _ = refusal(tmp_path, old, new)
    assert says in refused.problem
    assert f"did you mean {mend}?" in refused.mend


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("params = { days = 2, passengers = 5 }", "params = { days = -2, passengers = 5 }", "days of .* is -2"),
        ("params = { hours = 48 }", "params = { hours = 0 }", "hours of a-last-minute is 0"),
        ("params = { days = 2, passengers = 5 }", "params = { days = 2, passengers = 0 }", "passengers of .* is 0"),
        ("cities = 3, percent = 70,", "cities = 3, percent = 170,", "percent of b-funnel-geo is 170"),
        ("bags = 0, stay_days = 14", "bags = -1, stay_days = 14", "bags of .* is -1"),
        ("bags = 0, stay_days = 14", "bags = 0, stay_days = nan", "finite|stay_days"),
        ("low = 70, high = 99", "low = 99, high = 70", "low of b-structuring-ctr is 99, above its high"),
        ("from_hour = 22, until_hour = 5", "from_hour = 27, until_hour = 5", "from_hour of b-nightly-cash is 27"),
        (
            'params = { days = 3, countries = ["LBY", "MRT", "SEN", "TUR"] }',
            "params = { days = 3, countries = [] }",
            "is empty",
        ),
        ("sector_step = 0.5", "sector_step = -0.5", "weights.sector_step"),
        ("strong = 4.0", "strong = 1.0", "weights: bad_value"),
        ("C = 0.5, X = 0.6 }", "C = 0.5 }", "the source grade X has no factor"),
        ("3 = 0.8, 4 = 0.5 }", "3 = 0.8 }", "the information grade 4 has no factor"),
        ("3 = 0.8, 4 = 0.5 }", "3 = 0.8, 4 = 0.5, 5 = 0.1 }", "there is no information grade 5"),
        (
            'a-minor-alone = ["a-minor-unrelated-adult"]',
            'a-minor-alone = ["a-minor-unrelated"]',
            "no indicator is called",
        ),
        ('a-minor-alone = ["a-minor-unrelated-adult"]', 'a-minor-alone = ["a-minor-alone"]', "beside itself or twice"),
        ('a-minor-alone = ["a-minor-unrelated-adult"]', 'a-minor-alone = ["r-minor", "r-minor"]', "or twice"),
        ('a-minor-alone = ["a-minor-unrelated-adult"]', 'a-minor-alone = ["b-funnel-geo"]', "about different subjects"),
        ('raised = "published"', 'raised = "publish"', "lines.raised"),
        ('kept_child = "lowest"', 'kept_child = "published"', "kept_child lies above the line child"),
        ("dependent = 0.25", "dependent = 2.0", "weights.dependent"),
        ("repetition = 1.0", "repetition = 3.0", "weights.repetition"),
        ("episode_days = 120", "episode_days = 0", "brakes.episode_days"),
        ('reviewer = "review-desk"', 'reviewer = "scoring-desk"', "reviewer: bad_value"),
        ('reviewer = "review-desk"\n', "", "reviewer"),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_at_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    refused, _ = refusal(tmp_path, old, new)
    assert re.search(says, refused.problem), refused.problem
    assert re.fullmatch(re.escape(str(tmp_path / "rules.toml")) + r":\d+", refused.where)
    assert refused.mend


def test_what_a_window_of_no_length_is_told(tmp_path: Path) -> None:
    refused, line = refusal(tmp_path, "params = { hours = 48 }", "params = { hours = -48 }")
    assert str(refused) == (
        f"{tmp_path / 'rules.toml'}:{line}: hours of a-last-minute is -48; a window has a length: write more than 0 and at most 87600"
    )


def test_an_unknown_answer_is_refused_at_its_reason(tmp_path: Path) -> None:
    refused, _ = refusal(tmp_path, '"a-escort-diff-minors", "a-minor-alone"', '"a-escort-everybody", "a-minor-alone"')
    assert refused.problem == "no indicator is called a-escort-everybody"
    lines = (tmp_path / "rules.toml").read_text(encoding="utf-8").splitlines()
    assert lines[int(refused.where.rsplit(":", 1)[1]) - 1].startswith("guardian-consent")


def test_a_missing_parameter_or_rule_is_refused(tmp_path: Path) -> None:
    refused, line = refusal(tmp_path, "params = { hours = 48 }", "params = {}")
    assert refused.problem == "a-last-minute lacks the parameter hours"
    assert refused.where.endswith(f":{line - 3}")
    pack = tmp_path / "one.toml"
    head = RULES.read_text(encoding="utf-8").partition("[brakes]")[0]
    pack.write_text(f'{head}[indicators.r-minor]\nstrength = "strong"\n', encoding="utf-8")
    with pytest.raises(Misconfigured, match="has no rule"):
        load_rules(pack)


def test_a_profile_stays_weak(tmp_path: Path) -> None:
    refused, _ = refusal(tmp_path, 'strength = "weak"\nprofile = true\non', 'strength = "strong"\nprofile = true\non')
    assert refused.problem == "r-domestic-woman-age is a profile and not weak"


def test_only_a_strong_sign_has_a_pattern(tmp_path: Path) -> None:
    refused, _ = refusal(tmp_path, 'strength = "strong"\npattern = 6', 'strength = "moderate"\npattern = 6')
    assert refused.problem == "x-fee-then-fly has a pattern and is not strong"


def test_what_repeats_corroborates_itself_only_where_honest_work_does_not_repeat_so() -> None:
    patterns = {name: rule.pattern for name, rule in load_rules(RULES).indicators.items() if rule.pattern is not None}
    assert patterns == {
        "a-escort-diff-minors": 4,
        "a-escort-diff-women": 3,
        "a-sends-one-way": 4,
        "a-umrah-poor-group": 3,
        "b-brideprice-payer": 4,
        "b-fares-then-shares": 4,
        "b-fees-far-over-norm": 3,
        "b-fees-to-personal": 8,
        "b-many-accts-one-controller": 8,
        "b-treats-and-gives": 3,
        "r-agent-same-document": 3,
        "r-unlicensed": 3,
        "x-fee-then-fly": 6,
        "x-marriage-pipeline": 3,
        "x-organ-escort": 4,
        "x-paid-and-sends": 4,
        "x-people-seen": 3,
        "x-phone-triple": 8,
        "x-sends-and-collects": 5,
        "x-umrah-agent-cash": 5,
    }


def test_profiles_never_answer_for_more_than_they_are() -> None:
    pack = load_rules(RULES)
    assert {name for name, rule in pack.indicators.items() if rule.profile} == {
        "a-fia25-profile",
        "r-domestic-woman-age",
    }
    assert {name for name, rule in pack.indicators.items() if rule.immediate} == {"a-obs-harm-fear"}
    assert [name for name, rule in pack.indicators.items() if not rule.on] == ["r-domestic-woman-age"]
