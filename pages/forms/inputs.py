"""Field type → what stands in a form for it, in plain HTML: a phone's own keys, calendars and camera."""

from functools import singledispatch
from html import escape

from models.design.forms.paper import Asked
from models.kit.fields import (
    ChoiceField,
    CountField,
    DayField,
    DecimalAsInteger,
    Described,
    EmailField,
    FilesField,
    FlagField,
    LinkField,
    MomentField,
    MonthField,
    NameField,
    NoteField,
    PhoneField,
    RatingField,
    TagsField,
    UrlField,
)
from models.kit.text import Text

from ..parts.columns import keypad
from ..parts.outside import box

MANY = 6  # options from which on a list unrolls
YES, NO, PLEASE = Text("是", "Yes"), Text("否", "No"), Text("请选择", "Please choose")
ADD_PHOTO, ADD_FILE = Text("拍照或选图片", "Take or choose a picture"), Text("选图片或 PDF", "Choose a picture or PDF")
PARTED = Text("几个词用逗号隔开", "Several words, with commas between")


@singledispatch
def drawn(item: Described, asked: Asked, lang: str, given: list[str]) -> str:
    """One line of text: what most types are typed as; the kit reads it as the type means it."""
    return _line(asked, lang, given)


def _line(asked: Asked, lang: str, given: list[str], **more: str) -> str:
    said = "".join(f' {name}="{escape(value)}"' for name, value in more.items())
    value = escape("".join(given[:1]))
    return f'<input name="q-{asked.name}" value="{value}" autocomplete="off" aria-label="{_label(asked, lang)}"{said}>'


def _label(asked: Asked, lang: str) -> str:
    return escape(asked.label.say(lang))


def _pad(item: CountField | DecimalAsInteger, wanted: str) -> dict[str, str]:
    pad = keypad(wanted, item.least)
    return {"inputmode": pad} if pad else {}


@drawn.register
def _(item: CountField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, **_pad(item, "numeric"))


@drawn.register
def _(item: RatingField, asked: Asked, lang: str, given: list[str]) -> str:
    boxes = (box("radio", f"q-{asked.name}", str(n), str(n), given, False) for n in range(item.least, item.most + 1))
    return f'<div class="row five">{"".join(boxes)}</div>'


@drawn.register
def _(item: DecimalAsInteger, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, **_pad(item, "decimal"))


@drawn.register
def _(item: PhoneField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, type="tel")


@drawn.register
def _(item: EmailField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, inputmode="email", autocapitalize="none")


@drawn.register
def _(item: UrlField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, inputmode="url", autocapitalize="none")


@drawn.register
def _(item: DayField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, type="date")


@drawn.register
def _(item: MonthField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, type="month")


@drawn.register
def _(item: MomentField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, given, type="datetime-local")


@drawn.register
def _(item: NoteField, asked: Asked, lang: str, given: list[str]) -> str:
    return f'<textarea name="q-{asked.name}" rows="4" aria-label="{_label(asked, lang)}">{escape("".join(given[:1]))}</textarea>'


@drawn.register
def _(item: TagsField, asked: Asked, lang: str, given: list[str]) -> str:
    return _line(asked, lang, ["、".join(given)], placeholder=PARTED.say(lang))


@drawn.register
def _(item: FlagField, asked: Asked, lang: str, given: list[str]) -> str:
    return _chosen(asked, lang, {"true": YES.say(lang), "false": NO.say(lang)}, given)


@drawn.register
def _(item: ChoiceField, asked: Asked, lang: str, given: list[str]) -> str:
    return _chosen(asked, lang, {option.key: option.label.say(lang) for option in item.offered}, given)


@drawn.register
def _(item: NameField, asked: Asked, lang: str, given: list[str]) -> str:
    options = {offer["key"]: offer["label"]["en" if lang == "en" else "zh"] for offer in item.offers()}
    return _chosen(asked, lang, options, given)


@drawn.register
def _(item: LinkField, asked: Asked, lang: str, given: list[str]) -> str:
    return _chosen(asked, lang, {str(id): title for id, title in asked.options.items()}, given)


def _chosen(asked: Asked, lang: str, options: dict[str, str], given: list[str]) -> str:
    if len(options) <= MANY:
        boxes = (box("radio", f"q-{asked.name}", key, label, given, False) for key, label in options.items())
        return f'<div class="row list">{"".join(boxes)}</div>'
    lines = (
        f'<option value="{escape(key)}"{" selected" if key in given else ""}>{escape(label)}</option>'
        for key, label in options.items()
    )
    first = f'<option value="">{escape(PLEASE.say(lang))}</option>'
    return f'<select name="q-{asked.name}" aria-label="{_label(asked, lang)}">{first}{"".join(lines)}</select>'


@drawn.register
def _(item: FilesField, asked: Asked, lang: str, given: list[str]) -> str:
    """What is put here is sent at once and waits; `given` are (key, name) of what waits already, as key:name."""
    accept = "image/*" if item.pictures else "image/*,application/pdf"
    label = (ADD_PHOTO if item.pictures else ADD_FILE).say(lang)
    return (
        f'<ul class="files">{"".join(given)}</ul><label class="add"><input type="file" multiple accept="{accept}">'
        f'<span>{escape(label)}</span></label><div class="said" role="alert"></div>'
    )
