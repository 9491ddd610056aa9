"""The inboxes' PostgreSQL, real and on loopback: a database an inbox, and the store's promises hold on it as on SQLite."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from consumers.store import open_store
from tests.postgresql import SERVER, Server, running

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as found:
        yield found


@pytest.fixture(scope="module")
def inboxes(server: Server, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Run postgres.sh as the image's entry point does. Passwords by inbox."""
    secrets = tmp_path_factory.mktemp("secrets")
    passwords = {"fia-farzi": "invented-Pass_1", "ngo-farzi": "invented-Pass_2"}
    for name, password in passwords.items():
        (secrets / f"store_{name}").write_text(f"postgresql+psycopg://{name}:{password}@postgres:5432/{name}\n")
    script = (ROOT / "deploy/compose/postgres.sh").read_text().replace("/run/secrets", str(secrets))
    variables = os.environ | {
        "POSTGRES_USER": "postgres",
        "PGHOST": str(server.sockets),
        "PGPORT": str(server.port),
    }
    subprocess.run(["bash", "-c", script], env=variables, check=True, capture_output=True, timeout=60)
    return passwords


def test_an_inbox_keeps_its_store_in_its_own_database(server: Server, inboxes: dict[str, str]) -> None:
    for name, password in inboxes.items():
        store = open_store(server.url(name, password, name))
        assert store.positions("raabta.inbox.fia-farzi") == {}
        store.close()


@pytest.mark.parametrize("database", ["fia-farzi", "postgres", "template1"])
def test_an_inbox_enters_no_other_database(server: Server, inboxes: dict[str, str], database: str) -> None:
    engine = create_engine(server.url("ngo-farzi", inboxes["ngo-farzi"], database))
    with pytest.raises(OperationalError, match="permission denied for database"):
        engine.connect()
    engine.dispose()


def test_a_wrong_password_opens_nothing(server: Server, inboxes: dict[str, str]) -> None:
    engine = create_engine(server.url("ngo-farzi", inboxes["fia-farzi"], "ngo-farzi"))
    with pytest.raises(OperationalError, match="password authentication failed"):
        engine.connect()
    engine.dispose()


def test_no_role_of_an_inbox_may_make_roles_or_databases(server: Server, inboxes: dict[str, str]) -> None:
    engine = create_engine(server.url())
    with engine.connect() as connection:
        asked = text(
            "SELECT bool_or(rolsuper OR rolcreaterole OR rolcreatedb) FROM pg_roles WHERE rolname = ANY(:names)"
        )
        assert connection.scalar(asked, {"names": list(inboxes)}) is False
    engine.dispose()


@pytest.mark.parametrize("suite", ["arrivals", "audit", "deliveries", "delivery", "erasure", "evidence", "sweep"])
def test_what_holds_for_the_store_on_sqlite_holds_on_postgresql(server: Server, suite: str) -> None:
    file = f"tests/consumers/test_{suite}.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", file]
    variables, before = os.environ | {SERVER: server.url()}, databases(server)
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
    assert databases(server) > before, "the tests used this server"


def databases(server: Server) -> int:
    engine = create_engine(server.url())
    with engine.connect() as connection:
        found = connection.scalar(text("SELECT count(*) FROM pg_database"))
    engine.dispose()
    return int(found or 0)
