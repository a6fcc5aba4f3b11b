"""Field type → what a person types into: one control per type, and the frame around it with label, hint and refusal."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from nicegui import ui
from nicegui.element import Element

from models.kit.declare.access import Who
from models.kit.fields import (
    BarcodeField,
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
    NameField,
    NamesField,
    NoteField,
    PhoneField,
    PinyinField,
    TagsField,
)
from models.kit.text import Text

from .codes import beneath, scanner
from .columns import keypad
from .pickers import LinkPicker, NamePicker, NamesPicker, Picker
from .pieces import button, span, tag
from .values import text_of

YES, NO = Text("是", "Yes"), Text("否", "No")
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
            scannable(item, self)
            if item.auto is not None:
                self.control.element.props["placeholder"] = AUTO.say(who.lang)
            if item.hint is not None:
                tag("div", "o-hint", item.hint.say(who.lang))
            self.under = tag("div")
            self.fault = tag("div", "o-fault")
            self.fault.props["role"] = "alert"
        if self.typed:
            self.box.props["data-typed"] = name
        self.start(value)
        if on_change is not None:
            self.control.listen(on_change)

    def beside(self, get: Callable[[], Any]) -> None:
        """What can be chosen here depends on another field of the row: `get` tells what that one is now."""
        if isinstance(self.control.element, NamesPicker):
            self.control.element.owner = get

    def start(self, value: Any) -> None:
        """Show what is stored; from here on it counts as unchanged."""
        self.control.put(value)
        if self.typed:  # the browser keeps what is typed over it, with what stood there
            self.box.props["data-base"] = json.dumps(value)
        self.stored, self.first = value, self.control.get()
        self.under.clear()
        with self.under:
            beneath(self.item, value, self.who)
        self.tell(None)

    @property
    def typed(self) -> bool:
        """Whether it is a text that one types, and not something chosen."""
        return isinstance(self.control.element, ui.input | ui.textarea)

    @property
    def raw(self) -> Any:
        """What stands in the control, right or not, for `retype`."""
        element = self.control.element
        return element.chosen if isinstance(element, Picker) else element.value

    def retype(self, raw: Any) -> None:
        """Let it stand there again as if it had just been typed or chosen; what can't stand there is left out."""
        element = self.control.element
        if isinstance(element, Picker):
            if element.accepts(raw):
                element.choose(raw)
        elif self.typed:
            element.value = raw if isinstance(raw, str) else element.value
        elif isinstance(self.item, TagsField):
            element.value = [part for part in raw if isinstance(part, str)] if isinstance(raw, list) else element.value
        elif raw is None or (isinstance(raw, str | bool) and raw in element.options):
            element.value = raw

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


@singledispatch
def scannable(item: Described, entry: Entry) -> None:
    """A way to fill the field with the camera, for what stands printed on things."""


@scannable.register
def _(item: BarcodeField, entry: Entry) -> None:
    def read(code: str) -> None:
        entry.control.put(code)
        entry.tell(None)

    scanner(entry.who, read, lambda text: entry.tell(text))


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
    return _figures(item, "numeric")


@control.register
def _(item: DecimalAsInteger, who: Who) -> Control:
    return _figures(item, "decimal")


@control.register
def _(item: MoneyField, who: Who) -> Control:
    made = _figures(item, "decimal", prefix="¥")

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
    options = {choice.key: choice.label.say(who.lang) for choice in item.offered}
    element = ui.select(options, clearable=item.null, with_input=len(options) > MANY)
    return _chosen(element.props("outlined dense options-dense"))


@control.register
def _(item: TagsField, who: Who) -> Control:
    element = ui.input_chips(new_value_mode="add-unique").props("outlined dense")

    def put(wire: Any) -> None:
        element.value = list(wire or ())

    return Control(element, lambda: list(element.value or ()) or None, put, _listener(element))


@control.register
def _(item: NameField, who: Who) -> Control:
    return _picking(NamePicker(item, who), lambda chosen: chosen)


@control.register
def _(item: NamesField, who: Who) -> Control:
    return _picking(NamesPicker(item, who), lambda chosen: list(chosen or ()) or None)


@control.register
def _(item: LinkField, who: Who) -> Control:
    return _picking(LinkPicker(item, who), lambda chosen: chosen and chosen["id"])


def _picking(element: Picker, sent: Callable[[Any], Any]) -> Control:
    def put(wire: Any) -> None:
        element.choose(wire if element.accepts(wire) else None)

    return Control(element, lambda: sent(element.chosen), put, element.listen)


def _figures(item: Described, pad: str, **props: str) -> Control:
    pad = keypad(pad, item.least)
    return _line(item, **props, **({"inputmode": pad} if pad else {}))


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
    return lambda on_change: element.on_value_change(lambda _: on_change())


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


__all__ = ["Control", "Entry", "control"]
