"""How long each kind is kept is configured, reaches every topic, and every number has its reason."""

from pathlib import Path

import pytest

from deploy.composition import compose
from deploy.retention import FILE, load_retention
from deploy.settings import HERE, DeploySettings
from deploy.topics import OVERSTAY, topic_config
from schemas.errors import Misconfigured
from schemas.retention import Retention

DAY = 86_400_000


def changed(folder: Path, old: str, new: str) -> Path:
    text = (HERE / FILE).read_text()
    assert old in text
    (folder / FILE).write_text(text.replace(old, new, 1))
    return folder


def test_every_topic_has_a_limit_or_is_compacted() -> None:
    for spec in compose(DeploySettings()).topic_specs():
        config = topic_config(spec)
        assert spec.compact or int(config["retention.ms"]) >= DAY, spec.name


def test_a_number_of_the_file_is_the_number_of_its_topics() -> None:
    retention = load_retention(HERE)
    specs = {spec.name: topic_config(spec) for spec in compose(DeploySettings()).topic_specs()}
    for name, kept in {
        "raabta.events.air-nilkanth": retention.events,
        "raabta.sightings": retention.sightings,
        "raabta.alerts": retention.alerts,
        "raabta.dispositions": retention.dispositions,
        "raabta.inbox.fia-hq": retention.inboxes,
        "raabta.receipts": retention.receipts,
        "raabta.rejects.air-nilkanth": retention.rejects,
        "raabta.rejects": retention.rejects,
    }.items():
        assert int(specs[name]["retention.ms"]) == kept.days * DAY, name
        assert int(specs[name]["segment.ms"]) * OVERSTAY == kept.days * DAY
    work = specs["raabta.reject-work.air-nilkanth"]
    assert (work["cleanup.policy"], work["retention.ms"]) == ("compact,delete", str(retention.rejects.days * DAY))


def test_a_folder_without_the_file_has_ours(tmp_path: Path) -> None:
    assert load_retention(tmp_path) == load_retention(HERE)


def test_every_kind_of_record_has_its_reason() -> None:
    for name in Retention.model_fields:
        assert len(getattr(load_retention(HERE), name).why) >= 10


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("days = 400", "days = 3", "greater than or equal to 7"),
        ("days = 400", 'days = "400"', "data.*|wrong_type"),
        ("[sightings]", "[sigthings]", "sightings|sigthings"),
        ("days = 730", "days = 10", "keep it at least as long as inboxes"),
    ],
)
def test_a_wrong_number_is_refused_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(Misconfigured, match=said) as refused:
        load_retention(changed(tmp_path, old, new))
    assert refused.value.where.startswith(f"{tmp_path / FILE}:")
