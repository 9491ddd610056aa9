"""A busy agency is judged as a small one is: what a bound dropped is still counted. And a token on very many events stays small."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.rules import load_rules
from schemas.rulepack import Brakes
from streams.entry import DAY, Entry
from streams.frame import Relay
from streams.history import History
from streams.indicators.contract import Fired, Silence
from streams.pack import Pack
from streams.scoring import score
from streams.stored import dump, load
from streams.summary import Facet, Summary
from tests.streams.facts import NOW, entry, tok, trip

RULES = load_rules(Path("deploy/rules.toml"))
AGENCY, OWNER = tok("agency", "busy"), tok("iban", "owner")
BRAKES = Brakes(entries=6, days=30)


def only(name: str) -> Pack:
    """The rules, with one indicator alone."""
    ready = Pack(RULES).by_id[name]
    return Pack(RULES.model_copy(update={"indicators": {name: ready.rule}}), (ready.indicator,))


def judged(token: str, entries: Iterable[Entry], name: str) -> Fired | Silence | None:
    """What an indicator says of the newest entry, once all have come in this order; the scorer must have heard it too."""
    pack, history = only(name), History(token)
    last = None
    for last in entries:
        score(history, last, pack)
    assert last is not None
    assert len(history.entries) <= pack.brakes.entries + sum(sort.most for sort in pack.keeps)
    answer = pack.by_id[name].indicator.judge(last, history, pack.by_id[name].params)
    assert (name in history.hits) is isinstance(answer, Fired)
    return answer


def client(n: int) -> dict[str, Any]:
    return {"role": "traveller", "tokens": [tok("passport", f"c{n}"), tok("person", f"c{n}"), tok("pnr", f"b{n}")]}


def returns(clients: int, unused: Callable[[int], bool]) -> Iterable[Entry]:
    """What became of the return journeys of so many clients, over a hundred days; the last one was not flown."""
    for n in range(clients):
        away = unused(n) or n == clients - 1
        told = trip(return_used=not away, return_at=NOW.isoformat(), trip_type="return")
        parties = [{"role": "agency", "tokens": [AGENCY]}, client(n)]
        yield entry(f"s{n}", parties, kind="segment", trip=told, hours_ago=2400 * (1 - n / clients) + 1)


def complaints(workers: int, every: int) -> Iterable[Entry]:
    """Contracts of so many workers over a hundred days; in the first half every so-manieth complains, later the last one."""
    for n in range(workers):
        complains = (n < workers / 2 and n % every == 0) or n == workers - 1
        job: dict[str, Any] = {
            "country": "SAU",
            "occupation": "9312",
            **({"complaint": "unpaid-wage"} if complains else {}),
        }
        worker = {"role": "candidate", "tokens": [tok("cnic", f"w{n}"), tok("person", f"w{n}")]}
        parties = [{"role": "recruiter", "tokens": [AGENCY]}, worker]
        kind = "complaint" if complains else "contract"
        hours = 2400 * (1 - n / workers) + 1
        yield entry(f"w{n}", parties, partner="oep-kohsar", sector="recruiter", kind=kind, job=job, hours_ago=hours)


def fees(others: int, payers: int) -> Iterable[Entry]:
    """Fees of so many workers into a private account over forty days, among so many payments of others that are none."""
    for n in range(others + payers):
        fee = n % max(1, (others + payers) // payers) == 0 or n == others + payers - 1
        paid = {
            "money": {"amount": "45000", "currency": "PKR"},
            "direction": "in",
            "channel": "transfer",
            "purpose": "recruitment-fee" if fee else "household",
        }
        who = f"payer {n}" if fee else "sister"
        sender = {"role": "sender", "tokens": [tok("cnic", who), tok("person", who), tok("family", who)]}
        parties = [{"role": "beneficiary", "tokens": [OWNER]}, sender]
        hours = 960 * (1 - n / (others + payers)) + 1
        sort = {"kind": "transaction", "transaction": paid}
        yield entry(f"t{n}", parties, partner="bank-chinar", sector="bank", hours_ago=hours, **sort)  # type: ignore[arg-type]


QUOTA = tok("permission", "quota")


def placed(workers: int, permitted: int) -> Iterable[Entry]:
    """Registrations and contracts of so many workers under one permission, over a hundred days."""
    for n in range(2 * workers):
        job = {"country": "SAU", "occupation": "9312", "jobs_permitted": permitted}
        worker = {"role": "candidate", "tokens": [tok("cnic", f"w{n // 2}"), tok("person", f"w{n // 2}")]}
        parties = [{"role": "recruiter", "tokens": [QUOTA]}, worker]
        kind = "contract" if n % 2 else "registration"
        hours = 2400 * (1 - n / (2 * workers)) + 1
        yield entry(f"p{n}", parties, partner="oep-kohsar", sector="recruiter", kind=kind, job=job, hours_ago=hours)


BIG = pytest.param(5_000, marks=pytest.mark.slow)


@pytest.mark.parametrize("clients", [12, 400, BIG])
def test_an_agency_whose_clients_do_not_come_back_is_told_whatever_its_size(clients: int) -> None:
    fired = judged(AGENCY, returns(clients, lambda n: n < clients * 0.8), "a-return-noshow-cluster")
    assert isinstance(fired, Fired), fired
    said = dict(fired.said.values)
    assert abs(int(said["unused"]) / int(said["returns"]) - 0.8) < 0.2
    assert 10 <= int(said["returns"]) <= clients * 1.05


@pytest.mark.parametrize("clients", [12, 400, BIG])
def test_an_agency_whose_clients_come_back_is_not_whatever_its_size(clients: int) -> None:
    assert judged(AGENCY, returns(clients, lambda n: n > clients * 0.8), "a-return-noshow-cluster") is Silence.ABSENT


@pytest.mark.parametrize("workers", [20, 400, BIG])
def test_a_promoter_of_whom_an_eighth_complains_is_told_whatever_its_size(workers: int) -> None:
    assert isinstance(judged(AGENCY, complaints(workers, 4), "r-complaint-cluster"), Fired)


@pytest.mark.parametrize("workers", [400, BIG])
def test_a_few_complaints_among_very_many_workers_are_not_told(workers: int) -> None:
    assert judged(AGENCY, complaints(workers, 90), "r-complaint-cluster") in (
        Silence.ABSENT,
        Silence.INSUFFICIENT_HISTORY,
    )


@pytest.mark.parametrize("others", [0, 400, BIG])
def test_fees_into_a_private_account_are_told_however_much_else_comes_in(others: int) -> None:
    assert isinstance(judged(OWNER, fees(others, 7), "b-fees-to-personal"), Fired)


@pytest.mark.parametrize("others", [0, 400])
def test_two_fees_are_not_a_pattern_however_much_else_comes_in(others: int) -> None:
    assert not isinstance(judged(OWNER, fees(others, 2), "b-fees-to-personal"), Fired)


@pytest.mark.parametrize("jobs", [20, 40, 200])
def test_a_permission_is_overdrawn_twofold_however_many_jobs_it_is_for(jobs: int) -> None:
    fired = judged(QUOTA, placed(2 * jobs, jobs), "r-over-quota")
    assert isinstance(fired, Fired), fired
    assert jobs < int(dict(fired.said.values)["count"]) <= 2 * jobs


@pytest.mark.parametrize("jobs", [20, 40, 200])
def test_a_permission_that_is_used_up_is_not_overdrawn(jobs: int) -> None:
    assert judged(QUOTA, placed(jobs, jobs), "r-over-quota") is Silence.INSUFFICIENT_HISTORY


ALL = Facet("others", lambda one: [party.tokens[0] for party in one.others()])


def dropped(entries: Iterable[Entry]) -> History:
    history = History(tok("phone", "me"))
    for one in entries:
        history.remember(one, BRAKES)
        for out in history.fallen:
            history.summary.add(out, [ALL])
        history.fallen.clear()
    return history


def met(count: int) -> list[Entry]:
    me = {"role": "payer", "tokens": [tok("phone", "me")]}
    return [
        entry(f"e{n}", [me, {"role": "traveller", "tokens": [tok("cnic", f"{n % 9}")]}], hours_ago=n * 7)
        for n in range(count)
    ]


@given(st.permutations(met(24)))
@settings(max_examples=30, deadline=None)
def test_what_is_dropped_is_summarised_alike_in_any_order(order: list[Entry]) -> None:
    found = dropped(order)
    assert found.summary.dump() == dropped(met(24)).summary.dump()
    assert found.dropped == 18 == sum(found.summary.events(0, NOW.timestamp()).values())
    assert found.least(ALL, found.entries, 30) == 9
    copy = load(found.token, dump(found))
    assert copy.summary.dump() == found.summary.dump()
    assert dump(copy) == dump(found)


def test_only_days_that_lie_in_the_window_altogether_are_counted() -> None:
    found = dropped(met(24))
    window = found.entries[-1:]
    assert found.least(ALL, window, 0.5) == 1
    first = int(met(24)[12].time // DAY) * DAY
    assert len(found.summary.seen("others", first, first + DAY)) in (3, 4)
    assert found.summary.seen("others", first + 1, first + DAY) == ()


def test_of_how_many_something_is_a_part_is_told_with_every_day_that_the_stretch_touches() -> None:
    found = dropped(met(24))
    day = int(met(24)[12].time // DAY) * DAY
    touched = found.summary.touched("others", day + 1, day + 2)
    assert touched == found.summary.seen("others", day, day + DAY)
    assert found.whole(ALL, day + 1, day + 2) == len(touched)
    assert found.whole(ALL, 0, NOW.timestamp()) == 9


def test_what_counts_on_another_day_is_entered_under_that_day() -> None:
    summary, one = Summary(), met(1)[0]
    summary.add(one, [ALL._replace(at=lambda entry: entry.time + 9 * DAY)])
    assert summary.seen("others", one.time - 2 * DAY, one.time + 2 * DAY) == ()
    assert len(summary.seen("others", one.time + 7 * DAY, one.time + 11 * DAY)) == 1
    assert sum(summary.events(one.time - 2 * DAY, one.time + 2 * DAY).values()) == 1


def test_the_summary_of_a_token_is_bounded() -> None:
    summary, one = Summary(), met(1)[0]
    for day in range(300):
        one.time = day * DAY
        summary.add(one, [ALL])
    assert len(summary.dump()) == 200
    assert min(map(int, summary.dump())) == 100


def test_a_common_name_takes_nothing_back_when_a_bound_drops_what_showed_an_alias() -> None:
    me, pack, history = tok("person", "common"), Pack(RULES), History(tok("person", "common"))
    relays: list[Relay] = []
    for n in range(90):
        own = {"role": "traveller", "tokens": [me, tok("cnic", f"{n}"), tok("family", f"{n}")]}
        relays += score(history, entry(f"e{n}", [own], hours_ago=200 - n), pack).relays
    assert relays == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["phone", "person"])
def test_a_token_on_a_hundred_thousand_events_stays_small_and_quick(kind: str) -> None:
    me, pack = tok(kind, "everybody"), Pack(RULES)
    history, began = History(me), time.process_time()
    relays = 0
    for n in range(100_000):
        own = {
            "role": "traveller",
            "tokens": [me, tok("cnic", f"{n}"), tok("family", "all"), tok("phone", f"{n % 50}")],
        }
        scored = score(history, entry(f"e{n}", [own], hours_ago=2400 - n / 50, trip=trip()), pack)
        relays += len(scored.relays)
    spent = time.process_time() - began
    assert history.taken == 100_000
    assert len(history.entries) == pack.brakes.entries
    assert history.dropped == 100_000 - len(history.entries)
    assert len(dump(history)) < 120_000
    assert len(history.bonds) <= 16
    assert relays == 0
    assert spent < 300, "3 ms of CPU a sighting at the most, on a machine that others keep busy"
