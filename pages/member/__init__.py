"""A member's own page: the person, points, purchases, gifts, follow-ups and history on one screen, and what is done with a member."""

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.kit.clock import today
from models.kit.text import Text
from models.kit.write.edits import Answer
from models.members import Member, MemberFollowUp

from .. import guard
from ..api.answers import NOT_THERE
from ..frame import page
from ..linked import LinkedRows
from ..papers.offered import papers_button
from ..parts.dialogs import action_bar
from ..parts.drawn import Drawn
from ..parts.ears import listen_here
from ..parts.pieces import link, tag
from ..parts.session import ask, viewer
from ..record import arrows, crumbs, walk_of
from . import points, sections
from .reading import Sight, read_member

EDIT = Text("编辑资料", "Edit details")


def mount() -> None:
    @ui.page("/r/member/{id:int}")
    async def member_page(request: Request, id: int) -> None:
        walk = walk_of(request, Member)
        sight = await ask(read_member, id, guard.who(request), walk)
        if sight is None:
            raise HTTPException(404, NOT_THERE)
        MemberPage(sight, walk)


class MemberPage:
    """One member on one screen; after something was done, here or elsewhere, the parts that it changed are drawn anew."""

    def __init__(self, sight: Sight, walk: dict):
        self.id, self.walk, self.drawn, who = sight.id, walk, Drawn(), viewer()
        with page(sight.name, Member.key()):
            with tag("div", "o-line"):
                crumbs(Member, who, walk)
                tag("div", "o-gap")
                self.arrows = tag("div", "o-line")
            self.head, self.figures = tag("div"), tag("div")
            with tag("div", "o-two o-wide-side"):
                self.left = tag("div", "o-stack")
                with tag("div", "o-stack"):
                    self.follow_ups = sections.FollowUps(self.id, self.done)
                    self.right = tag("div", "o-stack")
            self.linked = LinkedRows(self.id)
            self._draw(sight)
            listen_here(Member.key(), self.id, self.refresh)
            listen_here(MemberFollowUp.key(), None, self.refresh)

    def _draw(self, sight: Sight) -> None:
        who, day, around, draw = viewer(), today(), sight.around, self.drawn.draw
        draw(self.arrows, (around.before, around.after, who), lambda: arrows(Member, around, self.walk, who))
        person = (sight.name, sight.row, sight.shown, around.papers, who)
        draw(self.head, person, lambda: sections.person(sight, who, lambda: self._buttons(sight)))
        figures = (sight.row, sight.next_tier, sight.lots, day, who)
        draw(self.figures, figures, lambda: sections.figures(sight, who))
        bought = (sight.lots, sight.entries, sight.earns, sight.purchases, sight.redemptions, day, who)
        draw(self.left, bought, lambda: self._bought(sight))
        draw(self.right, (sight.moves, sight.benefits, around.past, who), lambda: self._past(sight))
        draw(self.follow_ups.list, (sight.follow_ups, day, who), lambda: self.follow_ups.draw(sight, who))
        self.linked.draw(around.related, who)

    def _bought(self, sight: Sight) -> None:
        who = viewer()
        points.card_of(sight, who)
        sections.purchases(sight, who)
        sections.redemptions(sight, who, self.done)

    def _past(self, sight: Sight) -> None:
        who = viewer()
        sections.tier(sight, who)
        sections.history_of(sight, who, self.refresh)

    def _buttons(self, sight: Sight) -> None:
        """The two things done all day stand out; freezing or unfreezing goes by the card's state."""
        who = viewer()
        turn = "thaw" if sight.row.get("status") == "frozen" else "freeze"
        link(EDIT.say(who.lang), "/r/member/" + str(self.id) + "/form", "o-button", icon="edit")
        names = ("redeem", "adjust_points", "request_gift", turn, "merge")
        action_bar([house().actions[name] for name in names], self.id, self.done, first=2)
        papers_button(sight.around.papers, who)

    async def done(self, _: Answer) -> None:
        await self.refresh()

    async def refresh(self) -> None:
        turn = self.drawn.asks()
        sight = await ask(read_member, self.id, viewer(), self.walk)
        if sight is not None and not self.drawn.is_late(turn):
            self._draw(sight)
