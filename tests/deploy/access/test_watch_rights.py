"""The watch does all its work on the real Kafka with its own credentials and no more."""

import time
from pathlib import Path

from deploy.access.rights import principals
from deploy.children import children, wait_for
from deploy.embedded import free_port
from deploy.scrape import Samples, scrape, total
from tests.deploy.access.making import House


def _stages(samples: Samples) -> set[str]:
    return {dict(labels)["stage"] for name, labels in samples if name == "raabta_state_topic_records"}


def test_canaries_passwords_and_certificates_are_watched_with_the_rights_of_the_watch(
    house: House, tmp_path: Path
) -> None:
    house.apply()
    logins, prefix, port = house.office().logins(), f"t{house.mark}", free_port()
    with children(tmp_path / "logs", {}) as family:
        family.environment = logins[f"{prefix}-streams"].environment()
        worker = family.start("worker", "stream")
        family.environment = logins[f"{prefix}-watch"].environment()
        watch = family.start("watch", "watch", port=port, every=3)
        came = wait_for(lambda: total(scrape(port), "raabta_canary_seconds_count") >= 2 or not watch.alive(), 90.0)
        said = (worker.log.read_text(), watch.log.read_text())
        assert came, said
        assert watch.alive(), said
        stages = {stage.name for stage in house.composition.stages()}
        counted = wait_for(lambda: _stages(scrape(port)) == stages, 30.0)  # state topics were read, however full
        assert counted, watch.log.read_text()
        samples = scrape(port)
    ends = {
        (dict(labels)["kind"], dict(labels)["principal"]): value
        for (name, labels), value in samples.items()
        if name == "raabta_credential_expires_timestamp_seconds"
    }
    days = {key: (value - time.time()) / 86_400 for key, value in ends.items()}
    assert {name for kind, name in days if kind == "scram"} == set(principals(house.composition))
    assert all(89 < left <= 90 for (kind, _), left in days.items() if kind == "scram")
    assert [left > 0 for (kind, _), left in days.items() if kind == "tls"] == [True]
