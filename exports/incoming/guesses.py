"""What becomes of columns that were matched by their words and values: which are sure, which are asked about, what a person said."""

from dataclasses import replace
from typing import Any

from exports.incoming.columns import FoundColumn
from exports.incoming.incoming_book import Chosen
from exports.incoming.table import Table
from models.kit.text import Text, join

GUESSES = ("ask", "take", "leave")
UNSURE = Text(
    "{count} 列是按表头和内容推测的，拿不准，请确认：{columns}；没有确认的列不会导入",
    "{count} columns go where they only seem to and should be confirmed: {columns}; unconfirmed they stay out",
)
ASKED = Text("请确认：{way}", "To be confirmed: {way}")
NOT_TAKEN = Text("没有人确认，没有这样读：{way}", "Nobody confirmed it, so it was not read so: {way}")
PAIR = Text("“{column}”→{field}", "“{column}” → {field}")
MOST_SAID = 6


def unsure(table: Table) -> list[FoundColumn]:
    """The columns that a person should decide on."""
    return [column for column in table.columns if column.guess and not column.guess.sure]


def kept_out(chosen: Chosen) -> Chosen:
    """The table without what is only likely: nothing is written that nobody has said."""
    doubtful = {column.index for column in unsure(chosen.table)}
    columns = tuple(
        replace(column, name=None) if column.index in doubtful else column for column in chosen.table.columns
    )
    return replace(chosen, table=replace(chosen.table, columns=columns))


def confirmed(chosen: Chosen, places: set[int], taken: bool) -> Chosen:
    """A person has said of these columns that they go where they seem to, or that they stay out."""
    named = {
        column.index: column.guess.name if taken else None for column in unsure(chosen.table) if column.index in places
    }
    return replace(chosen, table=chosen.table.remapped(named))


def asked_ways(chosen: Chosen) -> list[Text]:
    """The sentences of how it could be read, as long as nobody has said whether it is to be."""
    return [(ASKED if way.taken else NOT_TAKEN)(way=way.text) for way in chosen.pending]


def remark(chosen: Chosen) -> list[Text]:
    """The sentence that names the columns to be confirmed."""
    doubtful = unsure(chosen.table)
    if not doubtful:
        return []
    fields = chosen.record.arriving()
    said = [PAIR(column=c.label, field=fields[c.guess.name].label) for c in doubtful[:MOST_SAID]]
    more = [Text("…", "…")] if len(doubtful) > MOST_SAID else []
    return [UNSURE(count=len(doubtful), columns=join([*said, *more], "、", ", "))]


def wired(chosen: Chosen, lang: str) -> dict[str, Any]:
    """For the answer: by header, the columns that were made out, and those of them that should be confirmed."""
    fields = chosen.record.arriving()

    def of(column: FoundColumn) -> dict[str, Any]:
        return {
            "field": column.guess.name,
            "label": fields[column.guess.name].label.say(lang),
            "sure": column.guess.worth,
            "why": column.guess.why.say(lang),
            "or": list(column.guess.others),
        }

    pending = {proposal.kind for proposal in chosen.pending}
    over = chosen.table.over if "across" in pending else None
    guessed = [column for column in chosen.table.columns if column.guess]
    doubtful = {column.label: of(column) for column in guessed if not column.guess.sure or column.added in pending}
    if over is not None:  # its headers are values only if somebody says so
        for column in chosen.table.spread:
            name = column.under or over.cells
            doubtful[column.label] = {"field": name, "label": fields[name].label.say(lang), "over": over.name}
    sure = {column.label: of(column) for column in guessed if column.label not in doubtful}
    return {"guessed": sure, "unsure": doubtful}
