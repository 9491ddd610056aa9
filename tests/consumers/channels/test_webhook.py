"""Webhooks to a real receiver on loopback."""

import base64
import hashlib
import hmac
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from consumers.channels.contract import ComeBackLater, Parcel
from consumers.channels.webhook import Webhook
from consumers.deliveries import UNREACHABLE
from consumers.evidence import judged
from consumers.matter import Beside, Matter
from consumers.settings import WebhookSettings, webhook_secrets
from schemas.errors import Misconfigured, Refused, Unavailable
from schemas.route import WebhookChannel
from schemas.view import View
from tests.consumers.making import HOOK, KEYS, NOW, alert, event, fia, ref, view
from tests.consumers.servers import Certificate, Receiver, free_port, new_certificate, receiver

SECRET = "whsec_" + base64.b64encode(b"a secret that rotates soon 1234!").decode()
OLD = "the-old-secret-of-plain-characters"


@pytest.fixture
def hook() -> Iterator[Receiver]:
    with receiver() as running:
        yield running


def parcel(url: str) -> Parcel:
    inbox = fia(webhook=WebhookChannel(url=url, secret_env="FARZI_SECRET"))
    return Parcel(view(), inbox, NOW, pieces=(judged(ref(), event(), KEYS),))


def channel(*, loopback: bool = True, ca: Path | None = None) -> Webhook:
    return Webhook(WebhookSettings(allow_loopback=loopback, ca=ca, timeout=2), {"fia-farzi": (SECRET, OLD)})


def at(hook: Receiver) -> str:
    return f"http://127.0.0.1:{hook.port}/raabta?x=1"


def test_the_view_comes_signed_by_every_secret_and_with_the_delivery_id(hook: Receiver) -> None:
    assert channel().send(parcel(at(hook))).reference == view().id
    [(path, headers, body)] = hook.came
    assert path == "/raabta?x=1"
    assert View.model_validate_json(body) == view()
    assert b"Testina" not in body
    assert headers["webhook-id"] == view().id
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    keys = (b"a secret that rotates soon 1234!", OLD.encode())
    wanted = ["v1," + base64.b64encode(hmac.new(key, told, hashlib.sha256).digest()).decode() for key in keys]
    assert headers["webhook-signature"].split() == wanted


def test_the_view_names_its_matter_and_nothing_of_the_others(hook: Receiver) -> None:
    beside = Beside(view(alert(7)), 2)
    channel().send(replace(parcel(at(hook)), matter=Matter(alert(7).id, (beside,))))
    [(_, _, body)] = hook.came
    assert View.model_validate_json(body) == view(matter=alert(7).id)


@pytest.mark.parametrize("status", [500, 502, 503, 408, 429])
def test_trouble_over_there_is_tried_again_with_the_same_id(hook: Receiver, status: int) -> None:
    hook.answers.append(status)
    with pytest.raises(Unavailable, match=f"^http {status}$"):
        channel().send(parcel(at(hook)))
    channel().send(parcel(at(hook)))
    assert len({headers["webhook-id"] for _, headers, _ in hook.came}) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 422, 302, 307])
def test_a_no_is_a_no_and_a_redirect_is_not_followed(hook: Receiver, status: int) -> None:
    hook.answers.append(status)
    hook.headers["Location"] = at(hook)
    with pytest.raises(Refused, match=f"^http {status}$"):
        channel().send(parcel(at(hook)))
    assert len(hook.came) == 1


@pytest.mark.parametrize(
    ("said", "after"),
    [
        ("120", timedelta(seconds=120)),
        ((NOW + timedelta(minutes=3)).strftime("%a, %d %b %Y %H:%M:%S GMT"), timedelta(minutes=3)),
    ],
)
def test_when_to_come_back_is_honoured(hook: Receiver, said: str, after: timedelta) -> None:
    hook.answers.append(503)
    hook.headers["Retry-After"] = said
    with pytest.raises(ComeBackLater) as raised:
        channel().send(parcel(at(hook)))
    assert raised.value.after == after


@pytest.mark.parametrize("said", ["soon", "-5", "", "٣", "Mon, 99 Foo"])
def test_a_time_nobody_can_read_is_no_trouble(hook: Receiver, said: str) -> None:
    hook.answers.append(503)
    hook.headers["Retry-After"] = said.encode().decode("latin-1")
    with pytest.raises(Unavailable) as raised:
        channel().send(parcel(at(hook)))
    assert not isinstance(raised.value, ComeBackLater)


def test_a_receiver_that_is_away_is_unreachable() -> None:
    with pytest.raises(Unavailable, match=f"^{UNREACHABLE}$") as raised:
        channel().send(parcel(f"http://127.0.0.1:{free_port()}/"))
    assert raised.value.__context__ is None


def test_https_is_checked_against_the_name(tmp_path: Path) -> None:
    certificate: Certificate = new_certificate(tmp_path)
    with receiver(certificate) as hook:
        channel(ca=certificate.certificate).send(parcel(f"https://localhost:{hook.port}/"))
        assert hook.came[0][1]["Host"] == f"localhost:{hook.port}"


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    answer = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answer)


@pytest.mark.parametrize(
    "address",
    [
        *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"),
        *("fe80::1", "fd00::1", "::", "::ffff:10.0.0.1", "ff02::1"),
    ],
)
def test_an_address_inside_a_network_is_never_called(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    resolves_to(monkeypatch, address)
    with pytest.raises(Refused, match=r"^address_not_public$"):
        channel().send(parcel("https://hooks.fia.example/"))


def test_one_inner_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(Refused, match=r"^address_not_public$"):
        channel().send(parcel("https://hooks.fia.example/"))


def test_loopback_is_called_only_when_the_operator_said_so(hook: Receiver) -> None:
    with pytest.raises(Refused, match=r"^address_not_public$"):
        channel(loopback=False).send(parcel(at(hook)))
    assert hook.came == []


def test_plain_http_does_not_leave_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "93.184.216.34")
    with pytest.raises(Refused, match=r"^not_https$"):
        channel().send(parcel("http://hooks.fia.example/"))


def test_a_name_that_does_not_resolve_may_resolve_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_such_name(*_: object, **__: object) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", no_such_name)
    with pytest.raises(Unavailable, match=r"^name_not_found$"):
        channel().send(parcel("https://hooks.fia.example/"))


def test_a_missing_or_short_secret_stops_the_start_and_names_the_variable() -> None:
    inboxes = {"fia-farzi": fia(webhook=HOOK)}
    for environment in ({}, {"FARZI_SECRET": "short"}):
        with pytest.raises(Misconfigured, match="FARZI_SECRET"):
            webhook_secrets(inboxes, environment)
    assert webhook_secrets(inboxes, {"FARZI_SECRET": f"{SECRET} {OLD}"}) == {"fia-farzi": (SECRET, OLD)}
