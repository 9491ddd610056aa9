"""A slow network on purpose: clients reach each broker through a port of ours that can hold back what passes."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from schemas.errors import Unavailable

CHUNK = 64 * 1024
ENDS_WITHIN = 10.0


class Wire:
    """Passes bytes between ports of loopback. While `delay` is set, every chunk waits that many seconds on its way.

    At most one chunk of 64 KiB is on the way in each direction of a connection, so a delay of 0.1 s also bounds it to
    640 KiB a second, as a long thin line does.
    """

    def __init__(self) -> None:
        self.delay = 0.0
        self.passed = 0
        """Bytes, both ways."""

    async def serve(self, routes: Mapping[socket.socket, int], over: asyncio.Event) -> None:
        """Accept on each listening socket of `routes` and pass on to the port it names, until `over`."""
        servers = [await asyncio.start_server(self._meet(to), sock=near) for near, to in routes.items()]
        await over.wait()
        for server in servers:
            server.close()

    def _meet(self, port: int):  # type: ignore[no-untyped-def]  # asyncio's own callback type is not public
        async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                there_reader, there_writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:  # the broker is away: so is its port
                writer.close()
                return
            with suppress(asyncio.CancelledError):  # the wire is taken down with connections on it
                await asyncio.gather(self._pass(reader, there_writer), self._pass(there_reader, writer))

        return meet

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while chunk := await reader.read(CHUNK):
                if self.delay:
                    await asyncio.sleep(self.delay)
                self.passed += len(chunk)
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass  # either end may vanish: that is what is rehearsed
        finally:
            writer.close()


@contextmanager
def wire(routes: Mapping[int, int]) -> Iterator[Wire]:
    """Pass bytes from each port to another for the length of a `with` block. Raises Unavailable when a port is taken."""
    made, loop, over = Wire(), asyncio.new_event_loop(), asyncio.Event()
    with ExitStack() as stack:
        stack.callback(loop.close)
        near = {_listening(stack, port): to for port, to in routes.items()}
        thread = threading.Thread(target=_run, args=(loop, made.serve(near, over)), name="wire", daemon=True)
        thread.start()
        try:
            yield made
        finally:
            loop.call_soon_threadsafe(over.set)
            thread.join(ENDS_WITHIN)


def _listening(stack: ExitStack, port: int) -> socket.socket:
    try:
        return stack.enter_context(socket.create_server(("127.0.0.1", port), backlog=128))
    except OSError:
        raise Unavailable(f"port {port}, for the slow network, is taken; start again") from None


def _run(loop: asyncio.AbstractEventLoop, serving: Coroutine[Any, Any, None]) -> None:
    loop.run_until_complete(serving)
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    if left:
        loop.run_until_complete(asyncio.wait(left))
    loop.run_until_complete(asyncio.sleep(0))  # a closed transport lets its socket go in the next round
