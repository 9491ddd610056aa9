"""Small invented configurations for the tests of access."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from confluent_kafka.admin import AdminClient
from typer.testing import CliRunner, Result

from deploy.access.credentials import Passwords
from deploy.access.office import Office
from deploy.commands.access import access_app
from deploy.composition import Composition, compose
from deploy.settings import HERE, DeploySettings
from schemas.settings import KafkaSettings

PARTNERS = """token_keys = ["k1"]
[partners.air-{mark}]
title = "Air of a test"
sector = "airline"
[partners.bank-{mark}]
title = "Bank of a test"
sector = "bank"
"""
ROUTES = """version = "2026.11.1"
[inboxes.fia-{mark}]
title = "Desk of a test"
profile = "fia"
email = {{ to = ["desk@fia.example"] }}
[inboxes.ngo-{mark}]
title = "Shelter of a test"
profile = "victim-service"
email = {{ to = ["desk@shelter.example"] }}
[root]
name = "national"
inboxes = ["fia-{mark}"]
"""


def write_configuration(folder: Path, mark: str) -> Path:
    """partners.toml, routes.toml and rules.toml with names that end in `mark`."""
    folder.mkdir(parents=True)
    (folder / "partners.toml").write_text(PARTNERS.format(mark=mark))
    (folder / "routes.toml").write_text(ROUTES.format(mark=mark))
    (folder / "rules.toml").write_text((HERE / "rules.toml").read_text())
    return folder


@dataclass(frozen=True)
class House:
    """One configuration on the shared cluster."""

    mark: str
    config: Path
    credentials: Path
    settings: KafkaSettings
    composition: Composition

    @property
    def air(self) -> str:
        """A partner."""
        return f"air-{self.mark}"

    @cached_property
    def admin(self) -> AdminClient:
        """The super user's hand."""
        return AdminClient({**self.settings.librdkafka(), "log_level": 0})

    def office(self) -> Office:
        """To plan and apply without the command."""
        return Office(self.composition, self.settings, Passwords(self.settings, self.credentials))

    def now(self) -> Office:
        """The same after the configuration was edited."""
        return Office(compose(DeploySettings()), self.settings, Passwords(self.settings, self.credentials))

    def run(self, *words: str, answer: str = "") -> Result:
        """`raabta access ...`."""
        return CliRunner().invoke(access_app, list(words), input=answer)

    def apply(self) -> Result:
        """`raabta access apply`, which must succeed."""
        done = self.run("apply", "--yes", "--credentials", str(self.credentials))
        assert done.exit_code == 0, (done.output, done.exception)
        return done
