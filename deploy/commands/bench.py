"""raabta bench: how fast the workers are, beside what else could do their work."""

from dataclasses import replace
from typing import Annotated, Any

import orjson
import typer

from deploy.bench.bench import QUICK, Plan, measure
from deploy.bench.catalogue import measure_catalogue
from deploy.bench.ledger import measure_ledger
from deploy.bench.memory import measure_memory
from deploy.composition import compose
from deploy.settings import DeploySettings

NAMES = {
    "worker": "our worker: intake and scoring, state and alerts durable",
    "plain_faust": "plain Faust: one Table update a sighting",
    "plain_loop": "plain Kafka loop with a dict, the same state topic",
    "core": "the pure core in memory, state serialised",
    "core_without_state": "the pure core in memory, state not serialised",
}


def bench_command(
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quick: Annotated[
        bool, typer.Option("--quick", help="A small one, to see that it works; its figures say little.")
    ] = False,
    events: Annotated[int, typer.Option(help="Simulated events; 12000 unless --quick.")] = 0,
    rounds: Annotated[int, typer.Option(help="How often each is measured; 3 unless --quick.")] = 0,
    ledger: Annotated[int, typer.Option(help="Measure the ledger instead, over about so many events.")] = 0,
    recovery: Annotated[
        bool, typer.Option("--recovery", help="Instead: how soon partitions work again, on a real Kafka of its own.")
    ] = False,
    catalogue: Annotated[
        bool, typer.Option("--catalogue", help="Instead: what all indicators cost beside the first thirty.")
    ] = False,
    memory: Annotated[
        bool, typer.Option("--memory", help="Instead: what a token costs in memory, over so many --events.")
    ] = False,
    tokens: Annotated[int, typer.Option(help="With --recovery: histories held.")] = 200_000,
) -> None:
    """Measure our workers against plain Faust, a plain Kafka loop and the pure core, over the same events.

    Everything runs on this machine and ends by itself, on the embedded broker unless RAABTA_BOOTSTRAP is set. It takes
    about five minutes; what is compared is compared within one run. Example: raabta bench --json > bench.json
    """
    if ledger:
        typer.echo(orjson.dumps(measure_ledger(ledger, lambda line: typer.echo(line, err=True))))
        return
    if memory:
        _memory(events, as_json)
        return
    if recovery:
        _recovery(tokens, as_json)
        return
    if catalogue:
        _catalogue(events, rounds, as_json)
        return
    plan = QUICK if quick else Plan()
    plan = replace(plan, events=events or plan.events, rounds=rounds or plan.rounds)
    said = measure(plan, lambda line: typer.echo(line, err=True))
    if as_json:
        typer.echo(orjson.dumps(said))
    else:
        _tell(said)


def _memory(events: int, as_json: bool) -> None:
    said = measure_memory(events or Plan().events, lambda line: typer.echo(line, err=True))
    if as_json:
        typer.echo(orjson.dumps(said))
        return
    typer.echo(
        f"{said['tokens']} tokens, put away: {said['bytes_p50']} bytes at the median, {said['bytes_p99']} at the 99th percentile"
    )
    verdict = "met" if said["met"] else "NOT met"
    typer.echo(
        f"goal {said['goal_bytes_p99']}: {verdict}; as stored in the topic: {said['stored_bytes_p99']} at the 99th percentile"
    )
    typer.echo(f"ready to read: {said['live_bytes_mean']} each, at most {said['live_at_most_a_partition']} a partition")


def _recovery(tokens: int, as_json: bool) -> None:
    from deploy.bench.recovery import Plan as Recovery  # it needs what a rehearsal needs
    from deploy.bench.recovery import recovery

    said = recovery(Recovery(tokens), lambda line: typer.echo(line, err=True))
    if as_json:
        typer.echo(orjson.dumps(said))
    else:
        for name, what in (("killed", "after kill -9"), ("restarted", "longest pause over a planned restart")):
            one = said[name]
            verdict = "met" if one["met"] else "NOT met"
            typer.echo(f"{one['longest_s']:6.2f} s  {what}, goal {one['goal_s']:g} s: {verdict}")
        same = "the same alerts as undisturbed" if said["slept"]["same_alerts"] else "OTHER alerts than undisturbed"
        typer.echo(f"{said['tokens']} histories held; {same}; lost {said['lost']}")
    if (
        said["lost"]
        or not said["slept"]["same_alerts"]
        or not all(said[name]["met"] for name in ("killed", "restarted"))
    ):
        raise typer.Exit(1)


def _catalogue(events: int, rounds: int, as_json: bool) -> None:
    settings = DeploySettings()
    rules = settings.config / "rules.toml"
    said = measure_catalogue(
        compose(settings), rules, events or 12_000, rounds or 3, lambda line: typer.echo(line, err=True)
    )
    if as_json:
        typer.echo(orjson.dumps(said))
    else:
        many, cost = said["indicators"], said["cpu_us"]
        typer.echo(f"{cost['thirty']:.0f} us of CPU an event with {many['thirty']} indicators")
        typer.echo(f"{cost['whole']:.0f} us with {many['whole']}")
        typer.echo(f"{said['ratio']:g} times as much, goal {said['goal']:g}: {'met' if said['met'] else 'NOT met'}")


def _tell(said: dict[str, Any]) -> None:
    typer.echo(
        f"{said['events']} events of {said['event_bytes']} bytes, {said['rounds']} rounds, {said['cores']} cores"
    )
    typer.echo(f"{'CPU us':>8} {'wall us':>8} {'events/s':>9} {'broker us':>9}  an event, medians")
    for name, title in NAMES.items():
        one = said[name]
        figures = f"{one['cpu_us']:8.0f} {one['wall_us']:8.0f} {one['events_per_s']:9.0f} {one['broker_cpu_us']:9.0f}"
        typer.echo(f"{figures}  {title}")
    for name, goal in said["goals"].items():
        verdict = "met" if goal["met"] else "NOT met"
        typer.echo(f"{name}: {goal['reached']:g}, goal {goal['goal']:g}: {verdict}; {goal['bound']}")
    alike = "the same alerts from all" if said["alerts"]["equal"] else f"alerts differ: {said['alerts']['differing']}"
    typer.echo(f"{said['alerts']['core']} alerts; {alike}")
