"""Columns whose headers nobody foresaw: matched by their words and their values together, each guess with how sure it is and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from exports.incoming.assigning import assigned
from exports.incoming.column_values import ColumnValues, values_of
from exports.incoming.columns import FoundColumn, Guess
from exports.incoming.contradicting import doubted
from exports.incoming.fitting import NEVER, About, Fit, fit
from exports.incoming.labels import has_odd_scale, normal, unscaled
from exports.incoming.left_over import LeftOver
from exports.incoming.meaning import Meanings, read, says_more
from exports.incoming.table import Table
from exports.incoming.variants import lists_choices, ungrouped, variants
from models.kit.ask.links import find
from models.kit.ask.marks import MARK
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may, visible
from models.kit.declare.record import Record
from models.kit.fields import ChoiceField
from models.kit.server.database import reading
from models.kit.text import Text, join

LEAST_ASKED = 0.25  # what is worth a question where nothing better goes there
LEAST, SURE, APART = 0.34, 0.70, 0.12  # what a guess is worth at least, when it is sure, and how far from the next
SURE_AMONG_KNOWN = 0.85  # where labels say all that rows need, what else looks alike is less likely meant
BY_VALUES = 0.5  # of what values alone are worth where the words say nothing
LIKE_ITSELF = 0.8  # how near words must come to what rules keep, which a file seldom brings
LEAST_SAID = 0.15  # how near words must come at all
OTHERWISE, LISTED = (
    0.97,
    0.92,
)  # what words count where a part of the header was left out, and where it names the choices
NEEDED = 0.01  # a file has rather what its rows can't be without
STORED = 120  # rows that show what a field usually holds
LIKE = Text("表头像“{label}”", "the header is like “{label}”")
ALONE = Text("表头没有认出", "the header is not known")
OR_ELSE = Text("也可能是{others}", "it could be {others} as well")
FIRST_ROWS = 400


@dataclass(frozen=True)
class Scored:
    """A column and a field: what it is worth that they belong together, the share of words in it, and why."""

    worth: float
    words: float
    label: str
    fit: Fit


class Matcher:
    """What a record type wants, ready to be held against the columns of tables, for one person."""

    def __init__(self, record: type[Record], who: Who, wanted: Iterable[Any]):
        self.record, self.who = record, who
        self.items = record.arriving()
        self.wanted_all = list(wanted)
        self.wanted = [want for want in self.wanted_all if want.name != MARK and want.name in self.items]
        labels: dict[str, Iterable[str]] = {
            want.name: [*want.labels[:3], *want.labels[3:], *want.also] for want in self.wanted
        }
        self.meanings = Meanings(labels, record.sheet.label.zh)
        self.choices = {
            name: {word for choice in item.options for word in (choice.zh, choice.en, *choice.aka)}
            for name, item in self.items.items()
            if name in labels and isinstance(item, ChoiceField)
        }
        self._stored: dict[str, tuple[Any, ...]] | None = None
        self._known_whole = False

    def words(self, header: str) -> dict[str, tuple[float, str]]:
        """Wanted name → how near a header comes to it, by which label; what is said in brackets or of a unit left aside."""
        scores = dict(self.meanings.scores(header))
        short = unscaled(header)[0]
        ways = [(short, 1.0)] if short and short != header else []
        for way, worth in [*ways, *((way, OTHERWISE) for way in variants(header))]:
            for name, (near, label) in self.meanings.scores(way).items():
                scores[name] = max((worth * near, label), scores.get(name, (0.0, "")))
        for name, labels in self.choices.items():
            if lists_choices(header, labels):
                scores[name] = max((LISTED, self.items[name].label.zh), scores.get(name, (0.0, "")))
        return scores

    def guessed(self, table: Table) -> Table:
        """The table with guesses for the columns that no label names."""
        self._known_whole = is_whole(self.record, table.names)
        free = [want.name for want in self.wanted if want.name not in table.names]
        columns = [column for column in table.columns if self._is_open(table, column)]
        if not free or not columns:
            return table
        top = _top_of(table)
        cells = {column.index: self._values(top, column.index) for column in columns}
        columns = [
            column for column in columns if not cells[column.index].counts_rows or says_more(ungrouped(column.label))
        ]
        with reading():
            scores = self._scores(columns, free, cells)
        goes = _assigned(columns, free, scores, LEAST)
        left = [column for column in columns if column.index not in goes]
        likely = _assigned(left, [name for name in free if name not in goes.values()], scores, LEAST_ASKED)
        guesses = {index: self._guess(index, name, scores, goes) for index, name in goes.items()}
        for index, name in likely.items():  # too little to be believed, enough to be asked about
            guesses[index] = replace(self._guess(index, name, scores, goes | likely), sure=False)
        goes |= likely
        for index, (name, why) in self._left_over(table, cells, scores, goes).items():
            goes[index], guesses[index] = name, Guess(name, False, LEAST_ASKED, why, ())
        return replace(
            table,
            columns=tuple(
                replace(column, name=goes[column.index], guess=guesses[column.index])
                if column.index in goes
                else column
                for column in table.columns
            ),
        )

    def _left_over(
        self,
        table: Table,
        cells: dict[int, ColumnValues],
        scores: dict[int, dict[str, Scored]],
        goes: dict[int, str],
    ) -> dict[int, tuple[str, Text]]:
        """What is asked of the columns that words and values together say too little of."""
        mapped = {column.index: column.name for column in table.columns if column.name} | goes
        added = {column.index for column in table.columns if column.added}
        left = {at: cells[at] for at in scores if at not in goes and at not in added}
        names = [name for name in next(iter(scores.values())) if name not in mapped.values()]
        return LeftOver(self.record, left, names, lambda at, name: scores[at][name].fit).asks(mapped)

    def _is_open(self, table: Table, column: FoundColumn) -> bool:
        """Whether nobody has said yet where it goes; a column called like a mapped one is a second of it."""
        taken = {normal(other.label) for other in table.columns if other.name}
        free = not (column.name or column.serial or column.spread is not None)
        return free and normal(column.label) not in taken and not has_odd_scale(column.label)

    def doubted(self, table: Table) -> Table:
        """The table with a question at each column that plainly holds something else than its header says."""
        top, items = _top_of(table), {want.name: self.items[want.name] for want in self.wanted}

        def known(name: str, values: ColumnValues) -> float:
            with reading():
                called = self._known([name], [values])[name]
            return values.share([text in called for text in values.texts])

        def near(header: str, values: ColumnValues) -> dict[str, float]:
            words = self.words(header)
            may_be = (name for name in words if fit(self.items[name], values, About()).worth > NEVER)
            return {name: words[name][0] for name in may_be}

        return doubted(table, items, lambda place: self._values(top, place), self._means, known, near)

    @staticmethod
    def _values(table: Table, place: int) -> ColumnValues:
        first = table.header + 1 - table.sheet.first_row
        rows = range(first, min(len(table.sheet.rows), first + FIRST_ROWS))
        end = table.end
        lines = (
            table.sheet.rows[at]
            for at in rows
            if at + table.sheet.first_row not in table.skipped and (end is None or at + table.sheet.first_row < end)
        )
        return values_of(line[place] if place < len(line) else None for line in lines)

    def _scores(
        self, columns: list[FoundColumn], names: list[str], cells: dict[int, ColumnValues]
    ) -> dict[int, dict[str, Scored]]:
        known = self._known(names, cells.values())
        stored, every = self.stored(), frozenset[str]().union(*known.values())
        scores: dict[int, dict[str, Scored]] = {}
        for column in columns:
            words, mine = self.words(column.label), {}
            for name in names:
                near, label = words.get(name, (0.0, ""))
                about = About(
                    self._means(name),
                    stored.get(name, ()),
                    known.get(name, frozenset()),
                    every,
                    name in self.record.sheet.key,
                )
                mine[name] = self._scored(name, near, label, fit(self.items[name], cells[column.index], about))
            scores[column.index] = mine
        return scores

    def _means(self, name: str) -> frozenset[str]:
        want = next(want for want in self.wanted if want.name == name)
        return frozenset(concept for label in want.labels[:2] for token in read(label) for concept in token)

    def _scored(self, name: str, near: float, label: str, fitting: Fit) -> Scored:
        if fitting.worth <= NEVER or (near < LEAST_SAID and not fitting.telling):
            return Scored(0.0, near, label, fitting)
        by_values = BY_VALUES * fitting.worth + 0.35 * near if fitting.telling else 0.0
        worth = max(0.78 * near + 0.26 * fitting.worth, by_values)
        worth += NEEDED if self.items[name].required or name in self.record.sheet.key else 0.0
        if self.items[name].locked and self.items[name].opening is None:
            worth -= 0.03  # what rules keep is seldom what a file brings
        return Scored(worth, near, label, fitting)

    def _known(self, names: list[str], cells: Iterable[ColumnValues]) -> dict[str, frozenset[str]]:
        """Which texts of the file are called so in the types that these fields link to, asked once a type."""
        texts = {text for column in cells if column.days < 0.5 for text in column.texts if text and len(text) <= 60}
        targets = {name: target for name in names if (target := self.items[name].linked)}
        called = {
            target: frozenset(find(target, self.who, texts))
            for target in set(targets.values())
            if may(self.who, "see", target)
        }
        return {name: called.get(target, frozenset()) for name, target in targets.items()}

    def stored(self) -> dict[str, tuple[Any, ...]]:
        """What some rows hold here now, of what this person sees whole."""
        if self._stored is None:
            shown = visible(self.who, self.record)
            rows = Query(self.record, self.who).rows(limit=STORED) if may(self.who, "see", self.record) else []
            names = [name for name, how in shown.items() if how == "full"]
            self._stored = {name: tuple(row[name] for row in rows if row.get(name) is not None) for name in names}
        return self._stored

    def _guess(self, index: int, name: str, scores: dict[int, dict[str, Scored]], goes: dict[int, str]) -> Guess:
        mine = scores[index][name]
        taken = {other for at, other in goes.items() if at != index}
        rivals = sorted(
            ((other, score.worth) for other, score in scores[index].items() if other != name and score.worth > LEAST),
            key=lambda way: -way[1],
        )
        nearest = max((worth - (0.15 if other in taken else 0.0) for other, worth in rivals), default=0.0)
        claimed = max(
            (s[name].worth - (0.15 if at in goes else 0) for at, s in scores.items() if at != index), default=0.0
        )
        least = SURE_AMONG_KNOWN if self._known_whole else SURE
        apart = mine.worth - max(nearest, claimed) >= APART
        sure = mine.worth >= least and apart and mine.fit.worth > 0 and not self.record.sheet.reported
        kept = (
            self.items[name].locked and self.items[name].opening is None
        )  # nothing comes of it, and it may be another's
        sure = sure and not kept and (not self.items[name].locked or mine.words >= LIKE_ITSELF)
        lacking = self._lacking(index, name, scores, goes)
        rivals += [(other, scores[index][other].worth) for other in lacking if other not in dict(rivals)]
        sure = sure and not lacking
        return Guess(
            name,
            sure,
            round(min(1.0, mine.worth), 2),
            self._why(name, mine, rivals, lacking),
            tuple(other for other, _ in rivals[:3]),
        )

    def _lacking(self, index: int, name: str, scores: dict[int, dict[str, Scored]], goes: dict[int, str]) -> list[str]:
        """What rows can't be without and no column is surely taken for, where this one could be it and is taken for what is no need."""
        needed = {*self.record.sheet.key, *(other for other, item in self.items.items() if item.required)}
        if name in needed:
            return []
        sure = {other for at, other in goes.items() if scores[at][other].worth >= SURE}
        free = [other for other in scores[index] if other in needed - sure and not self.items[other].locked]
        mine = scores[index]
        return [other for other in free if mine[other].words >= LEAST_ASKED and mine[other].fit.worth > NEVER]

    def _why(self, name: str, mine: Scored, rivals: list[tuple[str, float]], lacking: list[str]) -> Text:
        label = self.items[name].label if mine.label in (name, self.items[name].label.en) else mine.label
        says = [LIKE(label=label) if mine.words >= 0.3 else ALONE()]
        says += [mine.fit.why] if mine.fit.why is not None else []
        close = [other for other, worth in rivals[:2] if mine.worth - worth < APART]
        close = [self.items[other].label for other in dict.fromkeys([*close, *lacking])]
        says += [OR_ELSE(others=join(close, "、", ", "))] if close else []
        return join(says, "，", "; ")


def _assigned(
    columns: list[FoundColumn], names: list[str], scores: dict[int, dict[str, Scored]], least: float
) -> dict[int, str]:
    """Which column goes where, of what is worth so much at least."""
    worth = [[max(0.0, scores[c.index][name].worth - least + 0.01) for name in names] for c in columns]
    places = zip(columns, assigned(worth) if names else [None] * len(columns), strict=True)
    return {column.index: names[place] for column, place in places if place is not None}


def _top_of(table: Table) -> Table:
    """The table as far down as is looked at: what stays out below need not be known to see what a column holds."""
    last = table.header + 1 - table.sheet.first_row + FIRST_ROWS
    return replace(table, sheet=replace(table.sheet, rows=table.sheet.rows[:last]))


def is_whole(record: type[Record], names: set[str]) -> bool:
    """Whether these are all that new rows need."""
    needed = {*record.sheet.key, *(name for name, item in record.fields().items() if item.required and not item.locked)}
    return needed <= {*names, *record.sheet.arrives}
