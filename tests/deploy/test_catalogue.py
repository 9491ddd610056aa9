"""The catalogue page holds every indicator, with the mark of every fact, and is written from the code."""
# ruff: noqa: SIM905 - a name a line would hide the rest

import re
from pathlib import Path

import pytest

from deploy.catalogue import manual
from deploy.rules import load_rules
from schemas.rulepack import RulePack
from streams.indicators import INDICATORS, SENTENCES
from streams.indicators.basis import BASIS, Mark

ROOT = Path(__file__).parents[2]
PACK = load_rules(ROOT / "deploy" / "rules.toml")
PAGE = (ROOT / "docs" / "indicators.md").read_text(encoding="utf-8")
BY_ID = {indicator.id: indicator for indicator in INDICATORS}

CATALOGUE = (
    "a-oneway-no-return a-third-party-cash a-payer-many-unrelated a-last-minute a-shared-contact-pnrs "
    "a-minor-alone a-minor-unrelated-adult a-escort-diff-minors a-escort-diff-women a-split-party-seating "
    "a-no-luggage-long-stay a-obs-docs-held a-obs-spoken-for a-obs-unaware-dest a-obs-scripted "
    "a-obs-relation-unknown a-obs-harm-fear a-obs-vague-job a-doc-mismatch a-mrz-invalid a-doc-reuse "
    "a-visit-visa-worker a-umrah-no-means a-umrah-agent-group a-fia25-profile a-broken-onward a-offload-retry "
    "a-return-noshow-cluster b-funnel-geo b-fan-in-unrelated b-senders-share-id b-structuring-ctr "
    "b-sub-threshold-wires b-living-cost-bundle b-nightly-cash b-third-party-atm-small b-cash-only-business "
    "b-offhours-oversize b-prepaid-topup-heavy b-contact-on-sex-ads b-foreign-classifieds b-crypto-illicit "
    "b-tppp-conceal b-id-avoid b-multi-city-movement b-obs-controlled b-thirdparty-id-open b-minor-account-other "
    "b-wage-pass-through b-many-accts-one-controller b-no-life-account b-payroll-low-deduct b-fees-to-personal "
    "b-bulk-travel-purchase b-brideprice-inflow b-organ-medical r-unlicensed r-licence-not-valid r-no-permission "
    "r-over-quota r-demand-unattested r-fee-over-norm r-fee-no-receipt r-debt-to-recruiter r-passport-kept "
    "r-contract-substitution r-fsa-missing r-visa-job-mismatch r-minor r-domestic-woman-age r-contact-is-agent "
    "r-clone-candidates r-doc-template-reuse r-too-good-offer r-unapproved-ad r-direct-group r-dest-switch "
    "r-complaint-cluster r-early-return-cluster r-subagent-chain x-cashpayer-funnel-unlicensed "
    "x-unprotected-departure x-fee-then-fly x-phone-triple x-marriage-pipeline x-umrah-agent-cash "
    "x-child-two-sectors x-doc-conflict x-cancelled-oep-bookings x-offload-then-remit x-organ-combo "
    "x-benign-dampener"
).split()
"""The 92 indicators that the facts of the field name: 28 of airlines, 28 of banks, 24 of recruiters, 12 across sectors."""


def section(name: str, page: str = PAGE) -> str:
    """What the page says of one indicator."""
    return page.split(f"\n### {name}\n")[1].split("\n## ")[0].split("\n### ")[0]


def test_the_committed_page_is_current() -> None:
    assert manual(PACK) == PAGE, "write docs/indicators.md anew with deploy.catalogue.manual"


def test_the_catalogue_is_that_of_the_field() -> None:
    assert len(CATALOGUE) == len(set(CATALOGUE)) == 92
    counts = {letter: sum(name.startswith(letter) for name in CATALOGUE) for letter in "abrx"}
    assert counts == {"a": 28, "b": 28, "r": 24, "x": 12}


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_indicator_of_the_field_is_in_the_registry_the_pack_and_the_page(name: str) -> None:
    assert name in BY_ID
    assert name in PACK.indicators
    assert f"| [`{name}`](#{name}) |" in PAGE
    assert BY_ID[name].source in section(name)


@pytest.mark.parametrize("name", sorted(BY_ID))
def test_every_source_threshold_and_sentence_stands_there_with_its_mark(name: str) -> None:
    told, basis, rule = section(name), BASIS[name], PACK.indicators[name]
    assert basis.sources
    assert all(f"{key} [{mark}]" in told for key, mark in basis.sources.items())
    assert all(re.search(rf"{param} [^;]* ?\[[SPKD]\]", told) for param in rule.params)
    assert set(basis.thresholds) <= set(rule.params)
    assert not basis.note or re.search(r"\[[SPKD]\]", basis.note)
    said = [sentence for key, sentence in SENTENCES.items() if key.partition("/")[0] == name]
    assert said
    assert all(sentence.en in told and sentence.ur in told for sentence in said)


def test_nothing_is_marked_that_is_no_indicator() -> None:
    assert set(BASIS) == set(BY_ID)


def test_what_is_not_confirmed_says_so() -> None:
    """The facts that domain.md marks [K] among those that an indicator rests on."""
    general = {name for name in BY_ID if "[K]" in section(name)}
    assert general == {
        *("b-organ-medical", "b-payroll-low-deduct", "x-organ-combo", "x-organ-escort"),
        *("a-escort-short-trips", "b-treats-and-gives"),
        *("a-doc-mismatch", "a-doc-other-person", "a-mrz-invalid", "a-doc-expired", "a-return-noshow-cluster"),
        "r-domestic-woman-age",
    }


def test_a_strength_other_than_the_one_first_listed_is_told_as_our_own_choice_with_its_reason() -> None:
    other = {name for name in BY_ID if "First listed as" in section(name)}
    assert other == {
        *("a-doc-conflict", "a-doc-expired", "a-doc-mismatch", "a-shared-contact-pnrs"),
        *("b-multi-city-movement", "b-prepaid-topup-heavy"),
        *("r-domestic-woman-age", "r-fee-far-over-norm", "r-fee-over-norm", "r-licence-expired", "r-too-good-offer"),
        "x-doc-conflict",
    }
    assert all(re.search(r"First listed as [^.]*our own choice \[D\][^.]*\.", section(name)) for name in other)


def test_a_threshold_that_the_pack_changes_is_our_own() -> None:
    limit = "limit 2,000,000 [S]"
    assert limit in section("b-structuring-ctr")
    rule = PACK.indicators["b-structuring-ctr"]
    changed = rule.model_copy(update={"params": {**rule.params, "limit": 1_000_000.0}})
    pack: RulePack = PACK.model_copy(update={"indicators": {**PACK.indicators, "b-structuring-ctr": changed}})
    assert "limit 1,000,000 [D]" in section("b-structuring-ctr", manual(pack))


def test_every_mark_is_explained() -> None:
    introduction = PAGE.split("\n## ")[0]
    assert all(f"**[{mark}]**" in introduction for mark in Mark)
