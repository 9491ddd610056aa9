"""Mail to a real server on loopback."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from pydantic import SecretStr

from consumers.channels.contract import Parcel
from consumers.channels.email import Email
from consumers.channels.message import message_of
from consumers.deliveries import UNREACHABLE
from consumers.evidence import judged
from consumers.matter import Matter
from consumers.settings import SmtpSettings, SmtpTls
from schemas.alert import Priority
from schemas.errors import Refused, Unavailable
from schemas.route import EmailChannel, Profile
from tests.consumers.making import CNIC, KEYS, MAIL, NOW, alert, event, fia, merged, ref, service, view
from tests.consumers.servers import Certificate, MailServer, free_port, mail_server, new_certificate

SENDER = "Raabta <raabta@farzi.example>"
TWO = EmailChannel(to=("shift@fia.example", "second@fia.example"))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return new_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MailServer]:
    with mail_server(tmp_path) as running:
        yield running


def settings(server: MailServer | int, tls: SmtpTls = SmtpTls.NONE, **more: object) -> SmtpSettings:
    port = server if isinstance(server, int) else server.port
    return SmtpSettings(host="127.0.0.1", port=port, tls=tls, sender=SENDER, timeout=2, **more)  # type: ignore[arg-type]


def parcel(number: int = 1, version: int = 1, to: EmailChannel = MAIL, priority: Priority = Priority.P1) -> Parcel:
    pieces = (judged(ref(), event(), KEYS),)
    return Parcel(view(alert(number, version, priority=priority)), fia(email=to), NOW, pieces=pieces)


def test_a_mail_says_everything_in_text_and_html_and_threads_by_alert(server: MailServer) -> None:
    channel = Email(settings(server))
    handed = [channel.send(parcel(1, version)) for version in (1, 2)]
    channel.rest()
    first, second = sorted(server.mails(), key=lambda mail: mail["X-Raabta-Version"])
    assert first["From"] == SENDER
    assert first["To"] == "shift@fia.example"
    assert first["Subject"] == "[P1] Possible victim: forced begging, ZZ741 ISB-JED · 00000000"
    assert first["Message-ID"] == handed[0].reference == f"<{view().id}@farzi.example>"
    assert first["References"] == first["In-Reply-To"] == second["References"]
    assert first["Message-ID"] != second["Message-ID"]
    assert (first["X-Raabta-Alert"], first["Auto-Submitted"], first["Importance"]) == (
        alert().id,
        "auto-generated",
        "high",
    )
    text, html = (first.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    assert "Testina Farzi" in text.get_content()
    assert "Testina Farzi" in html.get_content()


def test_nothing_but_the_body_names_a_person(server: MailServer) -> None:
    mail = message_of(parcel(), SENDER, "")
    assert not any("Testina" in str(value) or CNIC in str(value) for value in mail.values())
    assert message_of(parcel(1, priority=Priority.P2), SENDER, "")["Importance"] is None


def test_a_burst_uses_one_connection_and_a_rest_ends_it(server: MailServer) -> None:
    channel = Email(settings(server))
    for number in range(5):
        channel.send(parcel(number))
    assert len({session.peer for session in server.sessions}) == 1
    channel.rest()
    channel.send(parcel(9))
    channel.rest()
    assert len({session.peer for session in server.sessions}) == 2


def test_a_server_that_closed_a_resting_connection_gets_the_mail_over_a_new_one(tmp_path: Path) -> None:
    with mail_server(tmp_path) as server:
        channel = Email(settings(server))
        channel.send(parcel(1))
    with mail_server(tmp_path, port=server.port):
        channel.send(parcel(2))
        channel.rest()
        assert len(server.mails()) == 2


def test_the_same_delivery_twice_is_the_same_mail(server: MailServer) -> None:
    for _ in range(2):
        channel = Email(settings(server))
        channel.send(parcel())
        channel.rest()
    assert len({mail["Message-ID"] for mail in server.mails()}) == 1


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        ("451 shift@fia.example is greylisted", Unavailable, "smtp 451"),
        ("552 too much of shift@fia.example", Refused, "smtp 552"),
        ("421 going down", Unavailable, "smtp 421"),
    ],
)
def test_the_answer_to_the_mail_decides_and_no_address_is_repeated(
    server: MailServer, answer: str, kind: type[Exception], said: str
) -> None:
    server.answers.append(answer)
    channel = Email(settings(server))
    with pytest.raises(kind) as raised:
        channel.send(parcel())
    assert str(raised.value) == said
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
    channel.send(parcel())
    channel.rest()
    assert len(server.mails()) == 1


@pytest.mark.parametrize("code", ["550", "553"])
def test_a_recipient_that_does_not_exist_is_refused(server: MailServer, code: str) -> None:
    server.recipients["shift@fia.example"] = [f"{code} no such user"]
    channel = Email(settings(server))
    with pytest.raises(Refused, match=f"^smtp {code}$"):
        channel.send(parcel())
    channel.rest()


def test_one_bad_address_of_two_does_not_keep_the_other_from_reading_it_and_is_said(server: MailServer) -> None:
    server.recipients["second@fia.example"] = ["550 no such user"]
    channel = Email(settings(server))
    assert channel.send(parcel(to=TWO)).note == "1 of 2 refused, smtp 550"
    channel.rest()
    assert len(server.mails()) == 1


def test_only_the_recipient_who_asked_us_to_come_back_gets_it_again(server: MailServer) -> None:
    server.recipients["second@fia.example"] = ["451 later", ""]
    channel = Email(settings(server))
    with pytest.raises(Unavailable, match=r"^smtp 451$"):
        channel.send(parcel(to=TWO))
    server.recipients.clear()
    channel.send(parcel(to=TWO))
    channel.rest()
    assert server.envelopes == [["shift@fia.example"], ["second@fia.example"]]


def test_a_server_that_is_away_is_unreachable_and_back_later(tmp_path: Path) -> None:
    port = free_port()
    channel = Email(settings(port))
    with pytest.raises(Unavailable, match=f"^{UNREACHABLE}$"):
        channel.send(parcel())
    with mail_server(tmp_path, port=port) as server:
        channel.send(parcel())
        channel.rest()
        assert len(server.mails()) == 1


def test_starttls_and_auth(tmp_path: Path, certificate: Certificate) -> None:
    with mail_server(tmp_path, certificate=certificate, password="guess") as server:
        login = {"ca": certificate.certificate, "username": "raabta", "password": SecretStr("guess")}
        channel = Email(settings(server, SmtpTls.REQUIRED, **login))
        channel.send(parcel())
        channel.rest()
        assert server.sessions[0].ssl is not None
        assert len(server.mails()) == 1


def test_tls_from_the_first_byte(tmp_path: Path, certificate: Certificate) -> None:
    with mail_server(tmp_path, certificate=certificate, implicit=True) as server:
        # aiosmtpd's own probe needs no trust; ours does.
        channel = Email(settings(server, SmtpTls.IMPLICIT, ca=certificate.certificate))
        channel.send(parcel())
        channel.rest()
        assert len(server.mails()) == 1


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_certificate_we_do_not_trust_ends_it_even_when_tls_is_optional(
    tmp_path: Path, certificate: Certificate
) -> None:
    with mail_server(tmp_path, certificate=certificate) as server:
        with pytest.raises(Unavailable, match=r"^tls_failed$"):
            Email(settings(server, SmtpTls.OPPORTUNISTIC)).send(parcel())
        assert server.mails() == []


def test_no_mail_leaves_without_starttls_when_it_is_required(server: MailServer) -> None:
    with pytest.raises(Unavailable, match=r"^no_starttls$"):
        Email(settings(server, SmtpTls.REQUIRED)).send(parcel())
    assert server.mails() == []


def test_a_wrong_password_keeps_the_alert_waiting_for_us(tmp_path: Path, certificate: Certificate) -> None:
    with mail_server(tmp_path, certificate=certificate, password="guess") as server:
        login = {"ca": certificate.certificate, "username": "raabta", "password": SecretStr("wrong")}
        with pytest.raises(Unavailable, match=r"^auth_refused, smtp 535$"):
            Email(settings(server, SmtpTls.REQUIRED, **login)).send(parcel())


def test_without_tls_beyond_this_machine_the_identity_is_withheld_and_no_password_leaves(
    server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Email, "_is_private", staticmethod(lambda _server: False))
    channel = Email(settings(server))
    channel.send(parcel())
    channel.rest()
    [mail] = server.mails()
    body = mail.as_string() + str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "withheld: the mail server offers no TLS" in " ".join(body.split())
    assert "Testina" not in body
    with pytest.raises(Unavailable, match=r"^auth_needs_tls$"):
        Email(settings(server, username="raabta", password=SecretStr("guess"))).send(parcel())


def test_a_service_gets_neither_identity_nor_flight(server: MailServer) -> None:
    shown = view(inbox="ngo-farzi", profile=Profile.VICTIM_SERVICE)
    channel = Email(settings(server))
    channel.send(Parcel(shown, service(email=MAIL), NOW, pieces=(judged(ref(), event(), KEYS),)))
    channel.rest()
    [mail] = server.mails()
    told = str(mail) + "".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart())
    assert not any(word in told for word in ("Testina", CNIC, "ZZ741", "JED"))


def test_a_merged_alert_is_a_mail_of_its_own_in_the_same_thread(server: MailServer) -> None:
    channel = Email(settings(server))
    channel.send(Parcel(view(merged()), fia(email=MAIL), NOW))
    channel.rest()
    [mail] = server.mails()
    assert mail["References"] == message_of(parcel(), SENDER, "")["References"]


def test_alerts_of_one_matter_are_one_thread_also_when_it_became_one_later() -> None:
    def told(number: int, matter: int) -> EmailMessage:
        return message_of(replace(parcel(number), matter=Matter(alert(matter).id)), SENDER, "")

    first, alone, joined = told(1, 1), told(2, 2), told(2, 1)
    assert first["References"] == message_of(parcel(1), SENDER, "")["References"]
    assert joined["References"] == f"{first['References']} {alone['References']}"
    assert joined["In-Reply-To"] == alone["In-Reply-To"]
    assert (alone["X-Raabta-Matter"], joined["X-Raabta-Matter"]) == (alert(2).id, alert(1).id)
    assert message_of(parcel(1), SENDER, "")["X-Raabta-Matter"] is None


def test_no_log_line_holds_an_address_or_a_name(server: MailServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server.answers.append("550 shift@fia.example unknown")
    channel = Email(settings(server))
    with pytest.raises(Refused):
        channel.send(parcel())
    channel.rest()
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail.")]
    assert not any("fia.example" in line or "Testina" in line for line in ours)
