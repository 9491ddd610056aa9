"""What a rule pack says decides its digest; what it is called does not."""

from deploy.rules import load_rules
from deploy.settings import DeploySettings
from streams.pack import Pack

RULES = load_rules(DeploySettings().config / "rules.toml")


def test_a_pack_under_another_version_has_the_same_digest() -> None:
    assert Pack(RULES.model_copy(update={"version": "2030.1.1"})).digest == Pack(RULES).digest


def test_an_indicator_that_is_switched_off_changes_the_digest() -> None:
    name, rule = next(iter(RULES.indicators.items()))
    changed = {**RULES.indicators, name: rule.model_copy(update={"on": not rule.on})}
    assert Pack(RULES.model_copy(update={"indicators": changed})).digest != Pack(RULES).digest
