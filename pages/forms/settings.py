"""What a form is beside its questions: what it fills in by itself, what it says, and the way to it."""

from datetime import date
from typing import TYPE_CHECKING, Any

from nicegui import ui

from models.kit.fields import ChoiceField

from ..parts.codes import picture
from ..parts.pieces import button, card, copy_button, icon_button, link, tag
from . import builder_words as words

if TYPE_CHECKING:
    from .editor import Editor

PRINT = (
    "() => { const body = document.body.classList; body.add('f-printing');"
    " addEventListener('afterprint', () => body.remove('f-printing'), { once: true }); print(); }"
)


def fixed_card(editor: "Editor") -> None:
    """By column, a value or what follows from who fills it in and when."""
    fixed = editor.said.setdefault("fixed", {})
    with card(editor.say(words.FIXED)):
        tag("div", "o-soft", editor.say(words.FIXED_HINT))
        for name in [name for name in fixed if name in editor.record.fields()]:
            _fixed(editor, fixed, name)
        there = {question["name"] for part in editor.said["parts"] for question in part["fields"]} | fixed.keys()
        fields = editor.record.fields()
        free = [name for name in editor.columns if name not in there and not fields[name].uploaded]

        def add(event: Any) -> None:
            if event.value in free:
                fixed[event.value] = ""
                editor.again()
                editor.touched()

        labels = {name: editor.label(name) for name in free}
        ui.select(labels, label=editor.say(words.ADD_FIXED), on_change=add, with_input=True).props(
            "outlined dense"
        ).classes("f-adder").mark("add fixed")


def _fixed(editor: "Editor", fixed: dict[str, Any], name: str) -> None:
    item, said = editor.record.fields()[name], fixed[name]
    follows = said.get("as", "") if isinstance(said, dict) else ""

    def follow(event: Any) -> None:
        fixed[name] = {"as": event.value} if event.value else ""
        editor.again()
        editor.touched()

    def put(event: Any) -> None:
        fixed[name] = event.value if isinstance(event.value, str) else ""
        editor.touched()

    def remove() -> None:
        del fixed[name]
        editor.again()
        editor.touched()

    with tag("div", "o-line f-fixed"):
        tag("b", "", editor.label(name))
        ui.select({key: editor.say(text) for key, text in words.AS.items()}, value=follows, on_change=follow).props(
            "outlined dense"
        ).mark(f"as {name}")
        if not follows:
            label = editor.say(words.VALUE)
            if isinstance(item, ChoiceField):
                options = {option.key: editor.say(option.label) for option in item.offered}
                made: Any = ui.select(options, value=said if said in options else None, label=label, on_change=put)
            else:
                made = ui.input(label, value=str(said), on_change=put)
            made.props("outlined dense").mark(f"fixed {name}")
        text = editor.say(words.REMOVE(label=editor.label(name)))
        icon_button("close", text, remove, kind="o-quiet o-small")


def texts_card(editor: "Editor") -> None:
    """What it is called, what it says before and after, and which number it shows."""
    fields = editor.record.fields()
    shown = {"": "—"} | {name: editor.label(name) for name in editor.record.facts().columns if name in fields}

    def number(event: Any) -> None:
        editor.said["number"] = event.value or ""
        editor.touched()

    with card(editor.say(words.TEXTS)):
        with tag("div", "f-pair"):
            for name, what in (("name", words.ZH), ("name_en", words.EN)):

                def put(event: Any, name: str = name) -> None:
                    editor.sets[name] = (event.value or "").strip() or None
                    editor.touched()

                label = editor.say(what(what=words.NAME))
                ui.input(label, value=editor.sets[name] or "", on_change=put).props("outlined dense maxlength=60").mark(
                    name
                )
        editor.words_of(editor.said, "intro", words.INTRO, long=True)
        editor.words_of(editor.said, "thanks", words.THANKS, long=True)
        now = editor.said.get("number") or ""
        label = editor.say(words.SHOWS)
        ui.select(shown, value=now if now in shown else "", label=label, on_change=number).props("outlined dense").mark(
            "number"
        )


def way_card(editor: "Editor") -> None:
    """Whether and for whom it is open; the link with its code, as it is kept."""
    with card(editor.say(words.WAY)):
        for name, text in (("open", words.OPEN), ("public", words.PUBLIC), ("once", words.ONCE)):
            ui.checkbox(editor.say(text), value=bool(editor.sets[name]), on_change=_setting(editor, name, bool)).mark(
                name
            )
        with tag("div", "f-pair"):
            closes = editor.sets["closes_on"]
            ui.input(
                editor.say(words.CLOSES),
                value=closes.isoformat() if closes else "",
                on_change=_setting(editor, "closes_on", _day),
            ).props("outlined dense type=date stack-label").mark("closes_on")
            ui.number(
                editor.say(words.MOST), value=editor.sets["most"], min=1, on_change=_setting(editor, "most", _count)
            ).props("outlined dense").mark("most")
        way = f"f/{editor.form.token}" if editor.form.public else f"form/{editor.form.id}"
        _link(editor, editor.base + way, way)


def _setting(editor: "Editor", name: str, read: Any) -> Any:
    def put(event: Any) -> None:
        editor.sets[name] = read(event.value)
        editor.touched()

    return put


def _count(value: Any) -> int | None:
    return int(value) if isinstance(value, int | float) and value >= 1 else None


def _day(value: Any) -> Any:
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


def _link(editor: "Editor", address: str, path: str) -> None:
    with tag("div", "f-code"):
        tag("b", "f-print", editor.form.name)
        made = tag("img", "f-qr").mark("code")
        made.props["src"], made.props["alt"] = picture(address), editor.say(words.QR)
        tag("code", "o-soft o-address", address).mark("address")
    with tag("div", "o-line"):
        copy_button(editor.say(words.COPY), address, editor.say(words.COPIED))
        button(editor.say(words.PRINT), None, icon="print", kind="o-small", mark="print").on("click", js_handler=PRINT)
        if editor.form.open:
            link(editor.say(words.LOOK), f"/{path}", "o-button o-small", icon="open_in_new")
        link(editor.say(words.TO_ROW), f"/r/design_form/{editor.form.id}", "o-button o-small", icon="link_off")
