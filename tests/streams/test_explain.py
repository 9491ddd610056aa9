"""Every indicator of the pack answers a question about one sighting, with the reason why scoring did not ask it."""

from pathlib import Path

import pytest

from deploy.rules import load_rules
from schemas.rulepack import Brakes
from streams.explain import MEANING, Explained, Outcome, explain
from streams.history import History
from streams.indicators import INDICATORS, SENTENCES
from streams.pack import Pack
from streams.scoring import score
from tests.streams.facts import tok
from tests.streams.indicators.air_examples import noor, paid_for
from tests.streams.indicators.build import Tale, air, sightings, who
from tests.streams.indicators.test_indicators import EXAMPLES

RULES = load_rules(Path(__file__).parents[2] / "deploy" / "rules.toml")
PACK = Pack(RULES)


def told(of: str, *tales: Tale, pack: Pack = PACK) -> dict[str, Explained]:
    """What is explained of the last of these tales."""
    history = History(of)
    for entry in sightings(of, tales):
        history.remember(entry, pack.brakes)
    return {one.indicator: one for one in explain(history, entry, pack)}


def test_every_outcome_has_a_meaning_and_every_indicator_an_outcome() -> None:
    assert set(MEANING) == set(Outcome)
    answers = told(tok("cnic", "noor"), air(noor(), visa_class="visit"))
    assert list(answers) == [indicator.id for indicator in INDICATORS]


def test_it_says_what_fired_in_both_languages_and_why_the_others_did_not() -> None:
    answers = told(tok("cnic", "noor"), air(noor(), visa_class="visit"))
    fired = answers["a-oneway-no-return"]
    assert (fired.outcome, fired.evidence) == (Outcome.FIRED, ("air-nilkanth/e-0",))
    assert fired.sentence == SENTENCES["a-oneway-no-return"].en.format(visa="visit", country="ARE")
    assert "وزٹ" in fired.sentence_ur
    outcomes = {name: one.outcome for name, one in answers.items()}
    assert outcomes["a-umrah-no-means"] is Outcome.ABSENT
    assert outcomes["a-last-minute"] is Outcome.NOT_APPLICABLE
    assert outcomes["a-offload-retry"] is Outcome.INSUFFICIENT_HISTORY
    assert outcomes["a-payer-many-unrelated"] is Outcome.OTHER_ROLE
    assert outcomes["a-doc-reuse"] is Outcome.OTHER_TOKEN
    assert outcomes["r-domestic-woman-age"] is Outcome.OFF


def test_a_hub_is_not_asked_what_counts_others() -> None:
    narrow = Pack(RULES.model_copy(update={"brakes": Brakes(hub_degree=8)}))
    bought = [paid_for(f"client{n}", f"name{n}", n) for n in range(9)]
    assert told(tok("cnic", "ali"), *bought)["a-payer-many-unrelated"].outcome is Outcome.FIRED
    answers = told(tok("cnic", "ali"), *bought, pack=narrow)
    assert answers["a-payer-many-unrelated"].outcome is Outcome.HUB
    assert answers["a-offload-retry"].outcome is Outcome.OTHER_ROLE


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_it_agrees_with_scoring_about_what_fires(name: str) -> None:
    """The hits that scoring remembers are those that the explanation names of what is held."""
    example, scored = EXAMPLES[name], History(EXAMPLES[name].of)
    for entry in sightings(example.of, example.fires):
        score(scored, entry, PACK)
    asked = [one for entry in scored.entries for one in explain(scored, entry, PACK)]
    fired = {one.indicator for one in asked if one.outcome is Outcome.FIRED}
    off = {name for name, rule in RULES.indicators.items() if not rule.on}
    no_signs = {one.id for one in INDICATORS if not one.sign}
    assert fired - no_signs == set(scored.hits)
    assert name in fired | off


def test_the_answer_depends_on_nothing_but_what_is_remembered() -> None:
    history = History(tok("cnic", "noor"))
    for entry in sightings(history.token, [air(noor()), air(noor(), who("payer", "ali"), paid_by="cash", day=3)]):
        history.remember(entry, PACK.brakes)
    assert explain(history, entry, PACK) == explain(history, entry, PACK)
    assert not history.hits
