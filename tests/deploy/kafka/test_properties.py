"""The configuration of a broker."""

from pathlib import Path

from deploy.kafka.properties import Ports, as_text, server_properties

THREE = [Ports(9000 + 10 * n, 9001 + 10 * n, 9002 + 10 * n, 9000 + 10 * n) for n in range(3)]


def test_nothing_is_allowed_that_no_acl_allows() -> None:
    found = server_properties(1, THREE, Path("one"), {})
    assert found["authorizer.class.name"].endswith("StandardAuthorizer")
    assert found["allow.everyone.if.no.acl.found"] == "false"
    assert found["auto.create.topics.enable"] == "false"
    assert "PLAINTEXT" not in found["listener.security.protocol.map"]


def test_three_brokers_acknowledge_with_two_and_elect_each_other() -> None:
    found = server_properties(2, THREE, Path("two"), {})
    assert (found["default.replication.factor"], found["min.insync.replicas"]) == ("3", "2")
    assert found["controller.quorum.voters"] == "1@127.0.0.1:9002,2@127.0.0.1:9012,3@127.0.0.1:9022"


def test_one_broker_alone_keeps_one_copy() -> None:
    found = server_properties(1, THREE[:1], Path("one"), {})
    assert (found["default.replication.factor"], found["min.insync.replicas"]) == ("1", "1")


def test_clients_can_be_told_another_port_than_the_one_listened_on() -> None:
    ports = [THREE[0]._replace(advertised=7)]
    found = server_properties(1, ports, Path("one"), {})
    assert found["listeners"].startswith("CLIENTS://127.0.0.1:9000,")
    assert found["advertised.listeners"].startswith("CLIENTS://127.0.0.1:7,")


def test_what_is_given_overrides() -> None:
    assert "min.insync.replicas=9\n" in as_text(server_properties(1, THREE, Path("one"), {"min.insync.replicas": "9"}))
