"""The negative table: every principal tries everything it must not, on a real Kafka."""

import orjson
from confluent_kafka.admin import (
    AclBinding,
    AclOperation,
    AclPermissionType,
    ResourcePatternType,
    ResourceType,
)

from deploy.access.matrix import Cell, granted, table
from tests.deploy.access.making import House


def test_every_attempt_that_is_not_granted_is_refused_and_every_granted_one_passes(house: House) -> None:
    house.apply()
    done = house.run("matrix", "--try", "--json", "--credentials", str(house.credentials))
    assert done.exit_code == 0, done.output
    figures = orjson.loads(done.output)
    cells = granted(house.composition)
    assert figures["tried"] == len(cells)
    assert figures["refused"] == sum(not may for may in cells.values())
    assert figures["wrong"] == []
    assert {cell.principal for cell in cells} == house.office().wanted().users
    assert len({cell.name for cell in cells if cell.kind == "topic"}) == len(house.composition.topic_specs())


def test_a_right_too_many_is_named_by_its_cell(house: House) -> None:
    house.apply()
    topic = f"t{house.mark}.inbox.fia-{house.mark}"
    leak = AclBinding(
        ResourceType.TOPIC,
        topic,
        ResourcePatternType.LITERAL,
        f"User:ngo-{house.mark}",
        "*",
        AclOperation.READ,
        AclPermissionType.ALLOW,
    )
    house.admin.create_acls([leak])[leak].result(10.0)
    done = house.run("matrix", "--try", "--credentials", str(house.credentials))
    assert done.exit_code == 1
    wrong = [line for line in done.output.splitlines() if line.startswith("WRONG")]
    assert wrong == [
        f"WRONG: ngo-{house.mark} Read topic {topic} was let pass",
        f"WRONG: ngo-{house.mark} Describe topic {topic} was let pass",
    ]


def test_the_table_shows_each_principal_its_own_topics_only() -> None:
    cells = {
        Cell("air", "topic", "raabta.events.air", "Write"): True,
        Cell("air", "topic", "raabta.events.air", "Describe"): True,
        Cell("air", "topic", "raabta.events.bank", "Write"): False,
    }
    lines = table(cells).splitlines()
    assert lines[3].split() == ["topic", "raabta.events.air", "wd"]
    assert lines[4].split() == ["topic", "raabta.events.bank", "."]
