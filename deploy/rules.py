"""rules.toml: the rule pack, checked against the registry."""

from pathlib import Path
from typing import Any

from deploy.configfile import line_of, read_toml, validated
from schemas.errors import Misconfigured
from schemas.rulepack import RulePack
from streams.indicators import INDICATORS
from streams.indicators.contract import Indicator
from streams.rulecheck import faults


def load_rules(path: Path, indicators: tuple[Indicator, ...] = INDICATORS) -> RulePack:
    """The rule pack, fit for these indicators. Raises Misconfigured naming file, line and mend."""
    data, text = read_toml(path)
    return rules_of(data, text, path, indicators)


def rules_of(data: dict[str, Any], text: str, path: Path, indicators: tuple[Indicator, ...] = INDICATORS) -> RulePack:
    """The rule pack that this text is, in that file or to be written there. Raises Misconfigured as `load_rules` does."""
    pack = validated(RulePack, data, path, text)
    for fault in faults(pack, indicators):
        raise Misconfigured(f"{path}:{line_of(text, fault.where)}", fault.problem, fault.mend)
    return pack
