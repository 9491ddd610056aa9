"""The goals of the benchmark, whether they are met, and what bounds them."""

from collections.abc import Mapping
from typing import Any

OVER_PLAIN_FAUST = 4.0
OF_PLAIN_LOOP = 0.75
OF_CORE = 0.6
TWO_OVER_ONE = 1.7
P99_MS = 300.0


def goals(
    ratios: Mapping[str, Mapping[str, float]],
    shares: Mapping[str, float],
    two: Mapping[str, Any] | None,
    latency: Mapping[str, Any],
) -> dict[str, dict[str, Any]]:
    """Every goal with what was reached; those that were not measured are left out."""
    told = {
        "cpu_over_plain_faust": _at_least(OVER_PLAIN_FAUST, ratios["worker_to_plain_faust"]["cpu"], _core(shares)),
        "cpu_of_plain_loop": _at_least(OF_PLAIN_LOOP, ratios["worker_to_plain_loop"]["cpu"], _shell(shares)),
        "cpu_of_core": _at_least(OF_CORE, ratios["worker_to_core"]["cpu"], _clients(shares)),
        "p99_ms": {
            "goal": P99_MS,
            "reached": latency["stored"]["p99_ms"],
            "met": 0 < latency["stored"]["p99_ms"] < P99_MS,
            "bound": _waits(latency),
        },
    }
    if two is not None:
        told["two_workers_over_one"] = _at_least(TWO_OVER_ONE, two["over_one"]["wall"], _cores(two))
    return told


def _at_least(goal: float, reached: float, bound: str) -> dict[str, Any]:
    return {"goal": goal, "reached": reached, "met": reached >= goal, "bound": bound}


def _core(shares: Mapping[str, float]) -> str:
    pure = shares["deciding_and_scoring"]
    whole = sum(shares.values())
    return f"{pure:.0f} of our {whole:.0f} us an event decide and score, which plain Faust must do as well"


def _shell(shares: Mapping[str, float]) -> str:
    return f"Faust, fencing and metrics cost {shares['faust_and_shell']:.0f} us an event more than the loop"


def _clients(shares: Mapping[str, float]) -> str:
    clients = shares["kafka_clients"]
    return f"the Kafka clients cost {clients:.0f} us an event, Faust and the shell {shares['faust_and_shell']:.0f} us"


def _cores(two: Mapping[str, Any]) -> str:
    workers, broker, cores = two["cpu_us"], two["broker_cpu_us"], two["cores"]
    busy = (workers + broker) / two["wall_us"]
    used = f"workers {workers:.0f} us and broker {broker:.0f} us of CPU an event keep {busy:.1f} of {cores} cores busy"
    return f"{used}; two pure Python processes do {two['machine_over_one']:g} times the work of one here"


def _waits(latency: Mapping[str, Any]) -> str:
    alert, view, stored = (latency[step]["p50_ms"] for step in ("alert", "view", "stored"))
    return f"half of the views: {alert:.0f} ms to the alert, {view - alert:.0f} to its view, {stored - view:.0f} to the store"
