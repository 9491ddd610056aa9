"""Passwords on their way to their owners: each is made once and lies in one file, which only its owner can read."""

import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from deploy.kafka.scram import new_password
from schemas.errors import Misconfigured
from schemas.settings import KafkaSettings

NEW, GIVEN = "new", "given"


def secret_name(principal: str) -> str:
    """The file of a principal's password in a mounted folder of secrets, as deploy/compose.yaml names it."""
    return f"{principal.removeprefix('raabta-')}_password"


@dataclass(frozen=True)
class Passwords:
    """Where the passwords of new users come from and go to."""

    settings: KafkaSettings
    """How the cluster is reached: it goes into each user's file, all but the password of whoever applies."""
    folder: Path | None = None
    """Takes a `<principal>.env` for each password that is made here."""
    secrets: Path | None = None
    """Holds a `<principal>_password` for each password that was made elsewhere (compose, Kubernetes)."""

    def check(self, principals: list[str]) -> None:
        """Raise Misconfigured, before anything changes, when some of these would have no place for a password."""
        homeless = [name for name in principals if self.folder is None and self._given(name) is None]
        if homeless:
            names = ", ".join(homeless[:3]) + (f" and {len(homeless) - 3} more" if len(homeless) > 3 else "")
            raise Misconfigured("--credentials", f"{names} will need a password", "name a folder for the new passwords")

    def of(self, principal: str) -> SecretStr:
        """The password of a user that is about to be made; a new one is on disk before the cluster knows it.

        A file that is there already is taken: an earlier apply wrote it and was cut short.
        Raises Misconfigured when there is no place, or the file holds no password.
        """
        given = self._given(principal)
        if given is not None:
            return given
        path = self.path(principal)
        if path.exists():
            return _read(path)
        password = SecretStr(new_password())
        self.write(principal, password)
        return password

    def renewed(self, principal: str) -> SecretStr:
        """A new password for a user that has one, written beside nothing: a file that is there is never overwritten.

        Where passwords are made elsewhere, the one that lies there now. Raises Misconfigured as `write` does.
        """
        given = self._given(principal)
        if given is not None:
            return given
        password = SecretStr(new_password())
        self.write(principal, password)
        return password

    def known(self, principal: str) -> SecretStr | None:
        """The password of a user that exists, if it still lies in one of the two folders."""
        path = self.folder / f"{principal}.env" if self.folder else None
        return self._given(principal) or (_read(path) if path and path.exists() else None)

    def path(self, principal: str) -> Path:
        """The file for this principal. Raises Misconfigured when no folder is named."""
        if self.folder is None:
            raise Misconfigured("--credentials", f"{principal} needs a password", "name a folder for the new passwords")
        return self.folder / f"{principal}.env"

    def write(self, principal: str, password: SecretStr) -> Path:
        """Write the settings of one principal, mode 0600. Raises Misconfigured when the file exists."""
        path = self.path(principal)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = self.settings.model_copy(update={"sasl_username": principal, "sasl_password": password})
        try:
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            mend = "it was written once; hand it over and delete it, or name another folder"
            raise Misconfigured(str(path), "this file is there already", mend) from None
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{name}={value}\n" for name, value in _for_others(settings).items())
            file.flush()
            os.fsync(file.fileno())
        return path

    def _given(self, principal: str) -> SecretStr | None:
        file = self.secrets / secret_name(principal) if self.secrets else None
        if file is None or not file.is_file():
            return None
        text = file.read_text(encoding="utf-8").strip()
        if not text:
            raise Misconfigured(str(file), "the password is empty", "write it again, or take the file away")
        return SecretStr(text)


def _for_others(settings: KafkaSettings) -> dict[str, str]:
    """Without the client certificate of whoever applies, and with the authority's file by its bare name."""
    found = settings.model_copy(update={"ssl_certificate": None, "ssl_key": None}).environment()
    if settings.ssl_ca is not None:
        found["RAABTA_SSL_CA"] = settings.ssl_ca.name
    return found


def _read(path: Path) -> SecretStr:
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition("=")
        if name == "RAABTA_SASL_PASSWORD" and value:
            return SecretStr(value)
    raise Misconfigured(str(path), "it holds no RAABTA_SASL_PASSWORD", "delete it, so that a new one is made")
