"""What can be chosen in the cells of a column."""

from functools import singledispatch

from models.kit import fields


@singledispatch
def choices(item: fields.Described, lang: str) -> list[str]:
    """The list to choose from; empty where the cell is free."""
    return []


@choices.register(fields.ChoiceField)
def _(item, lang: str) -> list[str]:
    return [choice.label.say(lang) for choice in item.offered]


@choices.register(fields.NameField)
def _(item, lang: str) -> list[str]:
    return [option["label"][lang] for option in item.offers()]


@choices.register(fields.FlagField)
def _(item, lang: str) -> list[str]:
    return [item.show(value, lang) for value in (True, False)]
