"""When a strength is proposed, when it is not, and that nobody's file is changed but the candidate."""

from datetime import date
from pathlib import Path

import pytest

from deploy.learning.candidate import candidate, next_version
from deploy.learning.precision import Prior, Tried
from deploy.learning.proposal import Proposal, proposals
from deploy.rules import load_rules
from schemas.errors import Misconfigured
from schemas.rulepack import Strength

RULES = Path(__file__).parents[3] / "deploy" / "rules.toml"
PACK = load_rules(RULES)
HOUSE = Prior(3, 27)


def wanted(*tried: Tried) -> dict[str, Strength]:
    found, _ = proposals(tried, HOUSE, PACK)
    return {one.indicator: one.wanted for one in found}


def held(*tried: Tried) -> dict[str, str]:
    return {one.indicator: one.why for one in proposals(tried, HOUSE, PACK)[1]}


def test_a_sign_that_is_nearly_always_worth_it_is_proposed_stronger_by_one_step() -> None:
    assert PACK.indicators["a-third-party-cash"].strength is Strength.MODERATE
    assert wanted(Tried("a-third-party-cash", 38, 40, 4)) == {"a-third-party-cash": Strength.STRONG}


def test_a_sign_that_is_never_worth_it_is_proposed_weaker() -> None:
    assert wanted(Tried("a-third-party-cash", 0, 400, 4)) == {"a-third-party-cash": Strength.WEAK}


def test_nineteen_cases_are_too_few() -> None:
    assert not wanted(Tried("a-third-party-cash", 19, 19, 4))
    assert "20 are wanted" in held(Tried("a-third-party-cash", 19, 19, 4))["a-third-party-cash"]


def test_what_is_nearly_enough_is_not_rounded_up_to_it() -> None:
    for decided, says in ((19.6, "19.6 cases decided"), (19.97, "19.9 cases decided"), (7.0, "7 cases decided")):
        assert held(Tried("a-third-party-cash", 2, decided, 4))["a-third-party-cash"].startswith(says)


def test_one_officer_is_no_evidence() -> None:
    one = Tried("a-third-party-cash", 38, 40, 1)
    assert not wanted(one)
    assert "officer" in held(one)["a-third-party-cash"]


def test_a_profile_sign_stays_weak_whatever_follows_it() -> None:
    one = Tried("a-fia25-profile", 100, 100, 5)
    assert not wanted(one)
    assert "profile" in held(one)["a-fia25-profile"]


def test_a_sign_of_harm_is_never_proposed_weaker() -> None:
    assert not wanted(Tried("a-obs-harm-fear", 0, 400, 5))


def test_among_many_that_are_average_none_is_proposed_by_chance() -> None:
    names = list(PACK.indicators)[:60]
    assert not wanted(*(Tried(name, 3 + n % 3, 40, 3) for n, name in enumerate(names)))


def test_an_indicator_that_is_gone_from_the_pack_is_left_out() -> None:
    assert not wanted(Tried("a-forgotten", 40, 40, 4))
    assert not held(Tried("a-forgotten", 40, 40, 4))


def test_the_candidate_changes_what_is_proposed_and_nothing_else(tmp_path: Path) -> None:
    text = RULES.read_text(encoding="utf-8")
    change = Proposal("a-third-party-cash", Strength.MODERATE, Strength.STRONG, "")
    made = candidate(text, [change], next_version(PACK.version), "scoring-desk", date(2026, 11, 25))
    (tmp_path / "rules.toml").write_text(made, encoding="utf-8")
    pack = load_rules(tmp_path / "rules.toml")
    assert pack.indicators["a-third-party-cash"].strength is Strength.STRONG
    assert {n: r for n, r in pack.indicators.items() if n != change.indicator} == {
        n: r for n, r in PACK.indicators.items() if n != change.indicator
    }
    changed = [line.split(" ")[0] for line in made.splitlines() if line not in text.splitlines()]
    assert set(changed) <= {"version", "author", "created", "changelog", "strength"}
    assert "a-third-party-cash from moderate to strong" in pack.changelog
    assert pack.version != PACK.version


def test_a_pack_written_otherwise_is_refused_and_not_spoilt() -> None:
    with pytest.raises(Misconfigured, match="one setting a line"):
        candidate('version = "2026.1.1"\n', [], "2026.1.2", "scoring-desk", date(2026, 11, 25))
