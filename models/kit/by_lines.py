"""By-lines of what the app does itself: kept once, in Chinese, in the trail; told in the reader's language."""

from . import own_words
from .own_words import spoken
from .text import Text

__all__ = ["COMMANDS", "COPIES", "DEMO", "NOTICES", "OF", "REPORT", "SURVEY", "SYSTEM", "declare", "of", "spoken"]

SYSTEM = Text("系统", "System")
SURVEY = Text("顾客·问卷", "Customer · survey")
OF = Text("系统·{what}", "System · {what}")


def declare(line: Text) -> Text:
    """Let a by-line be told in both languages; what is kept in the trail is its Chinese."""
    own_words.declare(line)
    return line


def of(what: Text) -> Text:
    """The by-line of a piece of automatic work, declared."""
    return declare(OF(what=what))


for _line in (SYSTEM, SURVEY):
    declare(_line)
REPORT, COPIES, COMMANDS, DEMO, NOTICES = (
    of(Text("周报", "weekly report")),
    of(Text("备份", "backup")),
    of(Text("命令行", "command line")),
    of(Text("演示", "demo data")),
    of(Text("通知", "notices")),
)
