"""What people see: the list of pages, and what stands before them."""

import os
from collections.abc import Callable
from functools import partial
from importlib import import_module
from socket import socket
from typing import Any

from nicegui import app, ui

from models import house
from models.kit.server.patience import set_leaving
from models.kit.server.settings import Settings

from . import (
    area,
    frame,
    grid,
    guard,
    guide,
    handed,
    history,
    home,
    importing,
    jobs,
    joining,
    login,
    metrics,
    odd,
    overview,
    printing,
    record,
    serving,
    stood,
    tables,
    todo,
    trash,
    trying,
    weekly,
)
from .api import docs as api_docs
from .guard.metering import Metered
from .guard.seats import keep_cookies_apart
from .one_house import OneHouse
from .parts import live
from .short_way import ROUTERS, ShortWay

FAVICON = "📊"
PAGES = (
    home,
    todo,
    area,
    grid,
    record,
    overview,
    printing,
    history,
    trash,
    stood,
    odd,
    importing,
    jobs,
    weekly,
    tables,
    guide,
    trying,
    api_docs,
)


def mount() -> None:
    """Put the guard in place first, then every page and route; called once per start."""
    # A strip on top that follows every request says nothing to anybody; long work has bars of its own, with names.
    app.config.quasar_config["loadingBar"]["skipHijack"] = True
    guard.install(app, inside=lambda pages: OneHouse(ShortWay(pages, app.state)), outside=Metered)
    login.mount(app)
    joining.mount(app)
    live.mount()
    handed.mount()
    frame.mount()
    # What an area draws itself comes before what is drawn from declarations: the first that fits a path answers.
    for page in (*(import_module(name) for declared in house().areas for name in declared.faces), *PAGES):
        page.mount()
    for router in ROUTERS:  # here they are listed and described; they are answered by the short way
        app.include_router(router)


def start(
    settings: Settings, clocks: list[Any], sockets: list[socket] | None, say: Callable[[str], None], more: Any = ()
) -> None:
    """Serve until stopped, on these sockets; `say` is told when it can be used and where. `more` starts and ends with it like clocks."""
    app.state.settings, app.state.clocks = settings, clocks
    keep_cookies_apart("trial_" if settings.around.trial else "")
    mount()
    for each in (*clocks, *more):
        app.on_startup(each.start)
        app.on_shutdown(each.close)
    metrics.mount(app, settings)
    app.on_startup(partial(set_leaving, False))
    app.on_shutdown(partial(set_leaving, True))
    serving.announce(settings, say, os.getpid())
    serving.run(sockets, partial(_serve, settings))


def _serve(settings: Settings) -> None:
    ui.run(
        host=settings.host,
        port=settings.port,
        title="运营台 OpsDesk",
        favicon=FAVICON,
        language="zh-CN",
        dark=None,
        tailwind=False,  # style.css has what is needed of it; a compiler of styles in each page is what takes the time
        reconnect_timeout=30,
        uvicorn_logging_level="warning",
        timeout_graceful_shutdown=10,
        gzip_middleware_factory=serving.packed,
        **guard.run_options(settings.proxies),
        **serving.encrypted(settings.around),
        **serving.logged(settings.around),
    )
