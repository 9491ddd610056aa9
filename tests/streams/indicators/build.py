"""What a partner might tell, written short. Everybody and everything here is invented.

An example is a list of tales about one token: `of`. They are remembered one by one, and the indicator is asked at each.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

import orjson

from schemas.rulepack import Brakes
from schemas.token import kind_of
from streams.history import Entry, History
from streams.indicators import INDICATORS
from streams.indicators.contract import Fired, Indicator, Params
from streams.pack import can_be
from tests.streams.facts import tok

KARACHI = timezone(timedelta(hours=5))
START = datetime(2026, 11, 1, 12, 0, tzinfo=KARACHI)
BY_ID = {indicator.id: indicator for indicator in INDICATORS}
PARTNERS = {"airline": "air-nilkanth", "bank": "bank-shaheen", "recruiter": "oep-sitara"}

Tale = dict[str, Any]


class Example(NamedTuple):
    """One set of tales that makes an indicator fire and one that does not."""

    of: str
    """The token whose history is asked."""
    fires: list[Tale]
    silent: list[Tale]


def who(role: str, name: str, *more: str, **known: Any) -> dict[str, Any]:
    """A party: its CNIC by its name, and further tokens such as `phone=Zoro`, `family=Khan`, `iban=x`."""
    tokens = [tok(*token.split("=")) for token in more]
    return {"role": role, "tokens": [tok("cnic", name), *tokens] if name else tokens, **known}


def moment(day: float, hour: float = 12) -> str:
    """So many days after the start, at an hour by Pakistan's clock."""
    return (START + timedelta(days=day, hours=hour - 12)).isoformat()


def air(*parties: dict[str, Any], day: float = 0, kind: str = "booking", leaves: float = 20, **fields: Any) -> Tale:
    """An airline's tale: by default a one-way booking from Islamabad to Dubai that leaves on the 20th day."""
    facts = {name: fields.pop(name) for name in ("observations", "against", "job", "document") if name in fields}
    trip = {
        "carrier": "N7",
        "flight": "123",
        "origin": "ISB",
        "destination": "DXB",
        "departs_at": moment(leaves),
        "trip_type": "one-way",
        **fields,
    }
    return tale("airline", kind, parties, day, trip=trip, **facts)


def bank(
    *parties: dict[str, Any], day: float = 0, hour: float = 12, pkr: int = 50_000, way: str = "in", **fields: Any
) -> Tale:
    """A bank's tale: by default PKR 50,000 by transfer into an account."""
    account = fields.pop("account", {})
    facts = {name: fields.pop(name) for name in ("observations", "against") if name in fields}
    money = {"amount": str(pkr), "currency": "PKR"}
    paid = {"money": money, "direction": way, "channel": "transfer", **fields}
    return tale("bank", "transaction", parties, day, hour, transaction=paid, account=account, **facts)


def opening(*parties: dict[str, Any], day: float = 0, **facts: Any) -> Tale:
    """A bank's tale of an account that was opened."""
    return tale("bank", "account-opening", parties, day, account={}, **facts)


def hire(*parties: dict[str, Any], day: float = 0, kind: str = "registration", **fields: Any) -> Tale:
    """A recruiter's tale: by default the registration of a construction labourer for Saudi Arabia."""
    facts = {name: fields.pop(name) for name in ("observations", "against") if name in fields}
    return tale("recruiter", kind, parties, day, job={"country": "SAU", "occupation": "9313", **fields}, **facts)


def sar(amount: int) -> dict[str, str]:
    """Saudi riyals."""
    return {"amount": str(amount), "currency": "SAR"}


def rupees(amount: int) -> dict[str, str]:
    """Pakistani rupees."""
    return {"amount": str(amount), "currency": "PKR"}


def tale(
    sector: str, kind: str, parties: Sequence[dict[str, Any]], day: float = 0, hour: float = 12, **facts: Any
) -> Tale:
    """The facts of one event, still without its number."""
    partner = PARTNERS[sector]
    ref = {"topic": f"raabta.events.{partner}", "partition": 0, "offset": 0, "partner": partner, "sector": sector}
    ref |= {"time": moment(day, hour)}
    return {"kind": kind, "parties": list(parties), "published": 1_793_000_000_000, "ref": ref, **facts}


def sightings(of: str, tales: Iterable[Tale]) -> list[Entry]:
    """Where the tales show the token, each tale an event of its own."""
    found = []
    for number, told in enumerate(tales):
        raw = orjson.dumps({**told, "ref": {**told["ref"], "event": f"e-{number}", "offset": number}})
        found += [Entry(raw, at, 0) for at, party in enumerate(told["parties"]) if of in party["tokens"]]
    return found


def asks(indicator: Indicator, entry: Entry, of: str) -> bool:
    """Whether scoring would ask the indicator about this sighting."""
    kind = kind_of(of)
    wanted = indicator.kinds is None or kind in indicator.kinds
    return wanted and entry.role in indicator.roles and can_be(indicator.about, kind)


def judged(name: str, of: str, entries: Iterable[Entry]) -> list[Fired]:
    """What the indicator says while the history grows, in this order of arrival."""
    indicator, history = BY_ID[name], History(of)
    params, fired = Params(indicator.params), []
    for entry in entries:
        assert history.remember(entry, Brakes())
        if asks(indicator, entry, of):
            answer = indicator.judge(entry, history, params)
            if isinstance(answer, Fired):
                assert entry in answer.evidence
                fired.append(answer)
    return fired


def answer_of(name: str, of: str, *tales: Tale, role: str | None = None) -> str:
    """`fired`, or the silence, of the indicator at the last of these tales; `role`: at the last one in this role."""
    indicator, history = BY_ID[name], History(of)
    entries = sightings(of, tales)
    for entry in entries:
        history.remember(entry, Brakes())
    last = [entry for entry in entries if entry.role == (role or entry.role)][-1]
    answer = indicator.judge(last, history, Params(indicator.params))
    return "fired" if isinstance(answer, Fired) else str(answer)
