"""From what people call a record to its id: by name, code or pinyin, within what the person may see."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .. import words
from ..declare.access import Who, scope, visible
from ..declare.record import Record
from ..fields import Described, LineField, LinkField, PhoneField, PinyinField
from ..pinyin import initials_typed
from ..reading import clean, narrow
from ..text import Refused, Text
from .lookup import alike, telling, written_so
from .marks import id_of
from .query import Query
from .searching import escaped, matches
from .titles import titles_of

LONGEST_NAME, MOST_TITLE = 200, 120
WITH_CODE = re.compile(r"(.+?)\s*[（(]([^（()）]{1,80})[)）]", re.DOTALL)
CODE_FIRST = re.compile(r"([A-Za-z0-9][A-Za-z0-9_]{0,39})[\s\-–—_/:：|·]+(.+)", re.DOTALL)
Faulting = Callable[[int, str, Text], None]


def naming(item: LinkField, who: Who) -> Who:
    """The person as the one who fills in this link: where it reaches `beyond` sight, with all rows of its type in sight,
    but of each the code and the name alone. For finding, offering and accepting what is named; never for reading rows.
    """
    target = item.rel_model
    grant = who.grants.get(target.key())
    if not item.beyond or who.all_rights or target.sheet.discreet or grant is None or "see" not in grant.verbs:
        return who
    called = {*target.sheet.key, target.sheet.title, target.pinyin().get(target.sheet.title)}
    alone = replace(grant, verbs=frozenset({"see"}), rows="all", hidden=grant.hidden | target.fields().keys() - called)
    return replace(who, grants={**who.grants, target.key(): alone})


def names_of(record: type[Record], who: Who | None = None) -> list[str]:
    """The fields by which people call a row: its title, its key, whatever is unique, and the pinyin of the title."""
    fields, shown = record.fields(), visible(who, record) if who else None
    unique = [name for (name, *more) in record.unique_sets() if not more]
    reading = record.pinyin().get(record.sheet.title)
    names = dict.fromkeys([*record.sheet.key, *unique, record.sheet.title, *([reading] if reading else [])])
    called = [
        name for name in names if isinstance(fields[name], LineField) and not isinstance(fields[name], PhoneField)
    ]
    return [name for name in called if shown is None or shown.get(name) == "full"]


def find(record: type[Record], who: Who, texts: set[str]) -> dict[str, list[int]]:
    """For each text, the ids it may mean: a unique name first, and only then the looser ones."""
    texts = {text for text in texts if len(text) <= LONGEST_NAME}
    by_text = _marked(record, who, texts)
    condition = scope(who, record)
    for name in names_of(record, who):
        item, missing = record.fields()[name], {text for text in texts if text not in by_text}
        if not missing:
            break
        if isinstance(item, PinyinField):
            by_text |= _sounding(record, item, missing, condition)
            continue
        wanted = {_asked(item, text): text for text in missing}
        for start in range(0, len(wanted), 500):
            part = list(wanted)[start : start + 500]
            query = record.select(item, record.id).where(item.in_(part))
            query = query if condition is None else query.where(condition)
            for value, id in query.order_by(record.id).tuples():
                by_text.setdefault(wanted[value], []).append(id)
    # Names are kept as they were written; what was typed full-width may stand there half-width, and the other way round.
    wide = {text: narrow(text) for text in texts if text not in by_text and narrow(text) != text}
    halved = find(record, who, set(wide.values())) if wide else {}
    by_text |= {text: halved[half] for text, half in wide.items() if half in halved}
    by_text |= _written_otherwise(record, who, texts - by_text.keys())
    return by_text | _with_code(record, who, texts - by_text.keys())


def _marked(record: type[Record], who: Who, texts: set[str]) -> dict[str, list[int]]:
    """The rows that our own exports name by their row number."""
    named = {text: id for text in texts if (id := id_of(record.key(), text))}
    there = visible_ids(record, who, set(named.values()))
    return {text: [id] for text, id in named.items() if id in there}


def _written_otherwise(record: type[Record], who: Who, texts: set[str]) -> dict[str, list[int]]:
    """ub 001 for UB001: by the same names, but for case, width and blanks."""
    by_text: dict[str, list[int]] = {}
    for name in telling(record, names_of(record, who)):
        wanted = ((text,) for text in texts if text not in by_text)
        near = alike(record, (name,), {value: written_so(value) for value in wanted})
        there = visible_ids(record, who, {id for ids in near.values() for id, _ in ids})
        by_text |= {text: ids for (text,), rows in near.items() if (ids := [id for id, _ in rows if id in there])}
    return by_text


def _with_code(record: type[Record], who: Who, texts: set[str]) -> dict[str, list[int]]:
    """王小明（M0012）, as exports write names that occur twice, or S1-锦江一店: what the code says, if it is called so."""
    cut = {text: (match[2].strip(), match[1]) for text in texts if (match := WITH_CODE.fullmatch(text))}
    cut |= {text: (match[1], match[2]) for text in texts - cut.keys() if (match := CODE_FIRST.fullmatch(text))}
    meant = find(record, who, {code for code, _ in cut.values()}) if cut else {}
    sure = {text: meant[code] for text, (code, _) in cut.items() if len(meant.get(code, ())) == 1}
    titles = titles_of(record, {id for (id,) in sure.values()}, who)
    return {text: ids for text, ids in sure.items() if titles[ids[0]][:MOST_TITLE].strip() == cut[text][1].strip()}


def _sounding(record: type[Record], item: PinyinField, texts: set[str], condition: Any) -> dict[str, list[int]]:
    """The rows whose full pinyin or initials are this text; a number is no pinyin, and few such texts come."""
    by_text = {}
    for text in sorted(text for text in texts if re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9]{2,}", text))[:200]:
        heard = escaped(item, "{} %", text.lower()) | escaped(item, "% {}", initials_typed(text))
        query = record.select(record.id).where(heard)
        query = query if condition is None else query.where(condition)
        if ids := [id for (id,) in query.order_by(record.id).limit(2).tuples()]:
            by_text[text] = ids
    return by_text


def _asked(item: Described, text: str) -> str:
    try:
        return item.parse(text) or text
    except Refused:
        return text


def resolve(record: type[Record], who: Who, rows: list[tuple[int, dict[str, Any]]], fault: Faulting) -> None:
    """Replace the texts of link fields by ids, in place; what can't be told is a fault of its row and field."""
    resolve_fields(record.links(), who, rows, fault)


