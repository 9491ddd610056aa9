"""plan, apply and verify on a real Kafka."""

from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourcePatternType,
    ResourceType,
)

from schemas.errors import Misconfigured, Refused
from tests.deploy.access.making import House


def test_apply_makes_all_that_the_plan_showed_and_a_second_time_nothing(house: House) -> None:
    shown = house.run("plan").output
    assert f"create  user {house.air}  (it has no credential)" in shown
    assert f"create  ACL {house.air} may Write topic t{house.mark}.events.{house.air}  (it is missing)" in shown
    assert house.run("verify").exit_code == 1
    house.apply()
    verified = house.run("verify")
    assert verified.exit_code == 0, verified.output
    assert house.apply().output == "the cluster is as the configuration wants it\n"


def test_a_new_password_is_in_one_file_of_its_owner_and_nowhere_else(house: House) -> None:
    output = house.apply().output
    file = house.credentials / f"{house.air}.env"
    fields = dict(line.split("=", 1) for line in file.read_text().splitlines())
    assert file.stat().st_mode & 0o777 == 0o600
    assert fields["RAABTA_SASL_USERNAME"] == house.air
    assert fields["RAABTA_SASL_PASSWORD"] not in output
    assert house.settings.sasl_password.get_secret_value() not in file.read_text()


def test_nothing_changes_when_there_is_no_place_for_the_new_passwords(house: House) -> None:
    done = house.run("apply", "--yes")
    assert isinstance(done.exception, Misconfigured)
    assert str(done.exception).startswith("--credentials: ")
    assert not house.office().admin.list_topics(timeout=10.0).topics.keys() & {f"t{house.mark}.alerts"}


def test_nothing_changes_when_the_answer_is_no(house: House) -> None:
    before = house.office().plan()
    done = house.run("apply", "--credentials", str(house.credentials), answer="n\n")
    assert isinstance(done.exception, Refused)
    assert house.office().plan() == before


def test_verify_names_what_was_changed_by_hand_and_apply_mends_it(house: House) -> None:
    house.apply()
    topic = f"t{house.mark}.events.{house.air}"
    mine = AclBinding(
        ResourceType.TOPIC,
        topic,
        ResourcePatternType.LITERAL,
        f"User:{house.air}",
        "*",
        AclOperation.WRITE,
        AclPermissionType.ALLOW,
    )
    theirs = AclBinding(
        ResourceType.TOPIC,
        topic,
        ResourcePatternType.LITERAL,
        "User:mallory",
        "*",
        AclOperation.READ,
        AclPermissionType.ALLOW,
    )
    admin = house.admin
    longer = ConfigEntry("retention.ms", "1000", incremental_operation=AlterConfigOpType.SET)
    resource = ConfigResource(ResourceType.TOPIC, topic, incremental_configs=[longer])
    for future in (
        *admin.delete_acls([_filter(mine)]).values(),
        *admin.create_acls([theirs]).values(),
        *admin.incremental_alter_configs([resource]).values(),
    ):
        future.result(10.0)
    found = house.run("verify")
    assert found.exit_code == 1
    lines = found.output.splitlines()
    assert lines == [
        f"delete  ACL mallory may Read topic {topic}  (a right on our topic that the configuration does not grant)",
        f"alter   topic {topic}: retention.ms={400 * 86_400_000}  (it has retention.ms=1000)",
        f"create  ACL {house.air} may Write topic {topic}  (it is missing)",
    ]
    house.apply()
    assert house.run("verify").exit_code == 0


def _filter(binding: AclBinding) -> AclBindingFilter:
    return AclBindingFilter(
        binding.restype,
        binding.name,
        binding.resource_pattern_type,
        binding.principal,
        binding.host,
        binding.operation,
        binding.permission_type,
    )
