"""What only the composition root reads from the environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from schemas.settings import FromEnvironment

HERE = Path(__file__).parent


class DeploySettings(FromEnvironment):
    """Where the configuration lies and how the topics are cut."""

    model_config = SettingsConfigDict(env_prefix="RAABTA_", frozen=True, extra="ignore")

    config: Path = HERE
    """Folder with partners.toml, routes.toml, rules.toml, and retention.toml if ours does not do."""
    topic_prefix: str = Field("raabta", pattern=r"^[a-z][a-z0-9.-]{0,40}$")
    partitions: int = Field(4, ge=1, le=512)
    """Of every topic; the number of workers should divide it."""
    replication: int = Field(1, ge=1, le=7)
    metrics_host: str = "127.0.0.1"
    """Where `/metrics` and `/healthz` listen: loopback, since metrics name partners; `0.0.0.0` in a container of its own."""
