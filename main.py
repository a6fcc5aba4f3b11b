"""OpsDesk: open the database, check the declarations, mount the pages, start the clock, serve."""

import os
import sys

from jobs import JOBS, commands
from jobs.clock import Clock
from jobs.outbox import Post
from models import AREAS, accounts
from models.kit import Refused, check, database, settings


def prepare(chosen: settings.Settings) -> None:
    """Everything that must hold before the first page: declarations, schema, roles, a first administrator."""
    check.check(AREAS)
    settings.secret(chosen)
    database.open(chosen.database)
    if chosen.command == "migrate":
        return  # the tables it is to write may be the ones that everything below needs
    with database.reading():
        accounts.seed_roles(AREAS)
        if chosen.demo:
            commands.demo()
        once = accounts.first_admin(settings.admin_password())
    if once:
        commands.say(f"首次登录 / first sign-in: admin  {once}")


def serve(chosen: settings.Settings) -> None:
    from pages import start  # the web face, which the other commands do without

    start(chosen, [Clock(JOBS), Post([])])


def main() -> None:
    os.umask(0o077)  # the database and every file beside it are for this user's eyes only
    chosen = settings.parse(sys.argv[1:])
    database.Place.folders = chosen.folders
    if chosen.command in commands.WITHOUT_DATABASE:
        raise SystemExit(commands.run(chosen))
    try:
        prepare(chosen)
    except (Refused, check.Mistakes, ValueError) as wrong:
        sys.stderr.write(f"opsdesk: {wrong}\n")
        raise SystemExit(2) from None
    if chosen.command != "serve":
        raise SystemExit(commands.run(chosen))
    serve(chosen)


if __name__ == "__main__":
    main()
