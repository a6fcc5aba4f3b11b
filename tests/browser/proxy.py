"""A line that fails on order: between browser and app, TCP is refused, cut, held still, slowed, or loses and doubles requests."""

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any

CHUNK = 65536


class Line:
    """A TCP proxy in a thread of its own; `url` is what the browser is given. Use as a context."""

    def __init__(self, port: int):
        self.to, self.port = port, 0
        self.mode, self.delay = "pass", 0.0
        self.lose, self.double = 0, 0
        self.posts = 0
        self.loop = asyncio.new_event_loop()
        self.open: set[asyncio.StreamWriter] = set()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> "Line":
        self.thread.start()
        self.server = self._run(asyncio.start_server(self._accept, "127.0.0.1", 0))
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: Any) -> None:
        self._run(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(5)

    def _run(self, work: Coroutine) -> Any:
        # a starved machine is late, and nothing more
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    # What can be ordered -------------------------------------------------------------------------------------------------

    def heal(self) -> None:
        """Everything passes again; what was held still is dead and gets cut, as a router would."""
        held, self.mode = self.mode == "still", "pass"
        if held:
            self._run(self._cut())

    def refuse(self) -> None:
        """The line is down: what is open is cut, what is new is refused."""
        self.mode = "refuse"
        self._run(self._cut())

    def still(self) -> None:
        """Half open: connections stand, new ones are taken, and not a byte moves."""
        self.mode = "still"

    def lose_replies(self, count: int) -> None:
        """The next so many changes reach the app, and their answers never come back."""
        self.lose = count

    def send_twice(self, count: int) -> None:
        """The next so many changes reach the app two times."""
        self.double = count

    async def _cut(self) -> None:
        for writer in list(self.open):
            writer.transport.abort()

    async def _close(self) -> None:
        self.server.close()
        await self._cut()

    # Bytes ---------------------------------------------------------------------------------------------------------------

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.mode == "refuse":
            writer.transport.abort()
            return
        self.open.add(writer)
        try:
            there, out = await asyncio.open_connection("127.0.0.1", self.to)
        except OSError:
            self.open.discard(writer)
            writer.transport.abort()
            return
        self.open.add(out)
        state = {"lost": False}
        back = asyncio.ensure_future(self._back(there, writer, state))
        try:
            await self._forth(reader, out, state)
        finally:
            await asyncio.sleep(0)
            for end in (writer, out):
                end.transport.abort()
                self.open.discard(end)
            back.cancel()

    async def _forth(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter, state: dict) -> None:
        while data := await _read(reader):
            await self._held()
            if b"/changes HTTP/1.1" in data.split(b"\r\n", 1)[0]:
                data = await self._whole(reader, data)
                self.posts += 1
                if self.lose:
                    self.lose -= 1
                    state["lost"] = True
                elif self.double:
                    self.double -= 1
                    await self._again(data)
            out.write(data)

    async def _whole(self, reader: asyncio.StreamReader, data: bytes) -> bytes:
        """A request with its body, however many packets it came in."""
        while b"\r\n\r\n" not in data:
            data += await reader.read(CHUNK)
        head, body = data.split(b"\r\n\r\n", 1)
        length = next(
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
        )
        while len(body) < length:
            more = await reader.read(CHUNK)
            if not more:
                break
            body += more
        return head + b"\r\n\r\n" + body

    async def _again(self, data: bytes) -> None:
        """The same request over another connection, at the same moment; its answer is nobody's."""
        there, out = await asyncio.open_connection("127.0.0.1", self.to)
        out.write(data)
        await there.read(12)
        out.close()

    async def _back(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter, state: dict) -> None:
        while data := await _read(there):
            if state["lost"]:
                break
            await self._held()
            if self.delay:
                await asyncio.sleep(self.delay)
            writer.write(data)
        writer.transport.abort()

    async def _held(self) -> None:
        while self.mode == "still":
            await asyncio.sleep(0.05)


async def _read(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.read(CHUNK)
    except OSError:
        return b""
