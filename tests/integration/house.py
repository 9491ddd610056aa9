"""The whole house on a real broker: partners tell it things by `raabta emit`, and what came of it is read where officers read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from consumers.store import open_store
from consumers.tables import DELIVERIES, VIEWS
from deploy.cli import app
from deploy.commands.ledger import settled
from deploy.demo import Plan, Running, running
from deploy.ledger import Balance
from deploy.scrape import total
from schemas.settings import KafkaSettings
from schemas.view import View

Said = dict[str, Any]
"""A report as a partner writes it (docs/reports.md)."""
DAY = (datetime.now(UTC) - timedelta(days=1)).replace(microsecond=0)
"""Everything happens around this time: late enough for the broker, whose clock is the real one."""


class House:
    """A running demo without its simulated day."""

    def __init__(self, demo: Running) -> None:
        self.demo = demo
        self._files = 0

    def tell(self, partner: str, *said: Said) -> None:
        """Publish reports as the partner's clerk would; all are with the broker on return."""
        self._files += 1
        file = self.demo.plan.folder / f"told-{self._files}.ndjson"
        file.write_bytes(b"\n".join(map(orjson.dumps, said)))
        keys = self.demo.plan.folder / "keys"
        options = ["--token-key", str(keys / "token.json"), "--fia-key", str(keys / "fia.public.json"), "--json"]
        assert ran("emit", str(file), "--partner", partner, *options)["published"] == len(said)

    def rest(self) -> Balance:
        """Return when nothing is under way any more: every event is accounted for, to the receipt of its last delivery."""
        self.demo.check()
        found = settled(self.demo.settings, self.demo.composition, 120.0)
        assert (found.lost, found.failed) == (0, 0), found.unbalanced[:5]
        self.demo.check()
        return found

    def delivered(self, event: str) -> list[View]:
        """What was handed over to FIA inboxes of every alert that quotes a report in some version, the oldest version first."""
        store = open_store(self.demo.plan.store)
        joined = VIEWS.join(DELIVERIES, DELIVERIES.c.view_id == VIEWS.c.id)
        asked = select(VIEWS.c.raw).select_from(joined).where(DELIVERIES.c.state == "delivered")
        with store.reading() as connection:
            views = [View.model_validate_json(raw) for (raw,) in connection.execute(asked)]
        store.close()
        mine = [view for view in views if view.alert and event in {ref.event for ref in view.alert.evidence}]
        known = {view.alert_id for view in mine}
        return sorted(
            (view for view in views if view.alert_id in known), key=lambda view: (view.alert_id, view.version)
        )

    def mail(self, view: View) -> Message:
        """The one mail that brought this view."""
        wanted = (view.alert_id, str(view.version), view.inbox)
        (found,) = [
            mail
            for mail in self.demo.mail.messages()
            if (mail["X-Raabta-Alert"], mail["X-Raabta-Version"], inbox_of(self.demo, mail)) == wanted
        ]
        return found

    def counted(self, outcome: str) -> float:
        """Corrections so far with this outcome, in every partition."""
        return total(self.demo.samples(), "raabta_corrections_total", outcome=outcome)


def inbox_of(demo: Running, mail: Message) -> str:
    """Whose mail it is."""
    inboxes = demo.composition.routes.inboxes.items()
    return next(name for name, inbox in inboxes if inbox.email and mail["To"] in inbox.email.to)


def ran(*words: str) -> Any:
    """What a command says with --json; it must succeed."""
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, (done.output, done.exception)
    return orjson.loads(done.stdout)


@contextmanager
def house(cluster: KafkaSettings, folder: Path, *, workers: int = 2) -> Iterator[House]:
    """Workers and inboxes with topics of their own, for the length of a `with` block."""
    mine = {"RAABTA_TOPIC_PREFIX": f"hse{uuid4().hex[:6]}", "RAABTA_PARTITIONS": "2"}
    with pytest.MonkeyPatch.context() as environment:
        for name, value in (cluster.environment() | mine).items():
            environment.setenv(name, value)
        with running(Plan(folder, workers=workers, cluster=cluster)) as demo:
            yield House(demo)


def report(report_id: str, kind: str, role: str, identity: Said, hours: float = 0.0, **said: Any) -> Said:
    """What somebody tells of one party."""
    at = (DAY + timedelta(hours=hours)).isoformat()
    return {"id": report_id, "kind": kind, "occurred_at": at, "parties": [{"role": role, "identity": identity}], **said}


def passport(number: int) -> Said:
    """Of an invented person."""
    return {"passport": {"number": f"ZZ90{number:05}", "country": "PAK"}}


def cnic(number: int) -> Said:
    """Of an invented person."""
    return {"cnic": f"99999-90{number:05}-2"}


JOB: Said = {"country": "ARE", "occupation": "9111"}


def held(number: int, event: str, **said: Any) -> Said:
    """An airline: another person holds the documents of this passport's owner. A strong sign."""
    return report(event, "checkin", "traveller", passport(number), 2, observations=["docs-held-by-other"], **said)


def spoken_for(number: int, event: str, **said: Any) -> Said:
    """A bank: another person answers for this CNIC's owner. A strong sign; with `held` it is an alert."""
    return report(event, "account-review", "holder", cnic(number), 3, observations=["spoken-for"], **said)


def hired(number: int, event: str, *, cnic_of: int = 0, **said: Any) -> Said:
    """A promoter shows passport and CNIC on one person, which joins them. No sign."""
    identity = passport(number) | cnic(cnic_of or number)
    return report(event, "registration", "candidate", identity, 1, job=JOB, **said)
