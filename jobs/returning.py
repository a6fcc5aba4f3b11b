"""What the import command says of a file that was exported to be edited and comes back."""

from collections.abc import Callable

from exports.incoming.returns import Came
from models.kit.declare.access import Who
from models.kit.text import Text

COUNTS = Text(
    "“导出修改”的文件（{by}于 {at} 导出）：文件里改了 {mine} 格，系统里改了 {theirs} 格，两边都改 {conflicts} 格，"
    "新增 {new} 行，文件里少了 {missing} 行，已不在 {gone} 行，有误 {faulty} 格",
    "A file exported to be edited (by {by}, {at}): {mine} cells changed in it, {theirs} here, {conflicts} on both sides; "
    "{new} new rows, {missing} taken out of it, {gone} no longer here, {faulty} faulty cells",
)
CONFLICT = Text(
    "  {cell}（{title}，{column}）：导出时“{before}”，现在“{theirs}”（{by}），文件里“{mine}”",
    "  {cell} ({title}, {column}): exported as “{before}”, now “{theirs}” ({by}), in the file “{mine}”",
)
FAULT = Text("  {cell}（{column}）“{value}”：{message}", "  {cell} ({column}) “{value}”: {message}")
LOCKED = Text("  {cell}（{column}）没有采用：{message}", "  {cell} ({column}) is left out: {message}")
MISSING = Text(
    "  文件里没有的行没有删除：{titles}；要删除请在页面上导入并勾选",
    "  Rows that the file lacks are not deleted: {titles}; to delete them bring the file to the page and tick them",
)
HOW = Text(
    "  两边都改的格：加 --conflicts mine（用文件的）或 --conflicts theirs（用系统的）",
    "  Cells changed on both sides: --conflicts mine takes the file's, --conflicts theirs what is here",
)
COULD = Text("没有写入任何内容", "Nothing was written")
NAMED = 10


def tell_back(came: Came, who: Who, out: Callable[[str], None]) -> int:
    """Says it line by line. Returns 0, or 1 when something stayed out or is to be decided."""
    lang, answer, returned = who.lang, came.wire(who.lang), came.returned
    counts = {"mine": len(returned.mine), "theirs": len(returned.theirs), "conflicts": len(returned.conflicts)}
    rows = {"new": len(returned.new), "missing": len(returned.missing), "gone": len(returned.gone)}
    about = {"by": came.stamp.by, "at": came.stamp.at, "faulty": len(came.faults)}
    out(COUNTS(**counts, **rows, **about).say(lang))
    for note in answer["notes"]:
        out(f"  {note}")
    for kind, text in (("faulty", FAULT), ("locked", LOCKED), ("conflicts", CONFLICT)):
        for said in answer[kind]:
            out(text(**{"by": "?", **said}).say(lang))
    if answer["missing"]:
        out(MISSING(titles="、".join(row["title"] for row in answer["missing"][:NAMED])).say(lang))
    if came.plan.undecided:
        out(HOW.say(lang))
    out(answer["message"] or COULD.say(lang))
    applied = came.outcome is None or came.outcome.state in ("applied", "duplicate", "nothing")
    return 0 if applied and not came.faults and not came.plan.undecided else 1
