"""Measures for whoever watches the server: /metrics, as Prometheus reads it. Numbers only: no names, no rows, no addresses of people."""

import hmac
import logging
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from nicegui import Client
from nicegui.app import App
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from starlette.requests import Request
from starlette.responses import Response

from models.kit.server import database, health
from models.kit.server.settings import VERSION, Settings
from models.kit.server.turns import QUEUE
from models.kit.text import Text
from models.system import backup_state

from .guard.metering import REGISTRY
from .guard.plain import answer

log = logging.getLogger("opsdesk.metrics")
ADDRESS = "/metrics"
LOCAL = ("127.0.0.1", "::1", "testclient")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")
NOT_YOURS = Text(
    "这里只对本机，或出示 OPS_METRICS_TOKEN 的监控程序开放",
    "This is for the machine itself, or for a program that shows OPS_METRICS_TOKEN",
)
JOBS = """SELECT "job", max(CASE WHEN "state" = 'done' THEN "finished_at" END), sum(CASE WHEN "state" = 'running' THEN 1 ELSE 0 END),
    sum(CASE WHEN "state" = 'failed' THEN 1 ELSE 0 END) FROM "job_run" GROUP BY "job" ORDER BY "job" """
WAITING = """SELECT count(*) FROM "outgoing" WHERE "sent_at" IS NULL"""


def mount(app: App, settings: Settings) -> None:
    """Put the route in place; what it tells is gathered when it is asked for."""
    registry = CollectorRegistry()
    ProcessCollector(registry=registry)
    registry.register(State(settings))

    async def metrics(request: Request) -> Response:
        if not may_read(request, settings.around.metrics):
            return answer(request, 403, NOT_YOURS)
        text = await request.app.state.guard.read(lambda: generate_latest(REGISTRY) + generate_latest(registry))
        return Response(text, headers={"Content-Type": CONTENT_TYPE_LATEST})

    app.add_route(ADDRESS, metrics, methods=["GET"], include_in_schema=False)


def may_read(request: Request, token: str) -> bool:
    """With a token set whoever shows it, from wherever; else this machine alone, and nobody through a proxy on it."""
    if token:
        shown = request.headers.get("authorization", "")
        return hmac.compare_digest(shown.encode(), f"Bearer {token}".encode())
    host = request.client.host if request.client else ""
    return host in LOCAL and not any(name in request.headers for name in FORWARDED)


class State:
    """What stands at the moment it is asked; a database that doesn't answer is told as such, not as a fault of the page."""

    def __init__(self, settings: Settings):
        self.settings, self.since = settings, time.time()

    @cached_property
    def parts(self) -> tuple[Callable[[], Iterator[Any]], ...]:
        return (self._stored, self._jobs, self._copies)

    def describe(self) -> list[Any]:
        """Nothing: names are known only once it is asked."""
        return []

    def collect(self) -> Iterator[Any]:
        yield _gauge("opsdesk_info", "The program's version.", 1, version=VERSION)
        yield _gauge("opsdesk_started_seconds", "When the server was started.", self.since)
        yield _gauge("opsdesk_database_up", "1 while the database answers and is whole.", float(_is_well()))
        yield _gauge("opsdesk_pages_open", "Pages that are open in browsers.", len(Client.instances))
        yield from self._line()
        for part in self.parts:
            try:
                with database.reading():
                    yield from list(part())
            except Exception as error:
                log.warning("not measured: %s", error)

    def _line(self) -> Iterator[Any]:
        working = sum(place.working for place in list(QUEUE.line))
        yield _gauge("opsdesk_heavy_working", "Heavy pieces of work under way.", working)
        yield _gauge("opsdesk_heavy_waiting", "Heavy pieces of work in the line.", len(QUEUE.line) - working)

    def _stored(self) -> Iterator[Any]:
        batches, changes = database.fetch('SELECT (SELECT max("id") FROM "batch"), (SELECT max("id") FROM "change")')[0]
        yield _counter("opsdesk_edits", "Batches written: cells, pastes, imports, buttons, jobs.", batches or 0)
        yield _counter("opsdesk_row_changes", "Rows changed by them.", changes or 0)
        [(waiting,)] = database.fetch(WAITING)
        yield _gauge("opsdesk_messages_waiting", "Messages to channels that aren't delivered yet.", waiting)
        yield _gauge("opsdesk_database_bytes", "Size of the database.", self._size())
        if (file := self.settings.file) is not None:
            log_file = Path(f"{file}-wal")
            yield _gauge(
                "opsdesk_database_log_bytes",
                "Size of its write-ahead log.",
                log_file.stat().st_size if log_file.exists() else 0,
            )

    def _size(self) -> int:
        if (file := self.settings.file) is not None:
            return file.stat().st_size
        [(size,)] = database.fetch("SELECT pg_database_size(current_database())")
        return size

    def _jobs(self) -> Iterator[Any]:
        done = GaugeMetricFamily("opsdesk_job_done_seconds", "When a job was done last.", labels=["job"])
        running = GaugeMetricFamily("opsdesk_jobs_running", "Runs of a job under way.", labels=["job"])
        failed = GaugeMetricFamily("opsdesk_jobs_failed", "Runs kept that failed and weren't repeated.", labels=["job"])
        for job, last, now_running, now_failed in database.fetch(JOBS):
            if last is not None:
                done.add_metric([job], _seconds(last))
            running.add_metric([job], now_running)
            failed.add_metric([job], now_failed)
        yield from (done, running, failed)

    def _copies(self) -> Iterator[Any]:
        state = backup_state() or {}
        if state.get("made_at"):
            made = datetime.strptime(state["made_at"], "%Y-%m-%dT%H:%M:%SZ")
            yield _gauge("opsdesk_backup_seconds", "When the newest copy was made.", _seconds(made))
            yield _gauge("opsdesk_backup_bytes", "Size of the newest copy.", state.get("bytes") or 0)
            yield _gauge("opsdesk_backup_ok", "1 while the copies can be relied on.", float(bool(state.get("ok"))))
            yield _gauge("opsdesk_disk_free_bytes", "Free beside the copies when the last one was made.", state["free"])


def _is_well() -> bool:
    try:
        health.check()
    except Exception:
        return False
    return True


def _seconds(moment: Any) -> float:
    """A moment as either database gives it, in seconds since 1970."""
    if not isinstance(moment, datetime):
        moment = datetime.fromisoformat(moment)
    return moment.replace(tzinfo=UTC).timestamp()


def _gauge(name: str, words: str, value: float, **labels: str) -> GaugeMetricFamily:
    made = GaugeMetricFamily(name, words, labels=list(labels))
    made.add_metric(list(labels.values()), value)
    return made


def _counter(name: str, words: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(name, words, value=value)
