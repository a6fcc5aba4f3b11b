"""The week's first page as somebody wrote it for the meeting 本周一页: kept with the revision whose figures it speaks of."""

from typing import Any

from ..kit import Changes, CountField, LineField, LinkField, Move, NoteField, Record, Refused, Sheet, Text
from ..kit.week.rollup import newest, week_named
from ..organization import Store

LINES = Text(
    "一行一句，最多三句；留空用系统生成的", "A sentence a line, three at most; left empty, the system's own stand"
)


MOST = 3
TOO_MANY = Text(
    "“{label}”写了 {count} 句，最多 {most} 句：第一页要在会上念，请合并成 {most} 行，或把其余的写进周会意见",
    "“{label}” has {count} sentences, {most} at most: the page is read aloud. Make {most} lines of it, or put the rest into the notes",
)


def of_the_newest_revision(c: Changes, rows: list[dict[str, Any]]) -> None:
    """It speaks of the figures as they stand when it is begun; 0 is of a week that isn't closed yet."""
    for row in rows:
        if row["revision"] is None:
            made = _newest(row["week"])
            row["revision"] = made.revision if made else 0


def _newest(week: str) -> Any:
    try:
        return newest(week_named(week or ""))
    except ValueError:
        return None


def no_more_than_three(c: Changes, moves: list[Move]) -> None:
    """A section that is left alone stays as it was."""
    for move in moves:
        for name in ("happened", "causes", "decisions"):
            if move.new is not None and move.changed(name):
                count = sum(bool(line.strip()) for line in (getattr(move.new, name) or "").splitlines())
                if count > MOST:
                    raise Refused(
                        TOO_MANY(label=WeekPage.fields()[name].label, count=count, most=MOST), name, move.index
                    )


class WeekPage(Record):
    """Facts, causes and decisions of a week in somebody's own words; what is left empty is said from the figures."""

    week = LineField("周", "Week", max_length=8, index=True, width=90, hint=Text("如 2026-W47", "As in 2026-W47"))
    revision = CountField("版本", "Revision", null=True, locked=True, width=80)
    store = LinkField(Store, "门店", "Store", null=True, hint=Text("留空为全公司", "Empty: the whole company"))
    happened = NoteField("三件事实", "Facts", null=True, hint=LINES)
    causes = NoteField("三个原因", "Causes", null=True, hint=LINES)
    decisions = NoteField("三个决定", "Decisions", null=True, hint=LINES)

    sheet = Sheet(
        "本周一页",
        "The week on a page",
        title="week",
        order=("-week", "-revision"),
        search=("happened", "causes", "decisions"),
        fill=of_the_newest_revision,
        checks=(no_more_than_three,),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("revision", "store", "week"), True),)
