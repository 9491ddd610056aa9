"""Onboarding: one entry in a file and one command, and the partner's first event is in."""

import orjson

from deploy.access.line import line
from deploy.access.probes import PROBES, refused
from schemas.errors import Misconfigured
from tests.deploy.access.making import House


def entry(house: House, name: str) -> None:
    with (house.config / "partners.toml").open("a") as file:
        file.write(f'[partners.{name}]\ntitle = "New of a test"\nsector = "recruiter"\n')


def test_one_entry_and_one_command_let_a_partner_in(house: House) -> None:
    house.apply()
    new = f"oep-{house.mark}"
    entry(house, new)
    words = ("onboard", new, "--yes", "--credentials", str(house.credentials), "--bootstrap", "kafka.example:9093")
    done = house.run(*words)
    assert done.exit_code == 0, done.output
    for said in (
        "kafka.example:9093",
        f"t{house.mark}.events.{new}",
        "token-k1.json",
        f"{house.credentials}/{new}.env",
    ):
        assert said in done.output
    login = house.now().logins()[new]
    assert login.sasl_password.get_secret_value() not in done.output
    with line(login) as broker:
        own, other = f"t{house.mark}.events.{new}", f"t{house.mark}.events.{house.air}"
        codes = PROBES["topic", "Write"](broker, [own, other])
    assert (refused(codes[own]), refused(codes[other])) == (False, True)
    assert house.run("verify").exit_code == 0  # also the workers, the ledger and the FIA may read it
    before = (house.credentials / f"{new}.env").read_text()
    again = house.run(*words)
    assert again.exit_code == 0
    assert "the cluster is as the configuration wants it" in again.output
    assert (house.credentials / f"{new}.env").read_text() == before


def test_onboarding_touches_nothing_but_the_one_partner(house: House) -> None:
    done = house.run("onboard", house.air, "--yes", "--credentials", str(house.credentials), "--json")
    assert done.exit_code == 0, done.output
    assert orjson.loads(done.output)["letter"]["writes"] == f"t{house.mark}.events.{house.air}"
    assert [path.name for path in house.credentials.iterdir()] == [f"{house.air}.env"]
    left = {change.said for change in house.now().plan().changes}
    assert f"user bank-{house.mark}" in left
    assert f"user {house.air}" not in left


def test_a_name_without_an_entry_is_told_where_to_write_it(house: House) -> None:
    done = house.run("onboard", "oep-nobody", "--yes", "--credentials", str(house.credentials))
    assert isinstance(done.exception, Misconfigured)
    assert str(done.exception) == (
        "partners.toml: there is no partner oep-nobody; write its entry [partners.oep-nobody] first"
    )
