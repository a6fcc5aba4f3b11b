"""Why what is locked is corrected: asked where a change was refused for want of it, and the change made once more."""

from collections.abc import Awaitable, Callable

from models.kit.fields import NoteField
from models.kit.text import Text
from models.kit.write.edits import Answer

from .dialogs import alarm, dialog, foot
from .inputs import Entry
from .pieces import tag
from .session import viewer

TITLE, CORRECT = Text("更正已锁定的内容", "Correct what is locked"), Text("更正", "Correct")
REASON = Text("原因", "Reason")
MISSING = Text("请写明更正的原因", "Say why it is corrected")
LONGEST = 200


def ask_reason(answer: Answer, again: Callable[[str], Awaitable[None]]) -> None:
    """`again` does it with the reason."""
    who = viewer()
    with dialog(TITLE.say(who.lang)) as (made, alert):
        for text in list(dict.fromkeys(fault.text for fault in answer.errors))[:3]:
            tag("p", "o-soft", text.say(who.lang))
        with tag("div", "o-form o-one"):
            entry = Entry("reason", NoteField(REASON.zh, REASON.en, longest=LONGEST), who, None)

        async def go() -> None:
            if not (reason := str(entry.value or "").strip()):
                alarm(alert, MISSING, viewer())
                return
            made.close()
            await again(reason)

        foot(made, CORRECT.say(who.lang), go, who)
