"""rules.toml: the rule pack, checked against the registry, and the manual that both make together."""

from pathlib import Path

from deploy.configfile import line_of, read_toml, validated
from schemas.errors import Misconfigured
from schemas.rulepack import RulePack, Subject
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


_ABOUT = {Subject.POSSIBLE_VICTIM: "possible victim", Subject.FACILITATOR: "facilitator"}
_SECTORS = {"a": "Airlines", "b": "Banks", "r": "Recruiters", "x": "Across sectors"}
_INTRODUCTION = """\
# Indicators

Written by `deploy/rules.py` from the code and rule pack {version}; do not edit by hand.

An indicator is a sign, never a finding: "no single red flag is a clear indicator of human trafficking" (FinCEN
FIN-2020-A008). Two strong ones, or one strong with another, or three moderate, or two moderate with a weak one, make an
alert (ILO-EC operational indicators, 2009); reasons against lower them. Thresholds are defaults of this project, to be
tuned. A strong pattern that rests on as many events as its strength says ("repeated 5") counts as one moderate sign
more, and so is enough alone: our own reading. A source called "Raabta" is our own combination of the signs it names.

Source keys in `deploy/rules.toml`: FIN14, FIN20: FinCEN FIN-2014-A008 and FIN-2020-A008. AKEO, AAI: airline training
lists (AAI: Airline Ambassadors). BLI: US Blue Lightning. FIA25: FIA immigration advisory of January 2025. FIA-M: FIA
Multan airport cases 2023-24. CN19: Pakistan-China bride cases of 2019. BEOE: Bureau of Emigration and Overseas
Employment. EO79, ER79: Emigration Ordinance and Rules 1979. MRC: Migrant Resource Centre Pakistan. ILO09, ILO11: ILO-EC
operational indicators 2009, ILO Indicators of Forced Labour 2012. FATF: FATF-APG, Financial Flows from Human
Trafficking, 2018. AUSTRAC: its thresholds as reproduced by Arctic Intelligence.
"""


def manual(pack: RulePack, indicators: tuple[Indicator, ...] = INDICATORS) -> str:
    """docs/indicators.md: what each indicator means, where it errs, and who published it."""
    parts = [_INTRODUCTION.format(version=pack.version)]
    for letter, title in _SECTORS.items():
        chosen = [indicator for indicator in indicators if indicator.id.startswith(f"{letter}-")]
        head = "| id | about | strength | what it means and where it errs | parameters | source |\n|---|---|---|---|---|---|"
        parts.append(f"## {title} ({len(chosen)})\n\n" + "\n".join([head, *(_row(one, pack) for one in chosen)]) + "\n")
    return "\n".join(parts)


def _row(indicator: Indicator, pack: RulePack) -> str:
    rule = pack.indicators[indicator.id]
    marks = {"profile": rule.profile, "immediate": rule.immediate, "off": not rule.on}
    pattern = [f"repeated {rule.pattern}"] if rule.pattern is not None else []
    strength = ", ".join([str(rule.strength), *pattern, *(mark for mark, holds in marks.items() if holds)])
    params = "; ".join(f"{name} {_plain(value)}" for name, value in rule.params.items())
    meaning = " ".join(indicator.manual.split())
    return f"| `{indicator.id}` | {_ABOUT[indicator.about]} | {strength} | {meaning} | {params} | {indicator.source} |"


def _plain(value: float | tuple[str, ...]) -> str:
    return ", ".join(value) if isinstance(value, tuple) else f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
