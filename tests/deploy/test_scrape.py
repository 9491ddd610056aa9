"""What a process has counted, read over HTTP; one that is killed while it answers has not answered."""

import socket
import threading

import pytest

from deploy.scrape import scrape, total

WHOLE = b"# TYPE raabta_x gauge\nraabta_x 2.0\n"


def answered(body: bytes, promised: int) -> dict[str, float]:
    """What is read of a server that promises so many bytes, sends these and goes away."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            caller, _ = server.accept()
            with caller:
                caller.recv(65_536)
                head = f"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {promised}\r\n\r\n"
                caller.sendall(head.encode() + body)

        serving = threading.Thread(target=answer)
        serving.start()
        samples = scrape(server.getsockname()[1])
        serving.join()
    return {name: total(samples, name) for name, _ in samples}


def test_all_samples_are_read() -> None:
    assert answered(WHOLE, len(WHOLE)) == {"raabta_x": 2.0}


@pytest.mark.parametrize("sent", [b"", WHOLE[:10]])
def test_one_that_dies_in_the_middle_of_its_answer_has_not_answered(sent: bytes) -> None:
    assert answered(sent, 40_784) == {}


def test_a_port_that_nobody_listens_on_gives_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert scrape(port) == {}
