"""Where each column of the file goes, by what existing rows are recognised, and what may be created on the way."""

from typing import Any

from nicegui import ui
from nicegui.element import Element

from exports.incoming.arranged.ways import ADDED
from exports.incoming.columns import FoundColumn
from exports.incoming.field_cells import header_said
from exports.read.encodings import ENCODINGS
from models.kit.ask.marks import MARK
from models.kit.declare.access import Who, visible
from models.kit.declare.record import Record
from models.kit.incoming.cells import can_create
from models.kit.text import Text

from ..parts.inputs import control
from ..parts.pieces import button, card, span, tag
from ..parts.session import viewer
from . import words
from .repairs import as_typed

OUT = ""  # a select can't hold None as a choice


def columns_card(page: Any, who: Who) -> None:
    state = page.state
    columns, hidden = state.shown_columns()
    mapped = sum(column.name is not None or column.spread is not None for column in columns)
    unmapped = len(state.chosen.table.unmapped)
    with card(words.COLUMNS.say(who.lang), words.MAPPED(n=mapped).say(who.lang)) as head:
        if unmapped:
            with head:
                span(words.UNMAPPED(n=unmapped).say(who.lang), "o-pill warning")
        if state.unsure:
            with head:
                span(words.UNSURE(n=len(state.unsure)).say(who.lang), "o-pill warning").mark("unsure")
        with tag("div", "i-options"):
            _options(page, who)
        _lacking(page, who)
        with tag("details", "o-more i-map") as fold:
            if unmapped or not state.chosen.headed or state.refused or state.unsure:
                fold.props["open"] = True
            tag("summary", "", words.SHOW_COLUMNS.say(who.lang))
            _all_at_once(page, who)
            with tag("div", "i-columns"):
                for head_text in (words.IN_FILE, words.EXAMPLES, words.GOES_TO):
                    tag("div", "i-head", head_text.say(who.lang))
                for column in columns:
                    _column(page, column, who)
            if hidden:
                tag("div", "o-faint", words.MORE_COLUMNS(n=hidden).say(who.lang))


def encoding_line(page: Any, who: Who) -> None:
    """In which encoding a csv was read: names that look like nonsense are put right here."""
    now = (page.state.book.encoding or "").removesuffix("-sig")
    names = {name: text.say(who.lang) for name, text in ENCODINGS.items()}
    with tag("div", "o-field i-encoding"):
        tag("div", "o-label", words.READ_AS.say(who.lang))
        chosen = ui.select(names, value=now if now in names else None, on_change=lambda e: page.read_as(e.value))
        chosen.props("outlined dense options-dense").mark("encoding")
        chosen.props["aria-label"] = words.READ_AS.say(who.lang)
        tag("div", "o-hint", words.READ_AS_HINT.say(who.lang))


def readings_card(page: Any, who: Who) -> None:
    """Of a csv whose encoding can't be told: what it says in each, to choose the one that can be read."""
    with card(words.WHICH_ENCODING(file=page.state.filename).say(who.lang)):
        for name, sample in page.state.readings.items():
            label = ENCODINGS[name].say(who.lang)
            with tag("div", "i-note i-way"):
                span(sample)
                made = button(label, lambda name=name: page.read_as(name), kind="o-small", mark=f"reading {name}")
                made.props["aria-label"] = f"{label}: {sample}"
        tag("div", "o-hint", words.WHICH_ENCODING_HINT.say(who.lang))


def _all_at_once(page: Any, who: Who) -> None:
    """One answer for several columns that only seem to be a field."""
    places = {column.index for column in page.state.unsure}
    if len(places) > 1:
        with tag("div", "o-line i-guesses"):
            for text, taken in ((words.ALL_RIGHT, True), (words.NONE_RIGHT, False)):
                button(
                    text.say(who.lang),
                    lambda taken=taken: page.confirm(places, taken),
                    kind="o-small",
                    mark=f"guesses {taken}",
                )


def _guess(page: Any, column: FoundColumn, who: Who) -> None:
    """Why a column goes where its header doesn't say, and the question whether it does."""
    tag("div", "o-hint", column.guess.why.say(who.lang))
    if column.guess.sure:
        return
    with tag("div", "o-line i-guess"):
        for text, taken in ((words.RIGHT, True), (words.NOT_SO, False)):
            made = button(
                text.say(who.lang),
                lambda taken=taken: page.confirm({column.index}, taken),
                kind="o-small",
                mark=f"guess {taken} {column.index}",
            )
            made.props["aria-label"] = f"{column.label}: {text.say(who.lang)}"


def _lacking(page: Any, who: Who) -> None:
    """A required column that the file hasn't got is filled for all rows at once."""
    state, fields, lang = page.state, page.record.fields(), who.lang
    for name in state.lacking:
        item, given = fields[name], state.chosen.fixed.get(name, "")
        with tag("div", "i-group i-lacking"):
            with tag("div", "i-group-said"):
                said = words.FILLED if given else words.LACKS
                span(said(column=item.label, value=given).say(lang), "i-label")
            with tag("div", "o-field i-value"):
                entry = control(item, who)
                entry.element.props["aria-label"] = item.label.say(lang)
                entry.element.mark(f"every {name}")

            async def fill(name: str = name, item: Any = item, entry: Any = entry) -> None:
                if value := as_typed(item, entry.get(), viewer()):
                    await page.fill(name, value)

            button(words.FILL_ALL.say(lang), fill, icon="done_all", kind="o-small", mark=f"fill {name}")
            if given:
                clear = button(words.CLEAR.say(lang), lambda name=name: page.fill(name, ""), kind="o-small o-quiet")
                clear.mark(f"clear {name}")


