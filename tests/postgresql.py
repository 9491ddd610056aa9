"""A real PostgreSQL on loopback, for as long as a test runs."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from deploy.embedded import free_port
from tests.tools import skip_or_fail

SERVER = "RAABTA_TEST_POSTGRESQL"
"""URL of a super user: the tests of the inboxes' store run on this server instead of on SQLite files."""


class Server(NamedTuple):
    """A running one. Its super user `postgres` comes in by the socket alone."""

    port: int
    sockets: Path
    address: str

    def url(self, role: str = "postgres", password: str = "", database: str = "postgres") -> str:
        """For SQLAlchemy: by the socket without a password, by loopback with one."""
        host = f"{role}:{password}@{self.address}:{self.port}" if password else f"{role}@"
        way = "" if password else f"?host={self.sockets}&port={self.port}"
        return f"postgresql+psycopg://{host}/{database}{way}"


def database_of(folder: Path) -> Path | str:
    """Where a test's store lies: a file, or a database of its own on the server that the environment names."""
    server = os.environ.get(SERVER)
    if server is None:
        return folder / "inbox.db"
    name = "t" + sha256(bytes(folder)).hexdigest()[:24]
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
            connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def running(address: str = "127.0.0.1", port: int = 0) -> Iterator[Server]:
    """Lay out a cluster as deploy/compose.yaml does and run it. Skips the test where no PostgreSQL is installed."""
    programs = _programs()
    folder = Path(mkdtemp(prefix="raabta-postgresql-", dir="/var/tmp"))
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name  # it refuses to run as root
    shutil.chown(folder, user)
    layout = ["--auth-local=trust", "--auth-host=scram-sha-256", "--data-checksums", "--username=postgres"]
    server = Server(port or free_port(), folder, address)
    options = f"-c listen_addresses={address} -c port={server.port} -c unix_socket_directories={folder} -c fsync=off"
    data = ["--pgdata", str(folder / "data")]
    try:
        _run([str(programs / "initdb"), *data, *layout], user)
        _run(
            [str(programs / "pg_ctl"), *data, "--wait", "--log", str(folder / "log"), "--options", options, "start"],
            user,
        )
        try:
            yield server
        finally:
            _run([str(programs / "pg_ctl"), *data, "--mode=immediate", "stop"], user)
    finally:
        shutil.rmtree(folder)


def _programs() -> Path:
    """The folder of `initdb` and `pg_ctl`; Debian keeps them off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        skip_or_fail("postgresql", "no `initdb` here: apt-get install postgresql")
    return found[-1].parent if found else Path(str(on_path)).parent


def _run(command: list[str], user: str) -> None:
    as_user = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/", check=False, **as_user)  # type: ignore[call-overload]
    assert done.returncode == 0, done.stderr
