"""By-lines of what the app does itself: kept once, in Chinese, in the trail; told in the reader's language."""

from .text import Text

SYSTEM = Text("系统", "System")
SURVEY = Text("顾客·问卷", "Customer · survey")
OF = Text("系统·{what}", "System · {what}")
_told: dict[str, Text] = {}


def declare(line: Text) -> Text:
    """Let a by-line be told in both languages; what is kept in the trail is its Chinese."""
    _told[line.zh] = line
    return line


def of(what: Text) -> Text:
    """The by-line of a piece of automatic work, declared."""
    return declare(OF(what=what))


def told(name: str, lang: str) -> str:
    """Who it was, for this reader: a person's name as it is, the app's own by-lines in the reader's language."""
    line = _told.get(name)
    return name if line is None else line.say(lang)


for _line in (SYSTEM, SURVEY):
    declare(_line)
REPORT, COPIES, COMMANDS, DEMO, NOTICES = (
    of(Text("周报", "weekly report")),
    of(Text("备份", "backup")),
    of(Text("命令行", "command line")),
    of(Text("演示", "demo data")),
    of(Text("通知", "notices")),
)
