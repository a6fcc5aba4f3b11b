"""What a view says in a message, and whether it says anything new."""

import hashlib
import json
from itertools import chain, islice

from ...kit.text import Text
from ..automations.saying import cell
from .viewed import Viewed

MOST_SAID, MOST_COLUMNS, LONGEST, LONGEST_LINE = 20, 6, 1200, 120
MOST_IN_FILE = 20_000
HEAD = Text("【{record}·{view}】{n} 行", "[{record}: {view}] {n} rows")
NO_ROWS = Text("【{record}·{view}】没有符合的行", "[{record}: {view}] no rows")
MORE = Text("……另有 {n} 行", "… and {n} more rows")
PARTLY = Text("（视图里有看不到的列或条件，没有用上）", "(columns or conditions that can't be seen were left out)")
TOO_LONG = Text(
    "超过 {most} 行，不附文件：请给视图加筛选，或在运营台里导出",
    "Over {most} rows, so no file comes along: narrow the view, or export it in the app",
)


def message_of(sides: dict[str, Viewed], count: int, as_text: bool) -> Text:
    """In both languages, each as its reader of that language sees it: the first rows where they are said in the message."""
    return Text(*(_message(sides[lang], lang, count, as_text) for lang in ("zh", "en")))


def _message(view: Viewed, lang: str, count: int, as_text: bool) -> str:
    head = (HEAD if count else NO_ROWS)(record=view.record.sheet.label, view=view.label, n=f"{count:,}").say(lang)
    lines = [head, PARTLY.say(lang)] if view.partly else [head]
    said, shown = 0, view.names[:MOST_COLUMNS]
    if as_text and count:
        lines.append(" ｜ ".join(view.query.fields[name].label.say(lang) for name in shown))
    for row in view.query.rows(0, MOST_SAID) if as_text and count else ():
        parts = (cell(view.record, name, row, view.query.shown, view.query.who) for name in shown)
        line = "· " + " ｜ ".join(" ".join(part.split()) for part in parts)
        line = line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1] + "…"
        if sum(map(len, lines)) + len(line) > LONGEST:
            break
        lines.append(line)
        said += 1
    if as_text and said < count:
        lines.append(MORE(n=f"{count - said:,}").say(lang))
    return "\n".join(lines)


def digest_of(view: Viewed, count: int) -> str:
    """What makes two sendings the same: the rows and what stands in them, as far as a file goes."""
    rows = chain.from_iterable(view.query.stream(("id", *view.names)))
    said = hashlib.sha256(f"{count}".encode())
    for row in islice(rows, MOST_IN_FILE):
        said.update(json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass"))
    return said.hexdigest()
