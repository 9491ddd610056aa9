"""rules.toml: the rule pack, checked against the registry."""

from pathlib import Path

from deploy.configfile import line_of, read_toml, validated
from schemas.errors import Misconfigured
from schemas.rulepack import RulePack
from streams.indicators import INDICATORS
from streams.indicators.contract import Indicator
from streams.rulecheck import faults


def load_rules(path: Path, indicators: tuple[Indicator, ...] = INDICATORS) -> RulePack:
    """The rule pack, fit for these indicators. Raises Misconfigured naming file, line and mend."""
    data, text = read_toml(path)
    pack = validated(RulePack, data, path, text)
    for fault in faults(pack, indicators):
        raise Misconfigured(f"{path}:{line_of(text, fault.where)}", fault.problem, fault.mend)
    return pack
