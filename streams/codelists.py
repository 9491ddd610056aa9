"""Which codes a list of a rule pack may hold, by the name of the parameter, and which one was probably meant."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from schemas.codes import COUNTRIES, countries_meant
from schemas.facts import VisaClass
from schemas.nearest import nearest
from schemas.rulepack import Subject
from streams.indicators.contract import Indicator

Mend = Callable[[str], str | None]
"""What to do about a code; None: it is one."""


def unknown_codes(
    indicator: Indicator, name: str, codes: Sequence[str], known: Mapping[str, Indicator]
) -> Iterator[tuple[str, str]]:
    """Each code of the list that is none, or that stands there twice, and the mend."""
    mend = _mend_of(indicator, name, known)
    for at, code in enumerate(codes):
        wrong = mend(code)
        if wrong is not None:
            yield code, wrong
        elif code in codes[:at]:
            yield code, "it stands there twice; take one out"


def _mend_of(indicator: Indicator, name: str, known: Mapping[str, Indicator]) -> Mend:
    """KeyError: nothing says which codes a list of this name may hold."""
    if name == "without" and indicator.beside:  # the signs of those beside; elsewhere the journeys of the party itself
        signs = [one.id for one in known.values() if one.about is Subject.POSSIBLE_VICTIM]
        return partial(_one_of, signs, "write ids of indicators about a possible victim")
    return _MENDS[name]


def _one_of(allowed: Sequence[str], mend: str, code: str) -> str | None:
    return None if code in allowed else nearest(code, allowed, mend)


def _country(code: str) -> str | None:
    if code in COUNTRIES:
        return None
    meant = " or ".join(countries_meant(code))
    return f"{f'did you mean {meant}? W' if meant else 'w'}rite ISO 3166-1 alpha-3 codes such as SAU"


def _digits(pattern: str, mend: str, code: str) -> str | None:
    return None if re.fullmatch(pattern, code, re.ASCII) else mend


_VISA: Mend = partial(_one_of, tuple(VisaClass), f"the visa classes are: {', '.join(VisaClass)}")
_MENDS: Mapping[str, Mend] = {
    "visas": _VISA,
    "without": _VISA,
    "countries": _country,
    "occupations": partial(_digits, "[0-9]{4}", "write ISCO-08 unit groups, four digits such as 5152"),
    "major_groups": partial(_digits, "[0-9]", "write ISCO-08 major groups, one digit such as 9"),
}
