"""What partners take back reaches the officers: an alert that was delivered is revised, withdrawn, or moves to the right person."""

from collections.abc import Iterator

import pytest

from schemas.alert import Status
from schemas.settings import KafkaSettings
from schemas.view import View
from tests.integration.house import House, cnic, held, hired, house, passport, report, spoken_for

pytestmark = [pytest.mark.slow, pytest.mark.broker]


@pytest.fixture(scope="module")
def home(cluster_settings: KafkaSettings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for all tests; each tells of people of its own."""
    with house(cluster_settings, tmp_path_factory.mktemp("house")) as one:
        yield one


def signs(view: View) -> set[str]:
    """The signs that count in an alert."""
    assert view.alert is not None
    return {hit.indicator for hit in view.alert.hits if hit.counted is not None}


def test_an_alert_of_which_a_sign_is_taken_back_is_told_again_without_it(home: House) -> None:
    unaware = report("ob-10", "observation", "traveller", passport(10), 4, observations=["unaware-of-destination"])
    home.tell("oep-kohsar", hired(10, "rg-10"))
    home.tell("air-nilkanth", held(10, "ck-10"))
    home.tell("air-sahil", unaware)
    home.tell("bank-chinar", spoken_for(10, "ar-10"))
    home.rest()
    before = home.delivered("ar-10")[-1]
    assert signs(before) == {"a-obs-docs-held", "a-obs-unaware-dest", "b-obs-controlled"}

    home.tell("air-sahil", report("ob-11", "retraction", "traveller", passport(10), 5, corrects="ob-10"))
    home.rest()
    after = home.delivered("ar-10")[-1]
    assert (after.alert_id, after.status, after.version) == (before.alert_id, Status.OPEN, before.version + 1)
    assert signs(after) == {"a-obs-docs-held", "b-obs-controlled"}
    assert after.alert is not None
    assert not {ref.event for ref in after.alert.evidence} & {"ob-10", "ob-11"}
    assert f"(version {after.version})" in home.mail(after)["Subject"]


def test_an_alert_that_rested_on_what_is_replaced_is_withdrawn_from_the_inbox(home: House) -> None:
    home.tell("oep-kohsar", hired(20, "rg-20"))
    home.tell("air-nilkanth", held(20, "ck-20"))
    home.tell("bank-chinar", spoken_for(20, "ar-20"))
    home.rest()
    (before,) = {view.version: view for view in home.delivered("ar-20")}.values()
    assert before.status is Status.OPEN

    plain = report("ar-21", "account-review", "holder", cnic(20), 3, corrects="ar-20")
    home.tell("bank-chinar", plain)
    home.rest()
    after = home.delivered("ar-20")[-1]
    assert (after.alert_id, after.status, after.version) == (before.alert_id, Status.WITHDRAWN, before.version + 1)
    assert "What is left is not enough for an alert." in text_of(home, after)


def test_two_people_whom_a_typing_error_joined_are_parted_and_the_right_one_is_alerted(home: House) -> None:
    home.tell("oep-kohsar", hired(30, "rg-30", cnic_of=31))
    home.tell("air-nilkanth", held(30, "ck-30"))
    home.tell("bank-chinar", spoken_for(31, "ar-31"))
    home.rest()
    wrong = home.delivered("ar-31")[-1]
    assert (wrong.status, signs(wrong)) == (Status.OPEN, {"a-obs-docs-held", "b-obs-controlled"})
    home.tell("oep-kohsar", hired(30, "rg-32", corrects="rg-30"))
    home.tell("bank-deodar", spoken_for(30, "ar-30"))
    home.rest()
    assert home.delivered("ar-31")[-1].status is Status.WITHDRAWN
    right = home.delivered("ar-30")[-1]
    assert right.status is Status.OPEN
    assert right.alert_id != wrong.alert_id


def test_a_correction_that_comes_before_what_it_corrects_keeps_it_out(home: House) -> None:
    home.tell("oep-kohsar", hired(40, "rg-40"))
    home.tell("air-nilkanth", held(40, "ck-40"))
    home.tell("bank-chinar", report("ar-41", "retraction", "holder", cnic(40), 4, corrects="ar-40"))
    home.rest()
    kept_out, waiting = home.counted("kept_out"), home.counted("waiting")
    assert waiting >= 1
    home.tell("bank-chinar", spoken_for(40, "ar-40"))
    home.rest()
    assert home.counted("kept_out") > kept_out
    assert home.delivered("ck-40") == []


def test_a_correction_of_what_nobody_ever_sent_is_counted_and_the_line_moves(home: House) -> None:
    waiting = home.counted("waiting")
    home.tell("bank-chinar", report("ar-51", "retraction", "holder", cnic(50), 4, corrects="never-sent"))
    home.tell("bank-chinar", report("ar-52", "account-review", "holder", cnic(50), 4, corrects="never-sent-either"))
    found = home.rest()
    partitions = home.demo.composition.partitions
    assert home.counted("waiting") == waiting + 2 * partitions  # each partition is told, and none knows of them
    assert found.rejects == 0
    home.tell("oep-kohsar", hired(50, "rg-50"))
    home.tell("air-nilkanth", held(50, "ck-50"))
    home.tell("bank-chinar", spoken_for(50, "ar-50"))
    home.rest()
    assert home.delivered("ar-50")[-1].status is Status.OPEN


def text_of(home: House, view: View) -> str:
    """The mail that brought a view, in plain text."""
    (part, *_) = [one for one in home.mail(view).walk() if one.get_content_type() == "text/plain"]
    return bytes(part.get_payload(decode=True) or b"").decode()
