"""The week closes itself: counted beside us, frozen with the claim; nightly, weeks whose data changed are counted again."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from exports.weeks import closing, months
from models.kit import Changes, Text, system
from models.kit.clock import Week, today
from models.kit.server import database
from models.kit.server.beside import beside
from models.kit.week.rollup import closed_weeks, last_whole

NOTHING = Text("没有新的周报要生成", "Nothing new to write")
BOOKS = 4  # of so many weeks back a corrected workbook is written anew by itself


def close_week(c: Changes, week: str, counted: dict[str, Any]) -> Text:
    """The week as it was counted becomes revision 1; what stands out finds its owner."""
    return closing.freeze(c, counted)


def look_again(c: Changes, day: date, counted: dict[str, Any]) -> Text:
    """Closed weeks that came to something else since the last look get a revision that says what moved, and why."""
    return closing.freeze_again(c, counted)


def close_months(c: Changes, day: date, counted: list[dict[str, Any]]) -> Text:
    """The month before is closed from its day on; closed ones that came to something else get a revision."""
    return months.freeze_months(c, counted)


def write_books(day: date) -> Text | str:
    """The workbook of every late week in its newest revision, where it isn't written yet."""
    folder = str(database.folder_of("exports"))
    order = [{"week": str(week), "folder": folder} for week in closed_weeks()[-BOOKS:]]
    made = [beside("exports.weekly:write_week", week, closing.quiet) for week in order]
    return ", ".join(Path(name).name for name in made if name) or NOTHING


# By hand ------------------------------------------------------------------------------------------------------------------


def by_hand(week: str | None, back: int, again: bool, reason: str | None, say: Any) -> None:
    """What `python main.py weekly` does: closes a week, or counts a closed one again, and fills in weeks before it."""
    who = system("系统·命令行")
    last = closing.over(week or str(last_whole(today())))
    tell = Progress(say)
    if back:
        said = closing.fill([Week(last.monday - timedelta(weeks=at)) for at in range(1, back + 1)], who=who, tell=tell)
        say(f"补算 {len(said)} 周 / {len(said)} weeks filled in")
    if again or last not in closed_weeks():
        done = closing.recompute(str(last), reason=reason or "命令行", who=who, tell=tell)
        say(f"{done.zh} / {done.en}")
    else:
        say(f"{last} 已关账；加 --recompute 可重新统计 / is closed; --recompute counts it again")


class Progress:
    """Says a line whenever something new is begun or another tenth is done."""

    def __init__(self, say: Any):
        self.say, self.last = say, None

    def __call__(self, share: float, text: str | None = None) -> None:
        progress = (int(share // 10), text)
        if progress != self.last:
            self.last = progress
            self.say(f"{share:3.0f} % {text or ''}".rstrip())
