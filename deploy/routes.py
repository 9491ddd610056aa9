"""routes.toml: who gets what. Read, validated, and checked against the indicators that exist."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deploy.configfile import line_of, read_toml, validated
from schemas.errors import Misconfigured
from schemas.route import Route, RouteTable
from streams.indicators import INDICATORS


def load_routes(path: Path) -> RouteTable:
    """Inboxes and the route tree. Raises Misconfigured naming file, line and mend."""
    data, text = read_toml(path)
    for name, fields in data.get("inboxes", {}).items():
        if isinstance(fields, dict):
            fields["name"] = name
    table = validated(RouteTable, data, path, text)
    known = {indicator.id for indicator in INDICATORS}
    for route in _all(table.root):
        where = f"{path}:{_line_of_name(text, route.name)}"
        for name in route.inboxes:
            if name not in table.inboxes:
                raise Misconfigured(
                    where, f"route {route.name} names the unknown inbox {name}", "add it or mend its name"
                )
        for indicator in route.match.indicator:
            if indicator not in known:
                raise Misconfigured(where, f"the indicator {indicator} is not known", "see docs/indicators.md")
    if not table.root.inboxes and table.root.mute_reason is None:
        raise Misconfigured(
            f"{path}:{line_of(text, ('root',))}",
            "the root has no inbox",
            "name the inbox that gets what no route matches",
        )
    for name, inbox in table.inboxes.items():
        try:
            ZoneInfo(inbox.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            where = f"{path}:{line_of(text, ('inboxes', name, 'time_zone'))}"
            raise Misconfigured(
                where, "this time zone is not known", "write an IANA name such as Asia/Karachi"
            ) from None
    return table


def _all(route: Route) -> Iterator[Route]:
    yield route
    for child in route.routes:
        yield from _all(child)


def _line_of_name(text: str, name: str) -> int:
    wanted = f'"{name}"'
    return next(
        (n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith("name") and wanted in line), 1
    )
