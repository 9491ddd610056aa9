"""Two applies at once, a cluster that moves under a plan, partners that leave, and passwords that are renewed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.access.credentials import Passwords
from deploy.access.line import line
from deploy.access.lock import BUSY, alone
from deploy.access.office import CHANGED, Office
from deploy.access.plan import Quota
from deploy.access.quotas import set_quotas
from deploy.access.register import VALID
from schemas.errors import Misconfigured, RaabtaError, Refused
from schemas.settings import KafkaSettings
from tests.deploy.access.making import House

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def test_of_two_applies_at_once_one_does_all_and_the_other_says_why_it_did_nothing(house: House) -> None:
    both = [house.office(), house.office()]
    plans = [one.plan() for one in both]

    def outcome(number: int) -> str:
        try:
            both[number].apply(plans[number], NOW)
        except RaabtaError as error:
            return str(error)
        return "done"

    with ThreadPoolExecutor(2) as pool:
        said = set(pool.map(outcome, (0, 1)))
    assert said in ({"done", BUSY}, {"done", CHANGED})
    assert house.run("verify").exit_code == 0


def test_who_comes_while_another_is_at_work_changes_nothing(house: House) -> None:
    house.apply()
    topics = house.composition.topics
    set_quotas(house.settings, [Quota(house.air, (("producer_byte_rate", None),))])
    office = house.office()
    shown = office.plan()
    with (
        alone(house.settings, topics.credentials, f"{topics.prefix}-access"),
        pytest.raises(Refused, match="another `raabta access apply` is at work"),
    ):
        office.apply(shown, NOW, waits=3.0)
    assert office.plan() == shown
    office.apply(shown, NOW)  # and when the other has gone, it is this one's turn
    assert office.plan().changes == ()


def test_a_plan_that_no_longer_fits_is_not_applied(house: House) -> None:
    house.apply()
    set_quotas(house.settings, [Quota(house.air, (("producer_byte_rate", None),))])
    shown = house.office().plan()
    assert [str(one) for one in shown.changes] == [
        f"alter   quota {house.air}: producer_byte_rate=4194304  "
        "(it has consumer_byte_rate=4194304, request_percentage=100)"
    ]
    set_quotas(house.settings, [Quota(house.air, (("producer_byte_rate", 9.0),))])
    with pytest.raises(Refused, match="the cluster was changed since this plan was shown"):
        house.office().apply(shown, NOW)


def test_the_register_says_when_each_password_was_made_and_no_secret(house: House) -> None:
    office = house.office()
    office.apply(office.plan(), NOW)
    register = office.register(office.present())
    assert set(register) == set(office.wanted().users)
    assert (register[house.air].created, register[house.air].expires) == (NOW, NOW + VALID)
    assert set(type(register[house.air]).model_fields) == {"principal", "kind", "created", "expires"}


def test_a_partner_taken_out_of_the_file_is_out_of_the_cluster_and_its_topic_stays(house: House) -> None:
    house.apply()
    login = house.office().logins()[house.air]
    file = house.config / "partners.toml"
    file.write_text(file.read_text().replace(f"air-{house.mark}", f"oep-{house.mark}"))
    done = house.run("apply", "--yes", "--credentials", str(house.credentials))
    assert done.exit_code == 0, done.output
    assert f"delete  user {house.air}" in done.output
    with pytest.raises(Misconfigured, match="does not know this user or password"), line(login):
        pass
    after = house.now()
    left = after.plan()
    assert left.changes == ()
    assert f"topic t{house.mark}.events.{house.air}" in {one.what for one in left.findings}
    assert all(one.what.endswith(f".{house.air}") for one in left.findings)
    assert house.air not in after.register(after.present())


def test_a_renewed_password_replaces_the_old_one_and_its_file_is_written_once(house: House, tmp_path: Path) -> None:
    house.apply()
    old = house.office().logins()[house.air]
    renewed = tmp_path / "renewed"
    assert house.run("rotate", house.air, "--credentials", str(renewed)).exit_code == 0
    office = Office(house.composition, house.settings, Passwords(house.settings, renewed))
    with line(office.logins()[house.air]):
        pass
    with pytest.raises(Misconfigured, match="RAABTA_SASL_PASSWORD: the cluster does not know"), line(old):
        pass
    assert office.register(office.present())[house.air].created > datetime.now(UTC) - timedelta(minutes=1)
    again = house.run("rotate", house.air, "--credentials", str(renewed))
    assert isinstance(again.exception, Misconfigured)
    assert "this file is there already" in str(again.exception)
    assert house.run("verify").exit_code == 0


def test_passwords_that_were_made_elsewhere_are_taken_from_their_files(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    for name in house.office().wanted().users:
        (secrets / f"{name}_password").write_text(f"made-for-{name}\n")
    monkeypatch.setenv("RAABTA_SECRETS", str(secrets))
    assert house.run("apply", "--yes").exit_code == 0
    given = house.settings.model_copy(update={"sasl_username": house.air})
    with line(KafkaSettings.model_validate({**given.model_dump(), "sasl_password": f"made-for-{house.air}"})):
        pass
