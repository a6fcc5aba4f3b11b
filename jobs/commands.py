"""What is run from the command line on the server: a token, an import, the demo company, the next migration."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

from models import accounts, house
from models.kit import Refused, system
from models.kit.server import copies, database, settings
from models.kit.server.locks import SERVER, Held, held
from models.kit.server.settings import Settings
from models.kit.text import Text, size_of
from models.migrations import write

from . import backup, dumping, moving
from . import restore as restoring
from .ejecting import whole

BACKED_UP = Text(
    "已备份到 {path}，{size}，用时 {seconds} 秒，检查通过，含 {files} 个附件",
    "Copied to {path}, {size} in {seconds} s, checked, with {files} attachments",
)
DUMPED = Text(
    "已备份到 {path}，{size}；附件在数据文件夹里，请另行备份",
    "Copied to {path}, {size}; attachments lie in the data folder and need a copy of their own",
)
RUNNING = Text(
    "运营台正在这个数据文件夹上运行，请先停止再搬", "The app is running on this data folder; stop it before moving"
)
NOT_GOOD = Text("{setting}：{why}", "{setting}: {why}")
NOTHING_NEW = Text("没有需要迁移的改动", "The declarations and the database agree; nothing to write")


def token(chosen: Settings) -> int:
    say(accounts.issue_token(chosen.arguments.user, "command line"))
    return 0


def password(chosen: Settings) -> int:
    """Whoever may run this on the server may also get in: the way back when nobody can sign in."""
    asked, who = chosen.arguments, system("系统·命令行")
    _tell(accounts.password_for(asked.user, who=who))
    if asked.without_code and (user := accounts.with_second_step(asked.user)) is not None:
        _tell(accounts.reset_second_step(user, who=who))
    return 0


def read_file(chosen: Settings) -> int:
    from .importing import import_file  # the readers of workbooks are heavy and only this command needs them

    asked = chosen.arguments
    return import_file(
        asked.file,
        asked.record,
        asked.sheet,
        asked.create_links,
        asked.dry_run,
        system("系统·命令行"),
        out=say,
        fixed=dict(pair.partition("=")[::2] for pair in asked.set),
        placeholders=asked.placeholders,
        again=asked.again,
        guesses=asked.guesses,
        conflicts=asked.conflicts,
        arrange=asked.arrange,
        blanks="clear" if asked.clear else "keep",
    )


def weekly(chosen: Settings) -> int:
    from .weekly import by_hand  # pandas takes its time to come

    asked = chosen.arguments
    by_hand(asked.week, asked.back, asked.recompute, asked.reason, say)
    return 0


def back_up(chosen: Settings) -> int:
    """Taken of the database as it lies there: before an upgrade, that is the point of it."""
    began = time.monotonic()
    database.point_at(chosen.database)
    if not database.is_embedded():
        made = dumping.dump(f"by-hand-{copies.stamp()}")
        _tell(DUMPED(path=made, size=size_of(made.stat().st_size)))
        return _sent(made)
    made = backup.by_hand()
    size, seconds = size_of(made.stat().st_size), f"{time.monotonic() - began:.1f}"
    _tell(BACKED_UP(path=made, size=size, seconds=seconds, files=copies.note_of(made).files))
    return _sent(made)


def _sent(made: Path) -> int:
    """To the second place, where one is named; the copy here stands whether it got there or not."""
    if why := backup.sent(made):
        raise Refused(why)
    return 0


def check(chosen: Settings) -> int:
    """Nothing is opened that would be changed by it, so it may run beside the app and on a database that doesn't start."""
    from .checkup import look_over

    return look_over(chosen, _tell)


def restore(chosen: Settings) -> int:
    if chosen.file is None:
        database.point_at(chosen.database)
        _tell(dumping.put_back(chosen.arguments.file))
        return 0
    target = chosen.file
    restoring.restore(chosen.arguments.file, target, without_files=chosen.arguments.without_files, out=_tell)
    return 0


def _tell(line: Text) -> None:
    say(f"{line.zh} / {line.en}")


def migrate(chosen: Settings) -> int:
    path = write(house().areas, chosen.arguments.name)
    say(str(path) if path else NOTHING_NEW.en)
    return 0


def move(chosen: Settings) -> int:
    try:
        with held(chosen.data / SERVER):
            moving.move(chosen.arguments.address, _tell)
    except Held:
        raise Refused(RUNNING) from None
    return 0


def design(chosen: Settings) -> int:
    from .designing import become_source, take_over, write_out

    asked = chosen.arguments
    if asked.design == "eject":
        return become_source(asked.types, asked.dry_run, say)
    if asked.design == "export":
        return write_out(asked.area)
    return take_over(Path(asked.file), asked.dry_run, _tell)


def demo(size: str = "whole", folder: Path | None = None) -> None:
    """folder: where the pictures and papers lie that hang on some of its rows."""
    from .demo import SIZES, fill
    from .demo.attached import attach_some

    who = system("系统·演示")
    fill(who, out=say, password=_given_password(), **SIZES[size])
    if folder is not None:
        attach_some(who, folder)


def first_admin() -> str | None:
    """Set the first administrator up where there is none; returns a one-time password when none was given."""
    return accounts.first_admin() if accounts.has_users() else accounts.first_admin(_given_password())


def _given_password() -> str | None:
    """OPS_ADMIN_PASSWORD, as the page would take it; Raises Refused, naming the setting."""
    password = settings.admin_password()
    try:
        if password is not None:
            accounts.check_first(password)
    except Refused as refused:
        raise Refused(NOT_GOOD(setting=settings.ADMIN_PASSWORD, why=refused.text)) from None
    return password


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


COMMANDS: dict[str, Callable[[Settings], int]] = {
    "password": password,
    "token": token,
    "import": read_file,
    "migrate": migrate,
    "weekly": weekly,
    "backup": back_up,
    "restore": restore,
    "check": check,
    "move": move,
    "design": design,
}
WITHOUT_DATABASE = ("backup", "restore", "check")  # they work on the file, whatever is in it


def finishes(chosen: Settings) -> bool:
    """Whether this only writes the rest of source at which somebody was cut off: no database is opened before that is done."""
    asked = chosen.arguments
    return chosen.command == "design" and asked.design == "eject" and not asked.dry_run and whole.is_half()


def run(chosen: Settings) -> int:
    """Run the command asked for. Returns the exit code: 1 when it was refused, with the reason on stderr."""
    try:
        return COMMANDS[chosen.command](chosen)
    except Refused as refused:
        sys.stderr.write(f"{refused.text.zh} / {refused.text.en}\n")
        return 1
