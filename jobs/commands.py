"""What is run from the command line on the server: a token, an import, the demo company, the next migration."""

import sys
from collections.abc import Callable

from models import AREAS, accounts
from models.kit import Refused, settings, system
from models.kit.settings import Settings
from models.kit.text import Text
from models.migrations import write

NOTHING_NEW = Text("没有需要迁移的改动", "The declarations and the database agree; nothing to write")


def token(chosen: Settings) -> int:
    say(accounts.issue_token(chosen.arguments.user, "command line"))
    return 0


def read_file(chosen: Settings) -> int:
    from .importing import import_file  # the readers of workbooks are heavy and only this command needs them

    asked = chosen.arguments
    return import_file(
        asked.file, asked.record, asked.sheet, asked.create_links, asked.dry_run, system("系统·命令行"), out=say,
        fixed=dict(one.partition("=")[::2] for one in asked.set),
    )  # fmt: skip


def weekly(chosen: Settings) -> int:
    from .weekly import by_hand  # pandas takes its time to come

    asked = chosen.arguments
    by_hand(asked.week, asked.back, asked.recompute, asked.reason, say)
    return 0


def migrate(chosen: Settings) -> int:
    path = write(AREAS, chosen.arguments.name)
    say(str(path) if path else NOTHING_NEW.en)
    return 0


def demo() -> None:
    from .demo import fill

    fill(system("系统·演示"), out=say, password=settings.admin_password())


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


COMMANDS: dict[str, Callable[[Settings], int]] = {
    "token": token,
    "import": read_file,
    "migrate": migrate,
    "weekly": weekly,
}


def run(chosen: Settings) -> int:
    """Run the command asked for. Returns the exit code: 1 when it was refused, with the reason on stderr."""
    try:
        return COMMANDS[chosen.command](chosen)
    except Refused as refused:
        sys.stderr.write(f"{refused.text.zh} / {refused.text.en}\n")
        return 1
