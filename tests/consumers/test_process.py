"""What is true of the process as a whole: it gets on, it leaves loudly, and it says nothing about anyone."""

import subprocess
import sys
import textwrap

import pytest
from prometheus_client import generate_latest
from sqlalchemy.dialects import postgresql
from sqlalchemy.schema import CreateTable

from consumers import metrics
from consumers.progress import Delivering, Reading, healthy
from consumers.settings import ConsumerSettings, SmtpSettings
from consumers.tables import METADATA
from schemas.errors import Misconfigured
from tests.consumers.making import HOOK, MAIL, fia


@pytest.mark.parametrize(
    ("reading", "delivering", "good", "said"),
    [
        (Reading("fia-isb", 0, 0.0), Delivering("email", 999.0), True, "1 inboxes, 0 records"),
        (Reading("fia-isb", 5, 990.0), Delivering("email", 999.0), True, "5 records to store"),
        (Reading("fia-isb", 5, 900.0), Delivering("email", 999.0), False, "none was stored for 100 s"),
        (Reading("fia-isb", 0, 900.0), Delivering("email", 800.0), False, "has not ended for 200 s"),
    ],
)
def test_health_means_progress(reading: Reading, delivering: Delivering, good: bool, said: str) -> None:
    found, sentence = healthy([reading], [delivering], now=1000.0)
    assert found is good
    assert said in sentence


def leaves(raising: str) -> tuple[int, str]:
    """The exit code and the log of a process in which a thread raises this."""
    program = f"""
        import logging, threading, time
        from consumers.leave import guarded
        from schemas.errors import Misconfigured, Unavailable
        logging.basicConfig()
        def work():
            name = "Testina Farzi"
            raise {raising}
        threading.Thread(target=guarded(work, "courier email")).start()
        time.sleep(10)
    """
    run = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False)
    return run.returncode, run.stderr


def test_a_bug_in_any_thread_ends_the_process_and_its_text_is_not_logged() -> None:
    code, log = leaves("KeyError(name)")
    assert code == 70
    assert "KeyError in courier email" in log
    assert "Testina" not in log


def test_broker_trouble_and_a_wrong_setting_have_their_own_codes_and_are_explained() -> None:
    assert leaves('Unavailable("the cluster does not answer")')[0] == 75
    code, log = leaves('Misconfigured("topic t", "it is not there", "create it")')
    assert code == 78
    assert "topic t: it is not there; create it" in log


def test_every_series_is_there_from_the_start() -> None:
    metrics.show([fia("fia-metrics", email=MAIL, webhook=HOOK)])
    shown = generate_latest().decode()
    for series in (
        'raabta_inbox_views_stored_total{inbox="fia-metrics"} 0.0',
        'raabta_deliveries_settled_total{channel="webhook",outcome="failed"}',
        'raabta_deliveries_pending{inbox="fia-metrics"} 0.0',
        'raabta_evidence_total{state="seal_broken"}',
        'raabta_published_to_delivered_seconds_count{channel="email"}',
    ):
        assert series in shown


def test_the_tables_can_be_made_in_postgresql() -> None:
    made = " ".join(str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in METADATA.sorted_tables)  # type: ignore[no-untyped-call]
    assert "raw BYTEA NOT NULL" in made
    assert "seq BIGINT NOT NULL" in made


@pytest.mark.parametrize("sender", ["", "nobody", "a@b\nBcc: c@d", "Raabta a@b", "<a@b>"])
def test_a_sender_that_is_no_address_stops_the_start(sender: str) -> None:
    with pytest.raises(Misconfigured, match="RAABTA_SMTP_SENDER"):
        SmtpSettings(sender=sender)


def test_the_password_does_not_show() -> None:
    assert "guess" not in repr(SmtpSettings.model_validate({"password": "guess"}))


@pytest.mark.parametrize(("value", "why"), [("keys/fia.json", "this is no JSON; write JSON, a list"), ("[3]", "path")])
def test_keys_that_are_no_list_of_paths_name_their_variable(
    value: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RAABTA_FIA_KEYS", value)
    with pytest.raises(Misconfigured, match=f"^RAABTA_FIA_KEYS: .*{why}"):
        ConsumerSettings()
