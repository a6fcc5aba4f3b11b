"""Field type → what a person types into: one control per type, and the frame around it with label, hint and refusal."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from models.kit.access import Who
from models.kit.fields import (
    ChoiceField,
    CountField,
    DayField,
    DecimalAsInteger,
    Described,
    FlagField,
    LinkField,
    MomentField,
    MoneyField,
    MonthField,
    NoteField,
    PhoneField,
    PinyinField,
    TagsField,
)
from models.kit.links import look
from models.kit.text import Text

from .pieces import button, span, tag
from .session import ask, viewer
from .values import text_of

YES, NO = Text("是", "Yes"), Text("否", "No")
CHOOSE = Text("输入名称、编号或拼音", "Name, code or pinyin")
NOTHING_FOUND = Text("没有找到“{text}”", "Nothing found for “{text}”")
CALENDAR = Text("打开日历", "Open the calendar")
SYLLABLES = Text("多音字读错时改，如 shan xiong xin", "Correct a misread name, e.g. shan xiong xin")
DAY_SHAPE, MOMENT_SHAPE = Text("年-月-日", "YYYY-MM-DD"), Text("年-月-日 时:分", "YYYY-MM-DD hh:mm")
MONTH_SHAPE = Text("如 2026-11", "e.g. 2026-11")
AUTO = Text("留空自动编号", "Left empty, it is numbered by itself")
MANY = 7  # options from which on a list can be searched


@dataclass
class Control:
    """What stands in a form for one field: `get` is what would be sent, `put` shows a wire value."""

    element: Element
    get: Callable[[], Any]
    put: Callable[[Any], None]
    listen: Callable[[Callable[[], None]], None]


class Entry:
    """One field on a form: label above, control, hint, and the place where its refusal is told."""

    def __init__(
        self, name: str, item: Described, who: Who, value: Any, *, on_change: Callable[[], None] | None = None
    ):
        self.item, self.who = item, who
        with tag("div", "o-field").classes("o-kind-" + item.kind) as self.box:
            if isinstance(item, WIDE):
                self.box.classes("o-wide")
            with tag("label", "o-label"):
                span(item.label.say(who.lang))
                if item.required:
                    span("*", "o-star")
            self.control = control(item, who)
            self.control.element.props["aria-label"] = item.label.say(who.lang)
            self.control.element.mark(name)
            if item.auto is not None:
                self.control.element.props["placeholder"] = AUTO.say(who.lang)
            if item.hint is not None:
                tag("div", "o-hint", item.hint.say(who.lang))
            self.fault = tag("div", "o-fault")
            self.fault.props["role"] = "alert"
        self.start(value)
        if on_change is not None:
            self.control.listen(on_change)

    def start(self, value: Any) -> None:
        """Show what is stored; from here on it counts as unchanged."""
        self.control.put(value)
        self.stored, self.first = value, self.control.get()
        self.tell(None)

    @property
    def value(self) -> Any:
        return self.control.get()

    @property
    def changed(self) -> bool:
        return self.value != self.first

    def tell(self, text: Text | None) -> None:
        """Say beside the field why it was not accepted; None takes it away."""
        self.fault.clear()
        self.box.classes(add="o-faulty") if text else self.box.classes(remove="o-faulty")
        self.fault.set_visibility(text is not None)
        if text is not None:
            with self.fault:
                span(text.say(self.who.lang))

    def offer(self, label: Text, choose: Callable[[], None], mark: str) -> None:
        """A way out beside the refusal."""
        with self.fault:
            button(label.say(self.who.lang), choose, kind="o-small", mark=mark)


WIDE = (NoteField, TagsField)


@singledispatch
def control(item: Described, who: Who) -> Control:
    """One line of text: what most types are typed as; the kit reads it as the type means it."""
    return _line(item)


@control.register
def _(item: PhoneField, who: Who) -> Control:
    return _line(item, inputmode="tel")


@control.register
def _(item: CountField, who: Who) -> Control:
    return _line(item, inputmode="numeric")


@control.register
def _(item: DecimalAsInteger, who: Who) -> Control:
    return _line(item, inputmode="decimal")


@control.register
def _(item: MoneyField, who: Who) -> Control:
    made = _line(item, inputmode="decimal", prefix="¥")

    def put(wire: Any) -> None:
        made.element.value = text_of(item, wire, who.lang).replace("¥", "", 1)

    return Control(made.element, made.get, put, made.listen)


@control.register
def _(item: PinyinField, who: Who) -> Control:
    return _line(item, placeholder=SYLLABLES.say(who.lang), autocapitalize="none")


@control.register
def _(item: MonthField, who: Who) -> Control:
    return _line(item, placeholder=MONTH_SHAPE.say(who.lang))


@control.register
def _(item: NoteField, who: Who) -> Control:
    return _typed(ui.textarea().props("outlined dense autogrow"))


@control.register
def _(item: DayField, who: Who) -> Control:
    made = _line(item, inputmode="numeric", placeholder=DAY_SHAPE.say(who.lang))
    _calendar(made.element, who, lambda day: day)
    return made


@control.register
def _(item: MomentField, who: Who) -> Control:
    made = _line(item, placeholder=MOMENT_SHAPE.say(who.lang))
    _calendar(made.element, who, lambda day: " ".join([day, *(made.element.value or "").split()[1:]]))

    def put(wire: Any) -> None:
        made.element.value = text_of(item, wire, who.lang)

    return Control(made.element, made.get, put, made.listen)


@control.register
def _(item: FlagField, who: Who) -> Control:
    element = ui.toggle({True: YES.say(who.lang), False: NO.say(who.lang)}, clearable=item.null)
    element.classes("o-segments").props("unelevated no-caps")
    return _chosen(element)


@control.register
def _(item: ChoiceField, who: Who) -> Control:
    options = {choice.key: choice.label.say(who.lang) for choice in item.options}
    element = ui.select(options, clearable=item.null, with_input=len(options) > MANY)
    return _chosen(element.props("outlined dense options-dense"))


@control.register
def _(item: TagsField, who: Who) -> Control:
    element = ui.input_chips(new_value_mode="add-unique").props("outlined dense")

    def put(wire: Any) -> None:
        element.value = list(wire or ())

    return Control(element, lambda: list(element.value or ()) or None, put, _listener(element))


@control.register
def _(item: LinkField, who: Who) -> Control:
    element = Picker(item, who)

    def put(wire: Any) -> None:
        element.choose(wire if isinstance(wire, dict) else None)

    return Control(element, lambda: element.chosen and element.chosen["id"], put, element.listen)


class Picker(Element):
    """Chooses a record by name, code or pinyin; what it offers is asked from the kit as one types."""

    def __init__(self, item: LinkField, who: Who):
        super().__init__("q-select")
        self.item, self.chosen = item, None
        self._told: list[Callable[[], None]] = []
        self._asked = 0
        self.props("outlined dense use-input hide-selected fill-input options-dense input-debounce=200 options=[]")
        self.props("clearable" if item.null else "")
        self.props["popup-content-class"] = "o-pick"
        self.props["placeholder"] = CHOOSE.say(who.lang)
        self.on("update:model-value", self._picked)
        self.on("input-value", self._typed)
        self.on("focus", lambda: self._offer(""), args=[])
        with self.add_slot("no-option"), ui.element("q-item"):
            self._none = span("", "o-faint")

    def choose(self, wire: dict[str, Any] | None) -> None:
        self.chosen = wire
        self.props["model-value"] = wire and {"value": wire["id"], "label": str(wire.get("text", ""))}

    def listen(self, told: Callable[[], None]) -> None:
        self._told.append(told)

    def _picked(self, event: GenericEventArguments) -> None:
        option = event.args
        if isinstance(option, dict) and isinstance(option.get("value"), int):
            self.choose({"id": option["value"], "text": str(option.get("label", ""))})
        else:
            self.choose(None)
        for told in self._told:
            told()

    async def _typed(self, event: GenericEventArguments) -> None:
        text = event.args if isinstance(event.args, str) else ""
        if not self.chosen or text != self.chosen.get("text"):
            await self._offer(text[:100])

    async def _offer(self, text: str) -> None:
        self._asked += 1
        turn, who = self._asked, viewer()
        found = await ask(look, self.item.rel_model, who, text, item=self.item)
        if turn == self._asked and not self.is_deleted:  # a slower answer to an earlier key comes too late
            self._none.text = NOTHING_FOUND(text=text).say(who.lang)
            self.props["options"] = [
                {"value": one["id"], "label": one["text"], "caption": one["hint"]} for one in found
            ]


def _line(item: Described, **props: str) -> Control:
    made = ui.input().props("outlined dense autocomplete=off")
    for name, value in props.items():
        made.props[name] = value
    return _typed(made)


def _typed(element: Any) -> Control:
    def put(wire: Any) -> None:
        element.value = "" if wire is None else str(wire)

    return Control(element, lambda: (element.value or "").strip() or None, put, _listener(element))


def _chosen(element: Any) -> Control:
    def put(wire: Any) -> None:
        element.value = wire if wire in element.options else None

    return Control(element, lambda: element.value, put, _listener(element))


def _listener(element: Any) -> Callable[[Callable[[], None]], None]:
    return lambda told: element.on_value_change(lambda _: told())


def _calendar(element: Any, who: Who, typed: Callable[[str], str]) -> None:
    """A calendar beside a field that can also be typed into."""
    with element.add_slot("append"):
        opener = ui.button(icon="event", color=None).props("flat round dense tabindex=-1")
        opener.props["aria-label"] = CALENDAR.say(who.lang)
        with opener, ui.menu() as menu:
            day = ui.date().props("minimal today-btn")

    def picked(event: Any) -> None:
        if event.value and event.value != (element.value or "")[:10]:
            element.value = typed(event.value)
            menu.close()

    def opened() -> None:
        day.set_value((element.value or "")[:10] or None)

    menu.on("before-show", opened, args=[])
    day.on_value_change(picked)


__all__ = ["Control", "Entry", "Picker", "control"]
