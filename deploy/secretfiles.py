"""The folder of secrets that deploy/compose.yaml mounts. What is there stays, so that a new inbox adds its files alone.

The folder is for its owner only (0700); a file in it is readable (0644), since compose mounts it as it is and every
container has a user of its own. But for the FIA's private key, which opens identities and is its reader's alone (0600).
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consumers.keyfile import save_private_key
from consumers.unseal import new_sealing_pair
from deploy.access.credentials import secret_name
from deploy.access.rights import principals
from deploy.composition import Composition
from deploy.kafka.cluster import new_cluster_id
from deploy.kafka.properties import NODE_USER, SUPER_USER
from deploy.kafka.scram import new_password, salted
from deploy.kafka.tls import Authority
from producers.protect.keyfile import save_public_key

BROKERS = 3
CERTIFICATES_VALID = timedelta(days=730)
"""Renew them before: `raabta secrets --renew-certificates`, then restart the brokers and their clients."""
CERTIFICATES = ("ca.pem", *(f"node-{number}.pem" for number in range(1, BROKERS + 1)))
FIA_KEY, FIA_PUBLIC = "fia_key", "fia_key.public.json"
READABLE = 0o644
IMAGE_USER = 10001
"""Of deploy/Dockerfile. Who is not root cannot give a file to it: then the containers run as the folder's owner."""


def fill(folder: Path, composition: Composition, *, renew_certificates: bool = False) -> list[str]:
    """Make the files that are missing, all certificates anew if asked to, and name what was made.

    Raises Misconfigured when a half of the FIA's key pair is missing, OSError when the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = [name for name, text in _texts(folder, composition) if _write(folder / name, text)]
    if renew_certificates or any(not (folder / name).exists() for name in CERTIFICATES):
        made += _certificates(folder)
    if not (folder / FIA_KEY).exists():
        made += _sealing_pair(folder)
    return sorted(made)


def _texts(folder: Path, composition: Composition) -> Iterator[tuple[str, str]]:
    """Name and fresh content of every small file; one that is there keeps its own content."""
    yield "cluster.env", f"CLUSTER_ID={new_cluster_id()}\nRAABTA_USER={_reader()}:{_reader()}\n"
    for principal in (SUPER_USER, *principals(composition)):
        yield secret_name(principal), new_password()
    for name in ("postgres_password", "grafana_password"):
        yield name, new_password()
    yield "smtp_password", ""  # the mail server's, not ours to make
    for inbox in composition.routes.inboxes:
        yield f"store_{inbox}", f"postgresql+psycopg://{inbox}:{new_password()}@postgres:5432/{inbox}"
    # Last, so that the password it salts is there.
    password = (folder / secret_name(SUPER_USER)).read_text(encoding="utf-8")
    yield "admin.scram", salted(SUPER_USER, password)


def _write(path: Path, text: str) -> bool:
    """True if the file was not there."""
    if path.exists():
        return False
    path.write_text(text, encoding="utf-8")
    path.chmod(READABLE)
    return True


def _certificates(folder: Path) -> list[str]:
    """A new authority signs all; its key is forgotten, so that nobody can sign another one."""
    authority = Authority.new(valid=CERTIFICATES_VALID)
    until = datetime.now(UTC) + CERTIFICATES_VALID
    authority.save(folder / "ca.pem")
    for number in range(1, BROKERS + 1):
        authority.issue(NODE_USER, folder / f"node-{number}.pem", hosts=[f"kafka-{number}"], until=until)
    for name in CERTIFICATES:
        (folder / name).chmod(READABLE)
    return list(CERTIFICATES)


def _sealing_pair(folder: Path) -> list[str]:
    private, public, name = new_sealing_pair("")
    save_public_key(folder / FIA_PUBLIC, public, name)
    save_private_key(folder / FIA_KEY, private, name)
    if os.geteuid() != _reader():
        os.chown(folder / FIA_KEY, _reader(), _reader())
    return [FIA_KEY, FIA_PUBLIC]


def _reader() -> int:
    """The user, and group, whom the containers of this image run as."""
    return os.geteuid() or IMAGE_USER
