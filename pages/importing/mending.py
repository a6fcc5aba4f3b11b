"""The faulty cells of a file that came back, put right where they are shown; the whole is compared anew with what they say then."""

from typing import Any

from models.kit.incoming.cells import Fault

from ..parts.pieces import button, span
from . import difference_words as words
from .compared import Compared
from .counted import Counted
from .faulty import FaultList


class Mending:
    """A comparison as the list of faulty cells asks for it; `column` and `at` say what is open of the list."""

    def __init__(self, page: Any, compared: Compared):
        self.page, self.compared, self.record = page, compared, compared.record
        self.state = Listed(compared)
        self.column, self.at = "", 0

    async def correct(self, cells: dict[tuple[int, str], str]) -> None:
        self.compared.typed.update(cells)
        await self.page.mend()

    def typed(self, fault: Fault, value: str) -> None:
        self.compared.typed.pop((fault.row, fault.field), None)
        if value != fault.value:
            self.compared.typed[fault.row, fault.field] = value

    async def check_typed(self) -> None:
        if self.compared.typed:
            await self.page.mend()

    async def leave_out(self, rows: set[int]) -> None:
        self.compared.leave_out(rows)
        await self.page.mend()

    async def put_back(self) -> None:
        self.compared.put_back()
        await self.page.mend()


class Listed:
    """What the list reads of a comparison."""

    def __init__(self, compared: Compared):
        self.compared, self.record = compared, compared.record

    @property
    def faults(self) -> list[Fault]:
        return self.compared.faults

    @property
    def chosen(self) -> Any:
        return self.compared.came.chosen

    @property
    def incoming(self) -> Any:
        return self.compared.came.returned

    @property
    def counted(self) -> Counted:
        """No column of such a file is filled with one value, so none is left to be filled elsewhere."""
        return Counted(self.record, self.incoming, self.faults, [])


class ReturnedFaults(FaultList):
    """A cell that the file hasn't got can't be put right in it; and a file of the faulty rows alone would not come back."""

    def _file_button(self) -> None:
        pass

    def _value(self, fault: Fault) -> None:
        if fault.field in self.page.state.chosen.table.mapping:
            super()._value(fault)
        else:
            span(fault.value, "i-said")


def corrections(page: Any, state: Compared, lang: str) -> None:
    """How much of the file was put right or left out, and the way back."""
    if not (state.fixes or state.choices.left_out):
        return
    if state.fixes:
        span(words.MENDED(n=f"{len(state.fixes):,}").say(lang), "o-pill info")
    if state.choices.left_out:
        span(words.LINES_OUT(n=f"{len(state.choices.left_out):,}").say(lang), "o-pill warning")
    button(
        words.AS_IN_FILE.say(lang),
        Mending(page, state).put_back,
        icon="undo",
        kind="o-small o-quiet",
        mark="as in file",
    )
