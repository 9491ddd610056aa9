"""What may be done with a version, by whom, and what is said when it may not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.rulebook.budget import held_by_both
from deploy.rulebook.steps import (
    Written,
    activated,
    approved,
    elsewhere,
    must_compare,
    not_ready,
    proposed,
    rolled_back,
)
from schemas.errors import Refused
from schemas.rulebook import Acknowledgement, Decision, Entry, Forecast, Step
from schemas.rulepack import Rule, RulePack, Strength
from streams.pack import digest
from streams.rulebook import Rulebook, key_of
from tests.streams.packs import rule_pack
from tests.streams.test_rulebook import forecast

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
AUTHOR, REVIEWER = "scoring-desk", "review-desk"


def written(version: str, strength: Strength, changelog: str = "") -> Written:
    pack = rule_pack({"docs-held": Rule(strength=strength)}, version=version)
    return Written(pack.model_copy(update={"changelog": changelog or f"Makes it {strength}."}), f"# {version}\n")


HOUSE = written("2026.11.1", Strength.STRONG)
NEXT = written("2026.11.2", Strength.MODERATE)


def taken(book: Rulebook, *records: Entry | Decision) -> Rulebook:
    for record in records:
        book.take(key_of(record), record.model_dump_json().encode())
    assert book.set_aside == []
    return book


def begun() -> Rulebook:
    return taken(Rulebook(), *proposed(Rulebook(), NEXT, AUTHOR, HOUSE, NOW))


def test_the_first_proposal_enters_the_pack_of_the_house_too_which_goes_on_being_active() -> None:
    book = begun()
    assert list(book.entries) == ["2026.11.1", "2026.11.2"]
    assert book.active == "2026.11.1"
    assert book.entries["2026.11.2"].text == "# 2026.11.2\n"
    assert [one.step for one in book.decisions] == [Step.FOUNDED, Step.PROPOSED]


@pytest.mark.parametrize(
    ("new", "author", "says"),
    [
        (NEXT, AUTHOR, "was entered before; take a version that is not used yet"),
        (written("2026.11.2", Strength.WEAK), AUTHOR, "with another content; a version never changes"),
        (written("2026.11.3", Strength.MODERATE, "Other words."), AUTHOR, "scores exactly as version 2026.11.2 does"),
        (
            written("2026.11.3", Strength.WEAK, NEXT.pack.changelog),
            AUTHOR,
            "the changelog is that of version 2026.11.2",
        ),
        (written("2026.11.3", Strength.WEAK), REVIEWER, "names scoring-desk as its author, not review-desk"),
    ],
)
def test_a_proposal_that_is_nothing_new_is_refused(new: Written, author: str, says: str) -> None:
    with pytest.raises(Refused, match=says):
        proposed(begun(), new, author, HOUSE, NOW)


def test_a_version_within_the_budget_goes_and_one_beyond_it_is_held() -> None:
    book = begun()
    assert activated(book, "2026.11.2", AUTHOR, "", forecast(), NOW).step is Step.ACTIVATED
    with pytest.raises(Refused, match=r"nothing says what version .* would raise"):
        activated(book, "2026.11.2", AUTHOR, "", None, NOW)
    held = activated(book, "2026.11.2", AUTHOR, "", forecast("fia-hq"), NOW)
    assert held.step is Step.HELD
    assert held.forecast == forecast("fia-hq")


def test_the_reviewer_releases_what_is_held_and_the_prediction_goes_along() -> None:
    book = begun()
    taken(book, activated(book, "2026.11.2", AUTHOR, "", forecast("fia-hq"), NOW))
    taken(book, approved(book, "2026.11.2", REVIEWER, "the season begins", NOW))
    step = activated(book, "2026.11.2", AUTHOR, "", None, NOW)
    assert step.forecast == forecast("fia-hq")
    assert taken(book, step).active == "2026.11.2"
    with pytest.raises(Refused, match="is active"):
        activated(book, "2026.11.2", AUTHOR, "", None, NOW)


def test_what_is_held_goes_by_no_other_comparison_and_by_nobody_but_its_reviewer() -> None:
    book = begun()
    assert must_compare(book, "2026.11.2")
    taken(book, activated(book, "2026.11.2", AUTHOR, "", forecast("fia-hq would get 90.0"), NOW))
    for ask in (
        lambda: must_compare(book, "2026.11.2"),
        lambda: activated(book, "2026.11.2", AUTHOR, "", forecast(), NOW),
    ):
        with pytest.raises(Refused, match=r"held since .*: fia-hq would get 90.0; .* raabta rules approve 2026.11.2"):
            ask()
    taken(book, approved(book, "2026.11.2", REVIEWER, "the season begins", NOW))
    assert not must_compare(book, "2026.11.2")


def test_a_file_of_reports_only_adds_a_reason_to_hold() -> None:
    assert held_by_both(forecast(), forecast()).beyond == ()
    assert held_by_both(forecast("live"), forecast()).beyond == ("live",)
    assert held_by_both(forecast("live"), forecast("file")).beyond == ("live", "on the reports given: file")


@pytest.mark.parametrize(("by", "reason"), [(AUTHOR, "me"), ("third-desk", "me too"), (REVIEWER, " ")])
def test_nobody_else_approves_and_nobody_without_a_reason(by: str, reason: str) -> None:
    with pytest.raises(Refused):
        approved(begun(), "2026.11.2", by, reason, NOW)


def test_an_unknown_version_is_answered_with_those_there_are() -> None:
    with pytest.raises(Refused, match=r"version 2026\.12\.9 was never entered; entered are: 2026\.11\.1, 2026\.11\.2"):
        approved(begun(), "2026.12.9", REVIEWER, "why not", NOW)


def test_a_rollback_leads_to_the_version_before_and_needs_one() -> None:
    book = begun()
    with pytest.raises(Refused, match="nothing to go back to"):
        rolled_back(book, None, AUTHOR, "too many", NOW)
    with pytest.raises(Refused, match="never active"):
        rolled_back(book, "2026.11.2", AUTHOR, "too many", NOW)
    taken(book, activated(book, "2026.11.2", AUTHOR, "", forecast(), NOW))
    assert taken(book, rolled_back(book, None, "duty-desk", "too many", NOW)).active == "2026.11.1"


def acknowledgement(worker: str, pack: RulePack, *ready: str, refused: str = "") -> Acknowledgement:
    return Acknowledgement(
        worker=worker,
        at=NOW,
        active=pack.version,
        digest=digest(pack),
        since=NOW,
        ready=ready,
        refused={"2026.11.2": refused} if refused else {},
    )


def test_it_is_said_which_worker_is_not_ready_and_which_works_by_another_version() -> None:
    workers = [
        acknowledgement("w-1", NEXT.pack, "2026.11.1", "2026.11.2"),
        acknowledgement("w-2", HOUSE.pack, "2026.11.1"),
        acknowledgement("w-3", HOUSE.pack, refused="no indicator is called a-new"),
    ]
    assert not_ready(workers, "2026.11.2") == [
        "w-2: has not loaded it yet",
        "w-3: no indicator is called a-new",
    ]
    told = elsewhere(workers, "2026.11.2", digest(NEXT.pack))
    assert [one.split()[0] for one in told] == ["w-2", "w-3"]


def test_a_forecast_survives_its_record(tmp_path: Path) -> None:
    one = forecast("fia-hq")
    assert Forecast.model_validate_json(one.model_dump_json()) == one
