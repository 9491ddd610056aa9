"""The plan, without a cluster: what is to be done, and what is nobody's business."""

from dataclasses import replace

import pytest

from deploy.access.desired import desired
from deploy.access.plan import Quota, TopicConfig, User, plan
from deploy.access.state import Acl, State, Topic
from deploy.composition import Composition, compose
from deploy.settings import DeploySettings
from schemas.errors import Misconfigured

EVENTS = "raabta.events.air-nilkanth"


@pytest.fixture(scope="module")
def composition() -> Composition:
    return compose(DeploySettings())


@pytest.fixture(scope="module")
def wanted(composition: Composition) -> State:
    return desired(composition)


def planned(wanted: State, there: State, known: frozenset[str] = frozenset()) -> list[str]:
    return [str(change) for change in plan(wanted, there, prefix="raabta", known=known).changes]


def test_a_cluster_that_is_as_wanted_has_nothing_to_change(wanted: State) -> None:
    found = plan(wanted, wanted, prefix="raabta")
    assert (found.changes, found.findings) == ((), ())


def test_what_is_done_and_done_again_is_nothing(wanted: State) -> None:
    first = plan(wanted, State(), prefix="raabta").changes
    assert {type(change.subject) for change in first} == {Topic, User, Acl, Quota}
    assert len(first) == len(wanted.topics) + len(wanted.users) + len(wanted.acls) + len(wanted.quotas)


def test_rights_are_taken_before_any_is_given(wanted: State) -> None:
    leak = Acl("mallory", "topic", EVENTS, False, "Read")
    found = planned(wanted, State(acls=frozenset({leak})))
    assert found[0] == (
        f"delete  ACL mallory may Read topic {EVENTS}  (a right on our topic that the configuration does not grant)"
    )


@pytest.mark.parametrize(
    "foreign",
    [
        Acl("billing", "topic", "billing.invoices", False, "Write"),
        Acl("billing", "group", "billing", True, "Read"),
        Acl("raab", "topic", "raabtax.events", False, "Read"),
    ],
)
def test_rights_of_others_on_their_own_things_are_left_alone(wanted: State, foreign: Acl) -> None:
    there = replace(wanted, acls=wanted.acls | {foreign}, users=wanted.users | {"billing"})
    found = plan(wanted, there, prefix="raabta")
    assert (found.changes, found.findings) == ((), ())


@pytest.mark.parametrize("name", ["*", "raab"])
def test_a_wide_right_of_another_that_covers_our_topics_is_a_finding(wanted: State, name: str) -> None:
    wide = Acl("billing", "topic", name, name != "*", "Read")
    found = plan(wanted, replace(wanted, acls=wanted.acls | {wide}), prefix="raabta")
    assert found.changes == ()
    assert [one.problem for one in found.findings] == ["it covers topics of Raabta"]


def test_a_denial_that_stops_a_partner_is_taken_away(wanted: State) -> None:
    denial = Acl("air-nilkanth", "topic", EVENTS, False, "Write", allow=False)
    assert planned(wanted, replace(wanted, acls=wanted.acls | {denial})) == [
        f"delete  ACL air-nilkanth must not Write topic {EVENTS}  (the configuration does not grant it)"
    ]


def test_who_left_the_configuration_loses_user_rights_and_quota_but_no_topic(wanted: State) -> None:
    topic = Topic("raabta.events.gone", 4, 1, {})
    right = Acl("gone", "topic", "raabta.events.gone", False, "Write")
    there = replace(
        wanted,
        topics={**wanted.topics, topic.name: topic},
        users=wanted.users | {"gone"},
        acls=wanted.acls | {right},
        quotas={**wanted.quotas, "gone": {"producer_byte_rate": 1.0}},
    )
    found = plan(wanted, there, prefix="raabta", known=frozenset({"gone"}))
    assert [(one.action, one.said) for one in found.changes] == [
        ("delete", f"ACL {right}"),
        ("delete", "quota gone: producer_byte_rate=none"),
        ("delete", "user gone"),
    ]
    assert [one.what for one in found.findings] == ["topic raabta.events.gone"]


def test_settings_that_drifted_are_set_and_those_not_wanted_are_reset(wanted: State) -> None:
    topic = wanted.topics["raabta.state.intake"]
    drifted = topic._replace(config={**topic.config, "cleanup.policy": "delete", "retention.ms": "1000"})
    there = replace(wanted, topics={**wanted.topics, topic.name: drifted})
    change = plan(wanted, there, prefix="raabta").changes[0]
    assert change.subject == TopicConfig(topic.name, (("cleanup.policy", "compact"),), ("retention.ms",))
    assert change.reason == "it has cleanup.policy=delete, retention.ms=1000"


def test_other_partitions_or_copies_are_never_changed_but_named_with_the_mend(wanted: State) -> None:
    topic = wanted.topics[EVENTS]._replace(partitions=9, replication=2)
    found = plan(wanted, replace(wanted, topics={**wanted.topics, EVENTS: topic}), prefix="raabta")
    assert found.changes == ()
    assert [one.problem for one in found.findings] == [
        "it has 9 partitions, 4 are wanted",
        "it has 2 copies, 1 are wanted",
    ]


def test_one_copy_may_be_away_and_no_acknowledged_record_is_lost(composition: Composition) -> None:
    three = desired(replace(composition, replication=3))
    assert {topic.config["min.insync.replicas"] for topic in three.topics.values()} == {"2"}


@pytest.mark.parametrize("name", ["admin", "node", "raabta-streams"])
def test_no_partner_may_take_a_name_of_the_house(composition: Composition, name: str) -> None:
    partner = composition.partners.partners["air-sahil"].model_copy(update={"id": name})
    table = composition.partners.model_copy(update={"partners": {name: partner}})
    with pytest.raises(Misconfigured, match=rf"partners.toml: \[partners.{name}\]: this name is one of Raabta's own"):
        desired(replace(composition, partners=table))


def test_no_partner_may_be_called_as_an_inbox_for_it_would_get_its_rights(composition: Composition) -> None:
    partner = composition.partners.partners["air-sahil"].model_copy(update={"id": "fia-hq"})
    table = composition.partners.model_copy(update={"partners": {"fia-hq": partner}})
    with pytest.raises(Misconfigured, match=r"an inbox in routes.toml has the same name"):
        desired(replace(composition, partners=table))
