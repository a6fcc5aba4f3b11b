"""Comments that wait, in the words of one cell of a workbook: who said what about what, each with its answers."""

from collections.abc import Iterable, Mapping

from models.kit.clock import local
from models.kit.fields import Described
from models.kit.text import Text
from models.kit.write.comments import Comment

LABEL = Text("评论", "Comments")
LINE = Text("{lead}{by} {at}：{text}", "{lead}{by} {at}: {text}")
ABOUT = Text("【{column}】", "[{column}] ")
EARLIER = Text("（前面还有 {n} 条，请在系统里看）", "({n} earlier ones: see the app)")
MOST = 30_000  # characters; a cell of a workbook holds 32,767


def in_words(comments: Iterable[Comment], fields: Mapping[str, Described], lang: str) -> str | None:
    """One line each, an answer indented; the newest where not all fit. None without comments."""
    lines = [_line(comment, fields, lang) for comment in comments]
    kept, length = 0, 0
    for line in reversed(lines):
        length += len(line) + 1
        if length > MOST:
            break
        kept += 1
    left_out = len(lines) - kept
    head = [EARLIER(n=left_out).say(lang)] if left_out else []
    return "\n".join([*head, *lines[left_out:]]) or None


def by_cell(comments: Iterable[Comment], fields: Mapping[str, Described], lang: str) -> dict[str | None, str]:
    """The same by the column that is spoken of, answers with what they answer; None for the row as a whole."""
    cells: dict[int, str | None] = {}
    talks: dict[str | None, list[Comment]] = {}
    for comment in comments:
        name = cells[comment.id] = comment.field if comment.parent is None else cells.get(comment.parent)
        talks.setdefault(name, []).append(comment)
    return {name: in_words(mine, fields, lang) or "" for name, mine in talks.items()}


def _line(comment: Comment, fields: Mapping[str, Described], lang: str) -> str:
    lead = "　↳ " if comment.parent is not None else ""
    if comment.parent is None and comment.field is not None:
        lead = ABOUT(column=fields[comment.field].label).say(lang)
    at = local(comment.at).strftime("%m-%d %H:%M")
    return LINE(lead=lead, by=comment.user_name, at=at, text=" ".join(comment.text.split())).say(lang)
