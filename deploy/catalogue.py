"""docs/indicators.md: the catalogue of indicators, written from the code, what it rests on, and the rule pack."""

from collections.abc import Iterator

from schemas.rulepack import Rule, RulePack, Subject
from streams.indicators import INDICATORS, SENTENCES
from streams.indicators.basis import BASIS, Mark
from streams.indicators.contract import Indicator

_ABOUT = {Subject.POSSIBLE_VICTIM: "possible victim", Subject.FACILITATOR: "facilitator"}
_SECTORS = {"a": "Airlines", "b": "Banks", "r": "Recruiters", "x": "Across sectors"}
_INTRODUCTION = """\
# Indicators

Written by `deploy/catalogue.py` from the code and rule pack {version}; do not edit by hand.

An indicator is a sign, never a finding: "no single red flag is a clear indicator of human trafficking" (FinCEN
FIN-2020-A008). Two strong ones, or one strong with another, or three moderate, or two moderate with a weak one, make an
alert (ILO-EC operational indicators, 2009); reasons against lower them. A strong pattern that rests on as many events as
its strength says ("repeated 5") counts as one moderate sign more, and so is enough alone: our own reading. A "profile"
describes a person rather than a deed: it counts once at most and never decides. A "common" one is shown by so many
innocent people that it completes no combination: it is told, and weighed for the rank. "Immediate" does not wait for a
second event. A source called "Raabta" is our own combination of the signs it names.

**How well a fact is known** stands behind it. **[S]** the source was read. **[P]** the source is known, this passage of
it was not read. **[K]** general knowledge: confirm it before relying on it. **[D]** our own default or reading, to be
tuned: no fact and no law. Every strength is [D]; where the list of signs that Raabta began with has another ("first
listed"), the sign says so and why. A threshold that the pack changes from the code's value is [D].

**What an indicator answers**: `fired`; `absent`: all that it needs is told, and the sign is not there; `not-applicable`:
an event of another kind, or a field that the partner left out; and, where it looks at several events,
`insufficient-history`: fewer are remembered than the pattern takes. A token that met as many others as the pack's
`hub_degree` is a *hub*; some signs are silent on it (`hub`), each says why, the others are asked of it too: what they count is odd in
itself, or a part of all that the hub does. `raabta score --explain` shows the answers for one
report. A window is exact, in event time: sightings exactly so many days apart are inside, one second more is outside.

**Source keys.** FIN14, FIN20: FinCEN FIN-2014-A008 and FIN-2020-A008. AKEO, AAI: airline training lists (AAI: Airline
Ambassadors). BLI: US Blue Lightning. IATA18: IATA Guidance on Human Trafficking, 2018. C352: ICAO/OHCHR Cir 352. GTAS: US
CBP global travel assessment system. FIA25: FIA immigration advisory of January 2025. FIA-M: FIA Multan airport cases
2023-24. CN19: Pakistan-China bride cases of 2019. BEOE: Bureau of Emigration and Overseas Employment. EO79, ER79:
Emigration Ordinance and Rules 1979. MRC: Migrant Resource Centre Pakistan. APP: Associated Press of Pakistan, 2019.
FLEX/IRIS: employer-pays principle. ILO09, ILO11: ILO-EC operational indicators 2009, ILO Indicators of Forced Labour
2012. FATF: FATF-APG, Financial Flows from Human Trafficking, 2018. AUSTRAC: its thresholds as reproduced by Arctic
Intelligence. PP: FINTRAC Project Protect.
"""


def manual(pack: RulePack, indicators: tuple[Indicator, ...] = INDICATORS) -> str:
    """The page: an index, then each indicator with what it means, where it errs, what it rests on and what it says.

    KeyError: an indicator has no rule, or nothing says what it rests on.
    """
    parts = [_INTRODUCTION.format(version=pack.version)]
    for letter, title in _SECTORS.items():
        chosen = [indicator for indicator in indicators if indicator.id.startswith(f"{letter}-")]
        head = "| id | about | strength | looks at |\n|---|---|---|---|"
        rows = [_row(one, pack.indicators[one.id]) for one in chosen]
        parts.append(f"## {title} ({len(chosen)})\n\n" + "\n".join([head, *rows]) + "\n")
        parts += ["\n".join(_section(one, pack)) + "\n" for one in chosen]
    return "\n".join(parts)


def _row(indicator: Indicator, rule: Rule) -> str:
    name = indicator.id
    return f"| [`{name}`](#{name}) | {_ABOUT[indicator.about]} | {_strength(indicator, rule)} | {_window(indicator, rule)} |"


def _section(indicator: Indicator, pack: RulePack) -> Iterator[str]:
    rule, basis = pack.indicators[indicator.id], BASIS[indicator.id]
    answers = ["fired", "absent", "not-applicable", *(["insufficient-history"] if indicator.is_pattern else [])]
    against = [reason for reason, answered in pack.answers.items() if indicator.id in answered]
    sources = ", ".join(f"{key} [{mark}]" for key, mark in basis.sources.items())
    yield f"### {indicator.id}"
    yield ""
    yield " ".join(indicator.manual.split())
    yield ""
    strength = _strength(indicator, rule)
    yield f"* **About** a {_ABOUT[indicator.about]}, seen as {', '.join(sorted(indicator.roles))}. **Strength**: {strength} [D]."
    yield f"* **Looks at** {_window(indicator, rule)}. **Thresholds**: {_thresholds(indicator, rule)}."
    yield f"* **Source**: {indicator.source}. Rests on {sources}.{' ' + basis.note if basis.note else ''}"
    yield f"* **Answers**: {', '.join(answers)}. **Lowered by**: {', '.join(sorted(against)) or 'nothing'}."
    if indicator.volume is not None:
        yield f"* **Silent on a hub**: {indicator.volume}."
    if indicator.keeps:
        kept = ", ".join(f"{sort.name} {sort.most}" for sort in indicator.keeps)
        yield f"* **Kept**, the newest, however much that is ordinary comes after: {kept} [D]."
    for sentence in (said for key, said in SENTENCES.items() if key.partition("/")[0] == indicator.id):
        yield f"* {sentence.en}"
        yield f"  <br>{sentence.ur}"


def _strength(indicator: Indicator, rule: Rule) -> str:
    if not indicator.sign:
        return "never a sign"
    marks = {"profile": rule.profile, "common": rule.common, "immediate": rule.immediate, "off": not rule.on}
    pattern = [f"repeated {rule.pattern}"] if rule.pattern is not None else []
    return ", ".join([str(rule.strength), *pattern, *(mark for mark, holds in marks.items() if holds)])


def _window(indicator: Indicator, rule: Rule) -> str:
    return f"{_plain(rule.params['days'])} days" if indicator.is_pattern else "one event"


def _thresholds(indicator: Indicator, rule: Rule) -> str:
    marked = (f"{name} {_plain(value)} [{_mark(indicator, name, value)}]" for name, value in rule.params.items())
    return "; ".join(marked) or "none"


def _mark(indicator: Indicator, name: str, value: float | tuple[str, ...]) -> Mark:
    """How well the value is known: as the code says, while the pack keeps the code's value."""
    known = BASIS[indicator.id].thresholds.get(name, Mark.OWN)
    return known if value == indicator.params.get(name) else Mark.OWN


def _plain(value: float | tuple[str, ...]) -> str:
    return ", ".join(value) if isinstance(value, tuple) else f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