def resolve_fields(
    fields: dict[str, Described], who: Who, rows: list[tuple[int, dict[str, Any]]], fault: Faulting
) -> None:
    """`resolve` for fields that stand on their own, as an action asks for them."""
    for name, item in fields.items():
        if not isinstance(item, LinkField):
            continue
        asked = [(index, values) for index, values in rows if isinstance(values.get(name), str)]
        if not asked:
            continue
        target = item.rel_model
        texts = {clean(values[name]) for _, values in asked}
        by_text = find(target, naming(item, who), texts - {""})
        for index, values in asked:
            text = clean(values[name])
            ids = by_text.get(text, [])
            values[name] = ids[0] if ids else None
            if text and len(ids) != 1:
                sentence = words.AMBIGUOUS if ids else words.NO_LINK
                fault(index, name, sentence(record=target.sheet.label, value=text[:40]))


def visible_ids(record: type[Record], who: Who, ids: set[int]) -> set[int]:
    """Which of these rows are there and within what the person may see."""
    wanted, seen, condition = list(ids), set(), scope(who, record)
    for start in range(0, len(wanted), 500):
        query = record.select(record.id).where(record.id.in_(wanted[start : start + 500]))
        seen |= {id for (id,) in (query if condition is None else query.where(condition)).tuples()}
    return seen


def look(
    record: type[Record],
    who: Who,
    text: str,
    limit: int = 20,
    ids: list[int] | None = None,
    item: LinkField | None = None,
) -> list[dict[str, Any]]:
    """What a link picker offers: `[{'id', 'text', 'hint'}]`, the closest first; `ids` asks for the names of these.

    item: the question it is for, which may offer some rows only and tell more of them.
    """
    who = who if item is None else naming(item, who)
    shown = visible(who, record)
    title = record.fields()[record.sheet.title]
    hints = [name for name in names_of(record, who) if name != title.name and record.fields()[name].kind != "pinyin"]
    wanted = {"id": {"in": ids}} if ids is not None else _offered(item, shown)
    more = [name for name in item.beside if shown.get(name) == "full"] if item is not None else []
    named = shown.get(title.name) == "full"
    order = [title.name] if named else None
    query = Query(record, who, wanted, search=text if record.facts().search else "", sort=order)
    if text and not record.facts().search:
        condition = matches(title, text) if named else record.id.is_null()
        query.where = query._all(condition) if condition is not None else query.where
    rows = query.rows(0, limit)
    rows.sort(key=lambda row: (row.get(title.name) != text, not str(row.get(title.name) or "").startswith(text)))
    return [
        {
            "id": row["id"],
            "text": str(row.get(title.name) if shown.get(title.name) else row["id"]),
            "hint": " · ".join(
                [
                    *(str(row[name]) for name in hints if row.get(name)),
                    *(_said(record, name, row.get(name), who) for name in more),
                ]
            ),
        }
        for row in rows
    ]


def _offered(item: LinkField | None, shown: dict[str, str]) -> dict[str, Any] | None:
    """The filter of a question's rows, as far as this person may filter by it."""
    where = item.where() if item is not None and callable(item.where) else item and item.where
    return where and {name: asked for name, asked in where.items() if shown.get(name) == "full"}


def _said(record: type[Record], name: str, wire: Any, who: Who) -> str:
    item = record.fields()[name]
    value = (
        wire["text"] if isinstance(wire, dict) else item.show(item.parse(wire), who.lang) if wire is not None else "—"
    )
    return f"{item.label.say(who.lang)} {value}"
