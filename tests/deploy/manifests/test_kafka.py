"""Strimzi is told exactly what `raabta access` would do: each topic, each principal, each right."""

import re
from pathlib import Path

from deploy.access.desired import desired
from deploy.access.state import Acl
from deploy.composition import Composition
from deploy.manifests.manifest import Manifest
from tests.deploy.manifests.documents import of_kind


def test_every_topic_has_the_partitions_copies_and_settings_that_access_would_give_it(
    composition: Composition, manifests: list[Manifest]
) -> None:
    told = {
        one["metadata"]["name"]: (
            one["spec"]["partitions"],
            one["spec"]["replicas"],
            {name: str(value) for name, value in one["spec"]["config"].items()},
        )
        for one in of_kind(manifests, "KafkaTopic")
    }
    wanted = desired(composition).topics.values()
    assert told == {topic.name: (topic.partitions, topic.replication, dict(topic.config)) for topic in wanted}


def test_every_principal_has_the_rights_that_access_would_give_it_and_no_more(
    composition: Composition, manifests: list[Manifest]
) -> None:
    told = {
        Acl(
            user["metadata"]["name"],
            acl["resource"]["type"],
            acl["resource"]["name"],
            acl["resource"]["patternType"] == "prefix",
            operation,
        )
        for user in of_kind(manifests, "KafkaUser")
        for acl in user["spec"]["authorization"]["acls"]
        for operation in acl["operations"]
    }
    assert told == desired(composition).acls


def test_every_user_has_the_quota_that_access_would_give_it(
    composition: Composition, manifests: list[Manifest]
) -> None:
    told = {
        one["metadata"]["name"]: one["spec"]["quotas"]
        for one in of_kind(manifests, "KafkaUser")
        if "quotas" in one["spec"]
    }
    wanted = {
        name: {
            "producerByteRate": limits["producer_byte_rate"],
            "consumerByteRate": limits["consumer_byte_rate"],
            "requestPercentage": limits["request_percentage"],
        }
        for name, limits in desired(composition).quotas.items()
    }
    assert told == wanted
    assert {*composition.partners.partners, *composition.routes.inboxes} == told.keys()


def test_every_user_proves_itself_by_scram(manifests: list[Manifest], composition: Composition) -> None:
    users = {one["metadata"]["name"]: one["spec"]["authentication"] for one in of_kind(manifests, "KafkaUser")}
    assert users == {name: {"type": "scram-sha-512"} for name in desired(composition).users}


def test_a_pod_signs_in_as_a_user_that_exists_with_that_users_password(manifests: list[Manifest]) -> None:
    users = {one["metadata"]["name"] for one in of_kind(manifests, "KafkaUser")}
    for workload in of_kind(manifests, "Deployment"):
        pod = workload["spec"]["template"]["spec"]
        (name,) = [one["value"] for one in pod["containers"][0]["env"] if one["name"] == "RAABTA_SASL_USERNAME"]
        (secrets,) = [one["projected"]["sources"] for one in pod["volumes"] if "projected" in one]
        files = {item["path"]: source["secret"]["name"] for source in secrets for item in source["secret"]["items"]}
        assert name in users
        assert files["raabta_sasl_password"] == name


def test_every_secret_that_a_pod_needs_is_strimzis_or_its_making_is_documented(manifests: list[Manifest]) -> None:
    made = {one["metadata"]["name"] for one in of_kind(manifests, "KafkaUser")} | {"raabta-cluster-ca-cert"}
    text = Path("docs/deployment.md").read_text(encoding="utf-8")
    documented = {
        name: set(re.findall(r"--from-file=(\w+)=", keys))
        for name, keys in re.findall(r"create secret generic (\S+) (.+)", text)
    }
    for workload in of_kind(manifests, "Deployment", "StatefulSet"):
        volumes = workload["spec"]["template"]["spec"]["volumes"]
        for source in (one["secret"] for volume in volumes for one in volume.get("projected", {}).get("sources", ())):
            assert source["name"] in made | documented.keys(), source["name"]
            if source["name"] in documented.keys() - {"raabta-stores"}:  # a key an inbox, from a loop over files
                assert {item["key"] for item in source["items"]} <= documented[source["name"]]


def test_workers_never_outnumber_the_partitions(composition: Composition, manifests: list[Manifest]) -> None:
    (scaled,) = of_kind(manifests, "ScaledObject")
    assert 1 <= scaled["spec"]["minReplicaCount"] <= scaled["spec"]["maxReplicaCount"] == composition.partitions


def test_the_lag_of_every_topic_that_the_workers_read_counts(
    composition: Composition, manifests: list[Manifest]
) -> None:
    (scaled,) = of_kind(manifests, "ScaledObject")
    read = {topic for stage in composition.stages() for topic in stage.topics}
    assert {trigger["metadata"]["topic"] for trigger in scaled["spec"]["triggers"]} == read
