"""retention.toml: how long each kind of record is kept."""

from pathlib import Path

from deploy.configfile import read_toml, validated
from deploy.settings import HERE
from schemas.retention import Retention

FILE = "retention.toml"


def retention_file(config: Path) -> Path:
    """The one in this folder of configuration, or ours where it has none: nothing is ever kept without a limit."""
    own = config / FILE
    return own if own.is_file() else HERE / FILE


def load_retention(config: Path) -> Retention:
    """How long each kind is kept. Raises Misconfigured naming file, line and mend."""
    path = retention_file(config)
    data, text = read_toml(path)
    return validated(Retention, data, path, text)
