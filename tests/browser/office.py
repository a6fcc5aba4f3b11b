"""A person at the real grid who types with an input method, drags, and looks into the clipboard."""

from collections.abc import Callable
from typing import Any

from tests.browser.running import App, Desk

STORES = (("S1", "锦江一店"), ("S2", "武侯一店"), ("S3", "春熙路旗舰店"))
TIERS = (("T1", "普通会员", 1), ("T2", "银卡会员", 2), ("T3", "黑卡会员", 3))

FIND = "getElement(Number(document.querySelector('.s-sheet').id.slice(1))).page"


def furnish(app: App) -> None:
    """Stores and tiers to link to, and values for the first members that tests can count with."""
    anna = app.person("anna")
    stores = [{"id": None, "set": {"code": code, "name": name}} for code, name in STORES]
    tiers = [{"id": None, "set": {"code": code, "name": name, "rank": rank}} for code, name, rank in TIERS]
    for record, rows in (("store", stores), ("member_tier", tiers)):
        answer = anna.post(f"/{record}/changes", {"op": f"furnish-{record}", "changes": rows})
        assert answer["state"] == "applied", answer


class Sheet(Desk):
    """The grid of members by card number, with the clipboard open to the test."""

    def __init__(self, page: Any, app: App, query: str = ""):
        self.wires = page.context.new_cdp_session(page)
        super().__init__(page, app, app.url, query=query)

    # Looking -----------------------------------------------------------------------------------------------------------

    def active(self) -> tuple[int, str]:
        sink = self.page.locator(".s-sink textarea")
        return int(sink.get_attribute("data-row")), sink.get_attribute("data-field")

    def is_at(self, row: int, field: str) -> None:
        """The active cell, which takes keys; where it had to come into sight first, a moment later."""
        self.page.locator(f'.s-sink textarea[data-row="{row}"][data-field="{field}"]').wait_for(state="attached")

    def shape(self, name: str) -> Any:
        return self.page.locator(f".s-shape-{name}:visible")

    def clipboard(self) -> str:
        return self.page.evaluate("navigator.clipboard.readText()")

    def stored(self, row: int, column: str) -> Any:
        self.drained()
        return self.app.cell(self.id(row), column)

    def hold(self, address: str) -> Callable[[], None]:
        """What is asked of this address waits until the function that comes back is called."""
        held: list[Any] = []
        gone: list[bool] = []
        self.page.route(address, lambda route: route.continue_() if gone else held.append(route))

        def let_go() -> None:
            gone.append(True)  # what is asked while these are let go, as they are answered, isn't held any more
            for route in held:
                route.continue_()
            self.page.unroute(address)

        return let_go

    def until(self, what: str) -> None:
        """Waits for what is seen of the page of the sheet and of nothing that is drawn."""
        self.page.wait_for_function(f"({what})({FIND})")

    def button(self, name: str) -> Any:
        return self.page.get_by_role("button", name=name, exact=True)

    # Doing ---------------------------------------------------------------------------------------------------------------

    def show(self, row: int, field: str) -> None:
        """Into sight, with what stands there: a row that is still on its way takes no keys, and one below all that is
        known so far is none to go to before the count has come."""
        shown = f"([row, field]) => (({FIND}).adapter.show(row, field), ({FIND}).adapter.idAt(row) !== null)"
        self.page.wait_for_function(shown, arg=[row, field], polling=100)
        self.cell(row, field).wait_for()

    def click(self, row: int, field: str, **how: Any) -> None:
        self.show(row, field)
        self.cell(row, field).click(**how)

    def put(self, row: int, field: str, text: str) -> None:
        self.click(row, field)
        self.keys.type(text)
        self.keys.press("Enter")

    def paste(self, text: str) -> None:
        self.page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        self.keys.press("Control+v")

    def drag(self, start: tuple[int, str], end: tuple[int, str]) -> None:
        here, other = (self.cell(*at).bounding_box() for at in (start, end))
        self.pull((here["x"] + 12, here["y"] + 12), (other["x"] + 12, other["y"] + 12))

    def pull(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        mouse = self.page.mouse
        mouse.move(*start)
        mouse.down()
        mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
        mouse.move(*end, steps=3)
        mouse.up()

    def pull_handle(self, end: tuple[int, str]) -> None:
        handle = self.page.locator(".s-handle").bounding_box()
        other = self.cell(*end).bounding_box()
        self.pull((handle["x"] + 4, handle["y"] + 4), (other["x"] + 12, other["y"] + 12))

    # An input method -----------------------------------------------------------------------------------------------------

    def key(self, kind: str, key: str, code: str, number: int, **more: Any) -> None:
        event = {"type": kind, "key": key, "code": code, "windowsVirtualKeyCode": number, **more}
        self.wires.send("Input.dispatchKeyEvent", event)

    def compose(self, letters: str, model: str = "229") -> None:
        """Half of it: the letters stand under the cursor. In the `real` model a cell that takes no text gets raw letters."""
        typed = ""
        for letter in letters:
            if model == "real" and not self.editable():
                self.keys.press(letter)
                continue
            typed += letter
            self.key("rawKeyDown", "Process", f"Key{letter.upper()}", 229)
            self.wires.send(
                "Input.imeSetComposition", {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)}
            )
            self.key("keyUp", letter, f"Key{letter.upper()}", ord(letter.upper()))

    def choose(self, text: str) -> None:
        """The other half: a candidate is taken."""
        self.key("rawKeyDown", "Process", "Space", 229)
        self.wires.send("Input.insertText", {"text": text})
        self.key("keyUp", " ", "Space", 32)

    def type_chinese(self, letters: str, text: str, model: str = "229") -> None:
        self.compose(letters, model)
        self.choose(text)

    def enter_in_composition(self) -> None:
        """The Enter that takes the letters as they are; it belongs to the input method."""
        self.key("rawKeyDown", "Enter", "Enter", 229)

    def editable(self) -> bool:
        return self.page.evaluate("document.activeElement.matches('textarea, input:not([type=checkbox])')")
