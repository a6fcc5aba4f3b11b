"""Servers to measure over HTTP: OpsDesk itself, and a bare one that answers the same blocks from plain SQL."""

import asyncio
import http.client
import json
import os
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from jobs import all_jobs
from models.kit.clock import today

CLAIM = (
    "INSERT OR IGNORE INTO job_run (job, period, state, started_at, tries) VALUES (?, ?, 'done', datetime('now'), 1)"
)
ROOT = Path(__file__).parent.parent.parent


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


class Server:
    """A subprocess on a free port, ended with the `with` block."""

    def __init__(self, command: list[str], path: str = "/healthz"):
        self.port, self.command, self.path = free_port(), command, path

    def __enter__(self) -> "Server":
        started = time.perf_counter()
        self.log = tempfile.NamedTemporaryFile("w+", suffix=".log")
        self.process = subprocess.Popen(
            [*self.command, "--port", str(self.port)], cwd=ROOT, stdout=self.log, stderr=self.log
        )
        while time.perf_counter() - started < 60 and self.process.poll() is None:
            try:
                Client(self.port).get(self.path)
                break
            except OSError:
                time.sleep(0.02)
        else:
            raise RuntimeError(f"{self.command} did not start:\n{Path(self.log.name).read_text()[-2000:]}")
        self.seconds_to_start = time.perf_counter() - started
        return self

    def __exit__(self, kind: Any, *_: Any) -> None:
        if kind is not None:
            sys.stderr.write(Path(self.log.name).read_text()[-3000:])
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def memory(self) -> float:
        """Resident MB of the process."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1000

    def seconds(self) -> float:
        """Of the processors, taken by the process and by those beside it that have ended."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def opsdesk(data: Path) -> Server:
    """The day's jobs count as done: the nightly copy of a gigabyte is not what is measured here."""
    with sqlite3.connect(data / "ops.db") as line:
        line.executemany(CLAIM, [(job.name, f"{today()} 23:59" if job.every else str(today())) for job in all_jobs()])
    line.close()
    return Server([sys.executable, "main.py", "--data", str(data)])


def bare(data: Path) -> Server:
    return Server([sys.executable, "-m", "tests.bench.floor", "--data", str(data)], path="/")


def token(data: Path, login: str = "admin") -> str:
    done = subprocess.run(
        [sys.executable, "main.py", "--data", str(data), "token", login], cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip().splitlines()[-1]


class Client:
    """One kept-alive connection, as a browser has it; every answer is read to its end."""

    def __init__(self, port: int, bearer: str | None = None):
        self.port = port
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        if bearer:
            self.headers["Authorization"] = f"Bearer {bearer}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        """Asks again once when the server closed an idle connection; a change has its op id, so that is safe."""
        try:
            answer, text = self._send(method, path, body, {**self.headers, **headers})
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            self.line.close()
            answer, text = self._send(method, path, body, {**self.headers, **headers})
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {text[:300]!r}")
        return text

    def _send(self, *request: Any) -> tuple[http.client.HTTPResponse, bytes]:
        self.line.request(*request)
        if self.line.sock is not None:
            self.line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answer = self.line.getresponse()
        return answer, answer.read()

    def first(self, path: str) -> tuple[float, bytes]:
        """How many seconds pass until the first bytes of an answer are there, and all of it."""
        started = time.perf_counter()
        self.line.request("GET", path, None, self.headers)
        answer = self.line.getresponse()
        head = answer.read(1)
        return time.perf_counter() - started, head + answer.read()

    def get(self, path: str) -> bytes:
        return self.ask("GET", path)

    def post(self, path: str, value: Any) -> bytes:
        return self.ask("POST", path, json.dumps(value).encode())

    def json(self, path: str, value: Any) -> Any:
        return json.loads(self.post(path, value))


class Line:
    """The same on an event loop and lighter: with many of them at once, a heavier one would be what is measured."""

    def __init__(self, port: int, bearer: str | None = None):
        self.port, self.reader, self.writer = port, None, None
        self.head = "Host: 127.0.0.1\r\nContent-Type: application/json\r\nAccept-Encoding: identity\r\n"
        if bearer:
            self.head += f"Authorization: Bearer {bearer}\r\n"

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """Asks again once when the server closed an idle connection. Raises RuntimeError for whatever isn't well."""
        try:
            head, text = await self._send(method, path, body)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.close()
            head, text = await self._send(method, path, body)
        if not head.startswith(b"http/1.1 2"):
            raise RuntimeError(f"{method} {path}: {head[9:12].decode()} {text[:300]!r}")
        return text

    async def _send(self, method: str, path: str, body: bytes) -> tuple[bytes, bytes]:
        """The head, in small letters, and the body, which comes whole or in pieces."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.writer.write(f"{method} {path} HTTP/1.1\r\n{self.head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        head = (await self.reader.readuntil(b"\r\n\r\n")).lower()
        if (at := head.find(b"content-length:")) >= 0:
            return head, await self.reader.readexactly(int(head[at + 15 : head.index(b"\r", at)]))
        text = b""
        while size := int(await self.reader.readline(), 16):
            text += (await self.reader.readexactly(size + 2))[:-2]
        await self.reader.readline()
        return head, text

    async def json(self, path: str, value: Any) -> Any:
        return json.loads(await self.ask("POST", path, json.dumps(value).encode()))

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()
            self.writer = None