def _options(page: Any, who: Who) -> None:
    state, lang = page.state, who.lang
    if len(state.fitting) > 1:
        names = {
            name: name
            if fits
            else f"{name}（{words.NO_HEADER.zh}）"
            if lang == "zh"
            else f"{name} ({words.NO_HEADER.en})"
            for name, fits in state.fitting.items()
        }
        with _labelled(words.SHEET, lang):
            chosen = ui.select(names, value=state.chosen.table.sheet.name, on_change=lambda e: page.take(e.value))
            chosen.props("outlined dense").mark("sheet")
    with _labelled(words.MODE, lang):
        modes = {mode: text.say(lang) for mode, text in words.MODES.items()}
        chosen = ui.select(modes, value=state.options.mode, on_change=lambda e: page.ask(mode=e.value))
        chosen.props("outlined dense").mark("mode")
    keys = _key_choices(page, lang)
    if keys:
        with _labelled(words.KEY, lang):
            now = [name for name in state.options.key if name in keys]
            chosen = ui.select(keys, value=now, multiple=True, on_change=lambda e: page.ask(key=tuple(e.value or ())))
            chosen.props("outlined dense use-chips").mark("key")
    small = creatable(state.record, who)
    if small:
        label = Text(
            "、".join(record.sheet.zh for record in small), ", ".join(record.sheet.en.lower() for record in small)
        )
        made = ui.checkbox(
            words.CREATE(records=label).say(lang),
            value=bool(state.options.create_links),
            on_change=lambda e: page.ask(create_links=e.value),
        )
        made.classes("i-check").mark("create")
    if state.options.mode in ("both", "update"):
        with _labelled(words.BLANKS, lang):
            modes = {mode: text.say(lang) for mode, text in words.BLANK_MODES.items()}
            chosen = ui.select(modes, value=state.options.blanks, on_change=lambda e: page.ask(blanks=e.value))
            chosen.props("outlined dense").mark("blanks")


def _labelled(label: Text, lang: str) -> Element:
    box = tag("div", "o-field")
    with box:
        tag("div", "o-label", label.say(lang))
    return box


def _key_choices(page: Any, lang: str) -> dict[str, str]:
    """The columns of the file that rows may be recognised by: what can be seen whole and isn't computed."""
    state, fields = page.state, page.record.fields()
    cells = state.incoming.cells if state.incoming else None
    return {
        column.name: fields[column.name].label.say(lang)
        for column in state.chosen.table.columns
        if column.name in fields
        and not fields[column.name].derived
        and (cells is None or (column.name in cells.taken and column.name not in cells.masked))
    }


def creatable(record: type[Record], who: Who) -> list[type[Record]]:
    """The small look-ups this record links to that the person may have created on the way."""
    return [target for target in _linked(record) if can_create(target, who)]


def nameable(record: type[Record], who: Who) -> list[type[Record]]:
    """The larger types whose rows need no more than a name, each of which the person may ask for."""
    return [target for target in _linked(record) if not target.sheet.small and can_create(target, who, {target.key()})]


def _linked(record: type[Record]) -> list[type[Record]]:
    return list(dict.fromkeys(item.rel_model for item in record.links().values() if not item.locked))


def _spread(page: Any, over: str, cells: str, value: Any, who: Who) -> None:
    """A header that is itself a value: each cell under it becomes a row."""
    fields = page.record.arriving()
    said = {name: fields[name].label for name in (over, cells)}
    text = words.EACH_CELL(over=said[over], value=header_said(fields[over], value, who.lang), cells=said[cells])
    tag("div", "i-target o-soft", text.say(who.lang))


def _column(page: Any, column: FoundColumn, who: Who) -> None:
    with tag("div", "i-source"):
        if not column.added:
            span(column.letter, "i-letter")
        span(ADDED[column.added].say(who.lang) if column.added else column.label, "i-label")
    with tag("div", "i-examples o-faint"):
        span(" · ".join(page.state.examples(column.index)))
    if column.spread is not None:
        over = page.state.chosen.table.over
        _spread(page, over.name, over.cells, column.spread, who)
        return
    with tag("div", "o-field i-target"):
        shown = visible(who, page.record)
        fields, parts = page.record.arriving(), page.record.facts().brought
        names = {OUT: words.STAYS_OUT.say(who.lang)} | {
            name: fields[name].label.say(who.lang) for name in (*shown, *parts, MARK)
        }
        chosen = ui.select(
            names,
            value=column.name or OUT,
            with_input=True,
            on_change=lambda e, place=column.index: page.map(place, e.value or None),
        )
        chosen.props("outlined dense options-dense").mark(f"column {column.index}")
        chosen.props["aria-label"] = column.label
        if column.name is None:
            chosen.classes("i-out")
        elif column.guess is not None:
            _guess(page, column, who)
        report = page.state.incoming.report if page.state.incoming else None
        if report is not None and column.name in report.ignored:
            differing = report.differing.get(column.name)
            text = words.NOT_IMPORTED_DIFFERS if differing else words.NOT_IMPORTED
            tag("div", "o-hint", text(why=report.ignored[column.name], n=differing).say(who.lang))
