"""A slow network on purpose: clients reach each broker through a port of ours that can hold back what passes."""

import asyncio
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from schemas.errors import Unavailable

CHUNK = 64 * 1024
STARTS_WITHIN = 10.0


class Wire:
    """Passes bytes between ports of loopback. While `delay` is set, every chunk waits that many seconds on its way.

    At most one chunk of 64 KiB is on the way in each direction of a connection, so a delay of 0.1 s also bounds it to
    640 KiB a second, as a long thin line does.
    """

    def __init__(self) -> None:
        self.delay = 0.0
        self.passed = 0
        """Bytes, both ways."""

    async def serve(self, routes: Mapping[int, int], ready: threading.Event, over: asyncio.Event) -> None:
        """Listen on each port of `routes` and pass on to the port it names, until `over`."""
        servers = [await asyncio.start_server(self._meet(to), "127.0.0.1", port) for port, to in routes.items()]
        ready.set()
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
        with suppress(OSError):  # either end may vanish: that is what is rehearsed
            while chunk := await reader.read(CHUNK):
                if self.delay:
                    await asyncio.sleep(self.delay)
                self.passed += len(chunk)
                writer.write(chunk)
                await writer.drain()
        writer.close()


@contextmanager
def wire(routes: Mapping[int, int]) -> Iterator[Wire]:
    """Pass bytes from each port to another for the length of a `with` block. Raises Unavailable when a port is taken."""
    made = Wire()
    ready, loop = threading.Event(), asyncio.new_event_loop()
    over = asyncio.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(made.serve(routes, ready, over))
        left = asyncio.all_tasks(loop)
        for task in left:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
        loop.close()

    thread = threading.Thread(target=run, name="wire", daemon=True)
    thread.start()
    if not ready.wait(STARTS_WITHIN):
        raise Unavailable("a port for the slow network is taken; start again")
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join(STARTS_WITHIN)
