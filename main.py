"""OpsDesk: open the database, check the declarations, mount the pages, start the clock, serve."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.kit.server import lean  # before anything imports peewee

# isort: split
import apsw
import peewee

from jobs import all_jobs, commands, housekeeping
from jobs.clock import Clock
from jobs.ejecting import whole
from jobs.outbox import Post
from models import accounts, declared, design, designed, house
from models.accounts.rights import ROLES
from models.kit import Refused, system
from models.kit.declare import check, wording
from models.kit.server import (
    beside,
    database,
    dialect,
    health,
    logs,
    machine,
    memory,
    settings,
    surroundings,
    trial,
    turns,
)
from models.kit.server.locks import SERVER, is_served
from models.kit.server.standing import stand


def prepare(chosen: settings.Settings, enter: Callable[[str], None] = database.open) -> None:
    """Everything that must hold before the first page: declarations, schema, roles, a first administrator."""
    whole.refuse_half()
    check.check(house().areas, ROLES, all_jobs())
    settings.secret(chosen)
    if chosen.file is not None:
        health.refuse_damaged(chosen.file)
    enter(chosen.database)
    if chosen.command == "migrate":
        return  # the tables it is to write may be the ones that everything below needs
    with database.reading(), dialect.alone():  # of two servers that start at once, one sows and the other finds it done
        stand(declared())
        accounts.seed_roles(house().areas)
        wording.seed_words(system("系统"))
        stand(designed())
        design.mend_rights()
        if chosen.demo:
            commands.demo(chosen.demo, chosen.folders["attachments"])
        once = commands.first_admin()
    if once:
        commands.say(f"首次登录 / first sign-in: admin  {once}")


def serve(chosen: settings.Settings) -> None:
    """The door first: whoever can't serve has made no database and told no password."""
    with memory.staying(), lean.without("aiohttp"):
        from pages import serving, start  # the web face, which the other commands do without

    with serving.door(chosen) as sockets:
        logs.to_file(chosen.around)
        housekeeping.clear_at_start()
        beside_us = trial.stand(chosen)
        prepare(chosen)
        housekeeping.settle_at_start()
        beside.READY.keeps = True
        looking = [] if chosen.file is None else [health.Looking(chosen.file)]
        start(chosen, [Clock("jobs:all_jobs"), Post()], sockets, commands.say, looking)
        if sockets is not None:
            beside_us.end()
            database.fold()
            commands.say("已停止 / stopped")


def run(chosen: settings.Settings) -> int:
    database.set_folders(chosen.folders)
    turns.QUEUE.at_once = chosen.at_once
    if chosen.command == "serve":
        serve(chosen)
        return 0
    if chosen.command not in commands.WITHOUT_DATABASE and not commands.finishes(chosen):
        prepare(chosen, database.enter if is_served(chosen.data / SERVER) else database.open)
    return commands.run(chosen)


def serve_trial(asked: dict[str, Any], tell: Callable[..., None]) -> None:
    """In a process of its own (`models/kit/server/trial.py`): fill the folder with a company and serve it until we are ended."""
    os.environ.update({surroundings.TRIAL: "1", settings.ADMIN_PASSWORD: asked["password"]})
    from nicegui import app

    app.on_startup(lambda: tell(1.0))
    given = ["--data", asked["data"], "--host", asked["host"], "--port", str(asked["port"])]
    run(settings.parse(given + (["--demo", asked["size"]] if asked["size"] else [])))


def main() -> None:
    os.umask(0o077)  # the database and every file beside it are for this user's eyes only
    chosen = settings.parse(sys.argv[1:])
    try:
        done = run(chosen)
    except (Refused, check.Mistakes, ValueError, OSError, apsw.Error, peewee.DatabaseError) as wrong:
        sys.stderr.write(f"opsdesk: {said(wrong, chosen.data)}\n")
        raise SystemExit(2) from None
    if done:
        raise SystemExit(done)


def said(wrong: Exception, data: Path) -> str:
    """Why it can't be done, in one line; what is no mistake of a person is told with what the machine called it."""
    text = wrong.text if isinstance(wrong, Refused) else machine.explained(wrong)
    if text is None:
        return str(wrong)
    detail = "" if isinstance(wrong, Refused) else f" ({data}: {wrong})"
    return f"{text.zh} / {text.en}{detail}"


if __name__ == "__main__":
    main()
