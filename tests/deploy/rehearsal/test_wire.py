"""The slow network: what passes, how late, and what becomes of it when one end goes."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from deploy.embedded import free_port
from deploy.rehearsal.wire import wire
from schemas.errors import Unavailable


@contextmanager
def echo() -> Iterator[int]:
    """A server that says back what it hears."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:  # closed: the test is over
                    return
                with peer:
                    while heard := peer.recv(4096):
                        peer.sendall(heard)

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)


def said_back(port: int, words: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=5.0) as client:
        client.sendall(words)
        return client.recv(4096)


def test_bytes_pass_both_ways_and_are_counted() -> None:
    near = free_port()
    with echo() as far, wire({near: far}) as line:
        assert said_back(near, b"salam") == b"salam"
        assert line.passed == 10


def test_a_delay_holds_back_each_way_and_ends_when_it_is_taken_away() -> None:
    near = free_port()
    with echo() as far, wire({near: far}) as line:
        line.delay = 0.2
        began = time.monotonic()
        said_back(near, b"slow")
        assert time.monotonic() - began >= 0.4
        line.delay = 0.0
        began = time.monotonic()
        said_back(near, b"quick")
        assert time.monotonic() - began < 0.4


def test_a_client_of_a_broker_that_is_away_is_hung_up_on_and_the_wire_lives_on() -> None:
    near, dead, other = free_port(), free_port(), free_port()
    with echo() as far, wire({near: dead, other: far}):
        assert said_back(near, b"hello") == b""
        assert said_back(other, b"hello") == b"hello"


def test_a_taken_port_is_said_at_once() -> None:
    with echo() as far, pytest.raises(Unavailable, match="port"), wire({far: free_port()}):
        pass
