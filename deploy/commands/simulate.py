"""raabta simulate: publish a simulated day, each partner by its own publisher."""

import random
import time
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from deploy.commands.topics import cluster
from deploy.composition import Composition, compose
from deploy.ending import ending
from deploy.health import serve
from deploy.settings import DeploySettings
from producers.protect.keyfile import load_public_key, load_token_keys
from producers.publisher import Publisher
from producers.simulate.day import day
from schemas.settings import KafkaSettings

SPOILED: tuple[bytes, ...] = (
    b'{"id":"\xff"}',
    b"this is not JSON",
    b'{"specversion":"1.0","id":"x","id":"y"}',
    b'{"specversion":"1.0","id":"x","source":"urn:raabta:partner:somebody-else"}',
    b'{"specversion":"1.0","id":"x"}',
    b"[" * 10_000,
    b"[]",
    b'{"age":NaN}',
)
"""What a broken client sends now and then."""


def simulate_command(
    token_key: Annotated[Path, typer.Option(help="Token key file.")],
    fia_key: Annotated[Path, typer.Option(help="The FIA's public sealing key file.")],
    seed: Annotated[int, typer.Option(help="The same seed and end give the same day.")] = 1,
    reports: Annotated[int, typer.Option(help="Reports of background life.")] = 20_000,
    rate: Annotated[float, typer.Option(help="Reports a second; 0 publishes as fast as it goes.")] = 0.0,
    end: Annotated[str, typer.Option(help="When the day ends, ISO 8601 with offset; now by default.")] = "",
    spoiled: Annotated[int, typer.Option(help="Messages of a broken client among them.")] = 0,
    port: Annotated[int, typer.Option(help="Port of /metrics and /healthz; 0 takes a free one.")] = 0,
) -> None:
    """Publish a simulated day of airline, bank and recruiter reports. All people in it are invented.

    Example: raabta simulate --token-key var/keys/token-k1.json --fia-key var/keys/sealing-fia.public.json --rate 500
    """
    composition, settings = compose(DeploySettings()), cluster()
    serve(port, lambda: (True, "publishing"))
    sent = feed(
        settings,
        composition,
        token_key=token_key,
        fia_key=fia_key,
        seed=seed,
        reports=reports,
        rate=rate,
        end=ending(end, datetime.now().astimezone()),
        spoiled=spoiled,
    )
    typer.echo(f"{sent} messages published")


def feed(
    settings: KafkaSettings,
    composition: Composition,
    *,
    token_key: Path,
    fia_key: Path,
    seed: int,
    reports: int,
    rate: float,
    end: datetime,
    spoiled: int = 0,
) -> int:
    """Publish the day and say how many messages went out. Raises Unavailable when some did not."""
    keys, fia = load_token_keys([token_key]), load_public_key(fia_key)
    chance = random.Random(seed)
    with ExitStack() as stack:
        publishers = {
            name: stack.enter_context(Publisher(settings, composition.topics, partner, keys, fia))
            for name, partner in composition.partners.partners.items()
        }
        started, sent = time.monotonic(), 0
        every = reports // spoiled if spoiled else 0
        for planned in day(seed, end, tuple(composition.partners.partners.values()), reports):
            publishers[planned.partner_id].publish(planned.report)
            sent += 1
            if every and sent % every == 0:
                message = SPOILED[(sent // every) % len(SPOILED)]
                publishers[chance.choice(sorted(publishers))].publish_event(message, f"spoiled-{sent}")
            if rate and (ahead := sent / rate - (time.monotonic() - started)) > 0.01:
                time.sleep(ahead)
    return sent + (sent // every if every else 0)
