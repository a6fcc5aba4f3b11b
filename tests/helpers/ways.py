"""Every way into the app: what is asked there of two companies that differ only out of sight, or why it tells nothing.

A route that stands in neither list fails `test_every_way_in` by its name: say what is to be asked there, or why nothing is.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from zlib import crc32

from models import AREAS, house
from models.kit.ask.shape.suggest import suggested
from models.kit.declare.access import Who, may, scope, visible
from models.kit.fields import LinkField
from models.kit.formula.asking import seen
from models.kit.write.files import Attachment
from tests.helpers.two_worlds import FAR
from tests.over_http.world import FORM_TOKEN, OTHER, OWN

API = "/api/v1"
Question = tuple[str, str, dict[str, Any]]  # method, path, what goes along


@dataclass(frozen=True)
class Asker:
    """Who asks, the rows of both sides by record type, and what a guesser would hold against them."""

    who: Who
    made: dict[str, dict[str, int]]
    guesses: dict[str, dict[str, list]]

    def limited(self, every: int = 8, first: int = 0) -> Iterator[str]:
        """The record types of which some rows or columns are out of this person's sight; one in `every`, the `first` such share.

        All types go one way (what differs among them is asked of each in `test_learns_nothing`); over HTTP some stand for all.
        They are drawn by their names, so that a new type takes the place of one at most.
        """
        keys = [key for key, record in house().records.items() if self._is_limited(record)]
        share = -(-len(keys) // every)
        yield from sorted(keys, key=lambda key: crc32(key.encode()))[first * share :][:share]

    def _is_limited(self, record: Any) -> bool:
        looks = visible(self.who, record).values()
        return may(self.who, "see", record) and (scope(self.who, record) is not None or set(looks) != {"full"})

    def ids(self, key: str) -> dict[str, int]:
        return {side: self.made[key][side] for side in (OWN, OTHER)} | {"far": FAR + self.made[key][OTHER]}

    def out_of_sight(self, key: str) -> list[int]:
        """Rows that may not even be told from rows that never were."""
        ids = self.ids(key)
        return [ids[OTHER], ids["far"]] if scope(self.who, house().records[key]) is not None else []

    def known(self, key: str) -> Iterator[tuple[str, Any]]:
        """One column and one value of it that stands out of sight, a few of each record type."""
        for name, values in list(self.guesses[key].items())[:3]:
            yield from ((name, value) for value in values[:2])


# What is asked ------------------------------------------------------------------------------------------------------------


def one_page(*paths: str) -> Callable[[Asker], Iterator[Question]]:
    def ask(asker: Asker) -> Iterator[Question]:
        yield from (("GET", path, {}) for path in paths)

    return ask


def rows(asker: Asker) -> Iterator[Question]:
    """Filter, sort, search, count and sums."""
    for key in asker.limited():
        path = f"{API}/{key}/rows"
        yield "POST", path, {"json": {}}
        yield "POST", path, {"json": {"as": "columns"}}
        for name, value in asker.known(key):
            yield "POST", path, {"json": {"filter": {name: {"eq": value}}}}
            yield "POST", path, {"json": {"sort": [f"-{name}"], "limit": 1, "offset": 1}}
            if isinstance(value, str):
                yield "POST", path, {"json": {"search": value[:100]}}


def totals(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        yield "POST", f"{API}/{key}/totals", {"json": {}}
        for name, value in asker.known(key):
            yield "POST", f"{API}/{key}/totals", {"json": {"filter": {name: {"eq": value}}}}
            yield "POST", f"{API}/{key}/rows", {"json": {"filter": {name: {"eq": value}}, "totals": "later"}}


def ids(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        yield "POST", f"{API}/{key}/ids", {"json": {}}
        yield "POST", f"{API}/{key}/ids", {"json": {"of": list(asker.ids(key).values())}}


def looked_up(asker: Asker) -> Iterator[Question]:
    """The search box: each part of the types for what stands out of sight, and rows of both sides by their address."""
    texts = [str(value)[:60] for key in asker.limited(12) for _, value in asker.known(key)]
    for text in dict.fromkeys(texts[:30]):
        yield from (("POST", f"{API}/finding", {"json": {"text": text, "after": after}}) for after in (0, 20, 40, 60))


def opened(asker: Asker) -> Iterator[Question]:
    for key in asker.limited(6):
        for id in asker.out_of_sight(key):
            yield "POST", f"{API}/finding/opened", {"json": {"path": f"/r/{key}/{id}"}}


def starred(asker: Asker) -> Iterator[Question]:
    for key in asker.limited(6):
        for id in asker.out_of_sight(key):
            yield "POST", f"{API}/finding/star", {"json": {"path": f"/r/{key}/{id}", "on": True}}


def edges(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for name, _ in asker.known(key):
            yield "POST", f"{API}/{key}/edge", {"json": {"field": name, "row": 0}}


def meanings(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for name, value in asker.known(key):
            yield "POST", f"{API}/{key}/meant", {"json": {"field": name, "texts": [str(value)]}}


def messages(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        texts = [str(value) for _, value in asker.known(key)]
        yield "POST", f"{API}/{key}/apart", {"json": {"text": "，".join(texts)[:2000]}}


def steps(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"{API}/{key}/steps", {}) for key in asker.limited())


DAYS = {"first": "2026-11-01", "last": "2026-11-30"}


def shaped(kind: str, *names: str, **more: Any) -> Callable[[Asker], Iterator[Question]]:
    """A shape as the type suggests it to who asks, and by each column that holds something out of sight."""

    def ask(asker: Asker) -> Iterator[Question]:
        for key in asker.limited():
            record = house().records[key]
            shape = suggested(record, seen(asker.who, record)).get(kind)
            if shape is not None:
                yield (
                    "POST",
                    f"{API}/{key}/{kind}",
                    {"json": {name: shape[name] for name in names if name in shape} | more},
                )
            for name, _ in asker.known(key):
                asked = {"rows": [{"field": name}]} if kind == "pivot" else dict.fromkeys(names[:1], name)
                yield "POST", f"{API}/{key}/{kind}", {"json": asked | more}

    return ask


def pivoted(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for name, _ in asker.known(key):
            asked = quote(json.dumps({"rows": [{"field": name}]}))
            yield "GET", f"{API}/{key}/pivot.xlsx?query={asked}", {}


def values(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for name, value in asker.known(key):
            yield "POST", f"{API}/{key}/values", {"json": {"field": name}}
            yield "POST", f"{API}/{key}/values", {"json": {"field": name, "q": str(value)[:100]}}


def look(asker: Asker) -> Iterator[Question]:
    """Link pickers and suggested values."""
    for key in asker.limited():
        path = f"{API}/{key}/look"
        yield "GET", f"{path}?ids={','.join(map(str, asker.ids(key).values()))}", {}
        yield "GET", path, {}
        for _, value in asker.known(key):
            yield "GET", f"{path}?q={quote(str(value))}", {}


def files(kind: str) -> Callable[[Asker], Iterator[Question]]:
    """Exports and print (which is the export's printed form)."""

    def ask(asker: Asker) -> Iterator[Question]:
        for key in asker.limited(every=7 if kind == "csv" else 20):
            yield "GET", f"{API}/{key}/export.{kind}", {}
            for name, value in list(asker.known(key))[:2]:
                asked = json.dumps({"filter": {name: {"eq": value}}, "sort": [name]}, default=str)
                yield "GET", f"{API}/{key}/export.{kind}?query={quote(asked)}", {}

    return ask


def template(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"{API}/{key}/template.xlsx", {}) for key in asker.limited(every=20))


def changes(asker: Asker) -> Iterator[Question]:
    """Edits and clashes: rows out of sight by their ids, values out of sight among too many of one's own."""
    for key in asker.limited():
        path = f"{API}/{key}/changes"
        for n, id in enumerate(asker.out_of_sight(key)):
            yield "POST", path, {"json": {"op": f"edit {key} {n}", "changes": [{"id": id, "set": {}}]}}
            yield "POST", path, {"json": {"op": f"gone {key} {n}", "delete": [id]}}
        for n, (name, value) in enumerate(asker.known(key)):
            seen = [{"id": asker.made[key][OWN], "set": {name: value}, "seen": {name: value}}]
            if visible(asker.who, house().records[key]).get(name) != "full":
                yield "POST", path, {"json": {"op": f"seen {key} {n}", "changes": seen}}
            if house().records[key].fields()[name].unique:
                many = [{"set": {name: value}}, *({"set": {name: f"x{at}"}} for at in range(201))]
                yield "POST", path, {"json": {"op": f"many {key} {n}", "changes": many}}


def row_by_row(ending: str = "") -> Callable[[Asker], Iterator[Question]]:
    """One row by its address: the own one, another's, and one that only the second company has."""

    def ask(asker: Asker) -> Iterator[Question]:
        yield from (
            ("GET", f"{API}/{key}/{id}{ending}", {}) for key in asker.limited() for id in asker.ids(key).values()
        )

    return ask


def reveal(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for id in asker.out_of_sight(key):
            given = {"json": {"field": house().records[key].sheet.title, "reason": "问一问"}}
            yield "POST", f"{API}/{key}/{id}/reveal", given


def starter(asker: Asker) -> Iterator[Question]:
    """Whether a table is empty: no row is written, nor told of, where some of them are out of sight."""
    for key in asker.limited(every=1):
        if any(starter.record.key() == key for area in AREAS for starter in area.starters):
            yield "POST", f"{API}/{key}/starter", {"json": {"op": f"starter {key}"}}
    yield "POST", f"{API}/member/starter", {"json": {"op": "starter"}}


def restore(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for n, id in enumerate(asker.out_of_sight(key)):
            yield "POST", f"{API}/{key}/{id}/restore", {"json": {"op": f"restore {key} {n}"}}


def many_changed(asker: Asker) -> Iterator[Question]:
    """Tried and done, of rows by their ids and of all there are; nothing differs by rows out of sight."""
    for key in asker.limited():
        path = f"{API}/{key}/bulk"
        for n, (name, value) in enumerate(list(asker.known(key))[:3]):
            do = [{"fields": [name], "how": "set", "value": value}]
            yield "POST", path, {"json": {"ids": list(asker.ids(key).values()), "do": do, "trial": True}}
            yield "POST", path, {"json": {"filter": {}, "do": do, "leave_out": True, "op": f"bulk {key} {n}"}}


def stood(asker: Asker) -> Iterator[Question]:
    """Each asks in a process of its own: one type stands for all."""
    for key in [*asker.limited()][:1]:
        yield "POST", f"{API}/{key}/stood", {"json": {"at": "2026-11-22 00:00", "differs": True}}


def stood_book(asker: Asker) -> Iterator[Question]:
    asked = quote(json.dumps({"at": "2026-11-22 00:00", "differs": True}))
    for key in [*asker.limited()][:1]:
        yield "GET", f"{API}/{key}/stood.xlsx?query={asked}", {}


def printed(asker: Asker) -> Iterator[Question]:
    for key in asker.limited(every=12, first=3):
        ids = [str(id) for id in asker.ids(key).values()]
        yield from (("GET", f"/print/{key}?ids={asked}", {}) for asked in (*ids, ",".join(ids)))


def trash(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        yield "GET", f"{API}/{key}/trash", {}
        yield "GET", f"{API}/{key}/trash?search=canary", {}


def odd(asker: Asker) -> Iterator[Question]:
    for key in asker.limited(every=3):
        yield "POST", f"{API}/{key}/odd", {"json": {}}
        yield "POST", f"{API}/{key}/odd", {"json": {"search": "canary"}}


def with_lines(asker: Asker) -> Iterator[Question]:
    """Lines of a type out of sight are no lines, whatever the row is."""
    for key in asker.limited(first=2):
        lines = {"record": f"{key}_line", "rows": [{}]}
        yield "POST", f"{API}/{key}/with-lines", {"json": {"op": f"lines {key}", "set": {}, "lines": lines}}


def join_many(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for id in list(asker.out_of_sight(key))[:1]:
            yield "POST", f"{API}/{key}/join", {"json": {"op": f"join {key}", "ids": [id], "into": id + 1}}


def restore_many(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        ids = list(asker.out_of_sight(key))
        yield "POST", f"{API}/{key}/restore", {"json": {"op": f"restore many {key}", "ids": ids}}


def actions(asker: Asker) -> Iterator[Question]:
    for name, action in house().actions.items():
        if action.on is not None and may(asker.who, "see", action.on):
            for n, id in enumerate(asker.out_of_sight(action.on.key())):
                yield "POST", f"{API}/actions/{name}", {"json": {"op": f"{name} {n}", "id": id, "asks": {}}}


def leaving(asker: Asker) -> Iterator[Question]:
    """What is left after an action, of rows and for answers out of sight."""
    for name, action in house().actions.items():
        if action.leaves and may(asker.who, "see", action.on):
            links = {asked: item.rel_model.key() for asked, item in action.asks.items() if isinstance(item, LinkField)}
            for id in [*asker.out_of_sight(action.on.key()), 1]:
                asks = {asked: next(iter(asker.out_of_sight(key)), 1) for asked, key in links.items()}
                asks |= {"qty": 1} if "qty" in action.asks else {}
                yield "POST", f"{API}/actions/{name}/leaves", {"json": {"id": id, "asks": asks}}


def batches(asker: Asker) -> Iterator[Question]:
    yield "GET", f"{API}/batches?mine=false", {}
    yield "GET", f"{API}/batches", {}


def undo(asker: Asker) -> Iterator[Question]:
    for id in (1, 2, 3, 40, 10**6):
        yield "POST", f"{API}/batches/{id}/undo", {"json": {"op": f"undo {id}"}}


def imports(asker: Asker) -> Iterator[Question]:
    """The preview and its key match: what is there already, what would change."""
    for key in asker.limited():
        record = house().records[key]
        if may(asker.who, "import", record) and "import" in record.sheet.allowed:
            for name, value in list(asker.known(key))[:4]:
                head = record.fields()[name].label.zh
                sheet = f"{head}\n{value}\n{value}\n".encode("utf-8-sig")
                form = {"options": json.dumps({"mode": "update"}), "dry_run": "true"}
                given = {"files": {"file": ("列表.csv", io.BytesIO(sheet), "text/csv")}, "data": form}
                yield "POST", f"{API}/{key}/import", given


def files_of(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"{API}/{key}/{id}/files", {}) for key in asker.limited() for id in asker.ids(key).values())


def file(ending: str = "", method: str = "GET") -> Callable[[Asker], Iterator[Question]]:
    """Files by their address: those on rows out of sight, and numbers that never were."""

    def ask(asker: Asker) -> Iterator[Question]:
        hidden = {(key, id) for key in asker.limited() for id in asker.out_of_sight(key)}
        for attachment in Attachment.select().order_by(Attachment.id):
            if (attachment.record, attachment.row_id) in hidden:
                yield method, f"{API}/files/{attachment.id}{ending}", {}
        yield method, f"{API}/files/{10**6}{ending}", {}

    return ask


def attached(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for id in asker.out_of_sight(key):
            given = {"files": {"file": ("a.pdf", io.BytesIO(b"%PDF-1.4 x"), "application/pdf")}}
            yield "POST", f"{API}/{key}/{id}/files", given


def comments_of(asker: Asker) -> Iterator[Question]:
    """What was said on rows in sight and out of it, and who may be named there."""
    for key in asker.limited():
        for id in asker.ids(key).values():
            yield "GET", f"{API}/{key}/{id}/comments", {}


def people_named(asker: Asker) -> Iterator[Question]:
    for key in asker.limited(every=4):
        for id in asker.ids(key).values():
            yield "GET", f"{API}/{key}/{id}/people?q=a", {}


def commented(asker: Asker) -> Iterator[Question]:
    """How much is said on rows, whoever sees them."""
    for key in asker.limited():
        yield "POST", f"{API}/{key}/commented", {"json": {"ids": [*range(1, 40), *range(10**6, 10**6 + 40)]}}


def frozen(asker: Asker) -> Iterator[Question]:
    """Which cells of rows are locked, whoever sees them."""
    for key in asker.limited(every=4):
        yield "POST", f"{API}/{key}/frozen", {"json": {"ids": [*range(1, 40), *range(10**6, 10**6 + 40)]}}


def changed_lately(asker: Asker) -> Iterator[Question]:
    """What others changed, as far as one sees it."""
    for key in asker.limited(every=4):
        yield "POST", f"{API}/{key}/changed", {"json": {"since": 0}}


def said(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for id in asker.out_of_sight(key):
            yield "POST", f"{API}/{key}/{id}/comments", {"json": {"text": "@a 看得到吗", "op": f"say {key} {id}"}}


def comment_by_id(ending: str = "", method: str = "POST", **given: Any) -> Callable[[Asker], Iterator[Question]]:
    """Comments by their number: those out of sight, and numbers that never were."""

    def ask(asker: Asker) -> Iterator[Question]:
        yield from ((method, f"{API}/comments/{id}{ending}", given) for id in (1, 2, 9, 40, 10**6))

    return ask


def sheets(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"{API}/{key}/sheet", {}) for key in asker.limited(every=20))


def terms(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"{API}/{key}/terms", {}) for key in asker.limited(every=20))


def formulas(asker: Asker) -> Iterator[Question]:
    """Every column by name, over the first rows: seen ones answer, others are no columns."""
    for key in asker.limited(every=20):
        for item in list(house().records[key].fields().values())[:6]:
            yield "POST", f"{API}/formula", {"json": {"record": key, "formula": f"=[{item.label.zh}]", "limit": 10}}


def reasons(asker: Asker) -> Iterator[Question]:
    for key in asker.limited(every=20):
        yield from (("GET", f"{API}/{key}/why?id={id}&field=name", {}) for id in asker.ids(key).values())


def designs(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"{API}/{key}/design", {}) for key in asker.limited(every=20))


def started(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"{API}/{key}/new", {}) for key in asker.limited())


def here(asker: Asker) -> Iterator[Question]:
    for key in asker.limited():
        for id in asker.ids(key).values():
            yield (
                "POST",
                f"{API}/{key}/here",
                {"json": {"tab": "t1", "id": id, "field": house().records[key].sheet.title}},
            )


def views(asker: Asker) -> Iterator[Question]:
    yield from (("PUT", f"{API}/{key}/view", {"json": {"hidden": []}}) for key in asker.limited(every=40))


def books(asker: Asker) -> Iterator[Question]:
    yield "GET", f"{API}/weekly/2026-W47/book", {}
    yield "GET", f"{API}/weekly/2026-W20/book", {}


def area_pages(asker: Asker) -> Iterator[Question]:
    yield from (("GET", f"/a/{area.name}", {}) for area in list(AREAS)[::2])


def pages(*paths: str, every: int = 25, first: int = 0, sides: bool = True) -> Callable[[Asker], Iterator[Question]]:
    """Pages of record types; of all they are made alike, so some of the limited ones stand for the rest."""

    def ask(asker: Asker) -> Iterator[Question]:
        for key in asker.limited(every, first):
            for id in asker.ids(key).values() if sides else (0,):
                yield from (("GET", path.format(record=key, id=id), {}) for path in paths)

    return ask


def page_of(key: str, part: str = "") -> Callable[[Asker], Iterator[Question]]:
    def ask(asker: Asker) -> Iterator[Question]:
        yield from (("GET", f"/r/{key}/{id}{part}", {}) for id in asker.ids(key).values())

    return ask


def traces(asker: Asker) -> Iterator[Question]:
    yield "GET", "/trace", {}
    batch_nos = asker.guesses.get("stock_batch", {}).get("batch_no", ["canary00001"])
    yield from (("GET", f"/trace?batch={quote(str(no))}", {}) for no in batch_nos[:2])


def without_account(way: str, method: str) -> Callable[[Asker], Iterator[Question]]:
    """A link nobody was given answers as one that never was."""

    def ask(asker: Asker) -> Iterator[Question]:
        given = {} if method == "GET" else {"data": {"q1": "5"}}
        yield method, f"/{way}/{'A' * 32}", given

    return ask


def forms(way: str, method: str) -> Callable[[Asker], Iterator[Question]]:
    """A form that is open, by its link and by its number, and those that are none."""

    def ask(asker: Asker) -> Iterator[Question]:
        keys = [FORM_TOKEN, "A" * 24] if way == "f" else [*asker.ids("design_form").values(), 10**9]
        for key in keys:
            if method == "GET":
                yield "GET", f"/{way}/{key}", {}
                continue
            for sent in ({}, {"op": f"sent by {asker.who.role} at {key}", "q-description": "坏了"}):
                yield "POST", f"/{way}/{key}", {"data": sent}

    return ask


def form_files(way: str, ending: str) -> Callable[[Asker], Iterator[Question]]:
    """Files of a form take no other place than a question that asks for them, and go by an op that nobody guesses."""

    def ask(asker: Asker) -> Iterator[Question]:
        key = FORM_TOKEN if way == "f" else next(iter(asker.ids("design_form").values()))
        given = {"data": {"op": "b" * 20, "key": "0" * 16}} if ending else {"files": {"file": ("a.pdf", b"%PDF-1.4 x")}}
        yield "POST", f"/{way}/{key}/files{ending or '?field=description&op=' + 'b' * 20}", given

    return ask


def weekly(*endings: str) -> Callable[[Asker], Iterator[Question]]:
    def ask(asker: Asker) -> Iterator[Question]:
        stores = asker.ids("store")
        yield from (("GET", "/weekly" + ending.format(**stores), {}) for ending in endings)

    return ask


ASKED: dict[str, Callable[[Asker], Iterator[Question]]] = {
    "GET /api/v1/records": one_page(f"{API}/records"),
    "POST /api/v1/{record}/rows": rows,
    "POST /api/v1/{record}/totals": totals,
    "POST /api/v1/{record}/ids": ids,
    "POST /api/v1/{record}/edge": edges,
    "GET /api/v1/finding": one_page(f"{API}/finding"),
    "POST /api/v1/finding": looked_up,
    "POST /api/v1/finding/opened": opened,
    "POST /api/v1/finding/star": starred,
    "POST /api/v1/{record}/meant": meanings,
    "GET /api/v1/{record}/steps": steps,
    "POST /api/v1/{record}/apart": messages,
    "POST /api/v1/{record}/with-lines": with_lines,
    "POST /api/v1/{record}/values": values,
    "POST /api/v1/{record}/board": shaped("board", "by"),
    "POST /api/v1/{record}/calendar": shaped("calendar", "starts", "ends", **DAYS),
    "POST /api/v1/{record}/timeline": shaped("timeline", "starts", "ends", "group", **DAYS),
    "POST /api/v1/{record}/cards": shaped("cards"),
    "POST /api/v1/{record}/pivot": shaped("pivot", "rows", "columns", "measure"),
    "GET /api/v1/{record}/pivot.xlsx": pivoted,
    "POST /api/v1/{record}/changes": changes,
    "GET /api/v1/{record}/look": look,
    "PUT /api/v1/{record}/view": views,
    "GET /api/v1/{record}/export.xlsx": files("xlsx"),
    "GET /api/v1/{record}/export.csv": files("csv"),
    "GET /api/v1/{record}/template.xlsx": template,
    "POST /api/v1/{record}/import": imports,
    "POST /api/v1/{record}/here": here,
    "GET /api/v1/{record}/new": started,
    "GET /api/v1/{record}/sheet": sheets,
    "GET /api/v1/{record}/design": designs,
    "GET /api/v1/{record}/terms": terms,
    "POST /api/v1/formula": formulas,
    "GET /api/v1/{record}/why": reasons,
    "GET /api/v1/{record}/{id}": row_by_row(),
    "GET /api/v1/{record}/{id}/history": row_by_row("/history"),
    "POST /api/v1/{record}/{id}/reveal": reveal,
    "POST /api/v1/{record}/{id}/restore": restore,
    "POST /api/v1/{record}/starter": starter,
    "GET /api/v1/batches": batches,
    "POST /api/v1/batches/{id}/undo": undo,
    "POST /api/v1/actions/{name}": actions,
    "POST /api/v1/actions/{name}/leaves": leaving,
    "GET /api/v1/{record}/{id:int}/files": files_of,
    "POST /api/v1/{record}/{id:int}/files": attached,
    "GET /api/v1/{record}/{id:int}/comments": comments_of,
    "POST /api/v1/{record}/{id:int}/comments": said,
    "GET /api/v1/{record}/{id:int}/people": people_named,
    "POST /api/v1/{record}/commented": commented,
    "POST /api/v1/{record}/frozen": frozen,
    "POST /api/v1/{record}/changed": changed_lately,
    "POST /api/v1/comments/{comment_id:int}": comment_by_id(json={"resolved": True}),
    "DELETE /api/v1/comments/{comment_id:int}": comment_by_id(method="DELETE"),
    "POST /api/v1/comments/{comment_id:int}/files": comment_by_id(
        "/files", files={"file": ("a.pdf", b"%PDF-1.4 x", "application/pdf")}
    ),
    "GET /api/v1/files/{file_id:int}": file(),
    "GET /api/v1/files/{file_id:int}/small": file("/small"),
    "DELETE /api/v1/files/{file_id:int}": file(method="DELETE"),
    "GET /api/v1/queue": one_page(f"{API}/queue"),
    "GET /api/v1/weekly/pack": one_page(f"{API}/weekly/pack?from=2025-01-01&to=2024-01-01"),
    "GET /api/v1/weekly/{week}/book": books,
    "GET /api/v1/weekly/{week}/print": one_page(f"{API}/weekly/2026-W20/print"),
    "GET /api/v1/weekly/{week}/stores": one_page(f"{API}/weekly/2026-W20/stores"),
    "GET /api/v1/monthly/{month}/book": one_page(f"{API}/monthly/2026-11/book"),
    "GET /api/v1/yearly/{year}/book": one_page(f"{API}/yearly/2026/book"),
    "GET /api/v1/papers/{id:int}/file": one_page(
        f"{API}/papers/1/file?ids=1", f"{API}/papers/1/file?ids=2", f"{API}/papers/2/file?ids=1"
    ),
    "GET /api/v1/{record}/{id:int}/made/{name}": one_page(
        f"{API}/recall/1/made/authority", f"{API}/recall/2/made/authority", f"{API}/member/1/made/authority"
    ),
    "GET /api/v1/openapi.json": one_page(f"{API}/openapi.json"),
    "GET /api-docs": one_page("/api-docs"),
    "GET /": one_page("/"),
    "GET /todo": one_page("/todo"),
    "GET /a/{name}": area_pages,
    "GET /t/{record}": pages("/t/{record}", first=1, sides=False),
    "GET /r/{record}/{id:int}": pages("/r/{record}/{id}"),
    "GET /r/{record}/{id:int}/form": pages("/r/{record}/{id}/form", first=2),
    "GET /r/{record}/{id:int}/overview": page_of("store", "/overview"),
    "GET /r/{record}/new": pages("/r/{record}/new", first=3, sides=False),
    "GET /r/member/{id:int}": page_of("member"),
    "GET /r/survey/{id:int}": page_of("survey"),
    "GET /r/store_visit/{id:int}": page_of("store_visit"),
    "GET /r/quiz_paper/{id:int}": page_of("quiz_paper"),
    "GET /import/{record}": pages("/import/{record}", first=4, sides=False),
    "GET /tables/new": one_page("/tables/new"),
    "GET /history": one_page("/history"),
    "GET /print/{record}": printed,
    "GET /print/{record}/list": pages("/print/{record}/list", first=2, sides=False),
    "GET /trash/{record}": pages("/trash/{record}", first=6, sides=False),
    "GET /api/v1/{record}/trash": trash,
    "POST /api/v1/{record}/stood": stood,
    "GET /api/v1/{record}/stood.xlsx": stood_book,
    "POST /api/v1/{record}/odd": odd,
    "POST /api/v1/{record}/join": join_many,
    "GET /odd/{record}": pages("/odd/{record}", first=5, sides=False),
    "GET /stood/{record}": pages("/stood/{record}", first=7, sides=False),
    "POST /api/v1/{record}/restore": restore_many,
    "POST /api/v1/{record}/bulk": many_changed,
    "GET /logistics/routes": one_page("/logistics/routes"),
    "GET /jobs": one_page("/jobs"),
    "GET /jobs/{name}": one_page("/jobs/backup", "/jobs/weekly", "/jobs/nonsense"),
    "GET /analysis/members": one_page("/analysis/members"),
    "GET /look-as": one_page("/look-as", "/look-as?q=a"),
    "GET /training/matrix": one_page("/training/matrix"),
    "GET /trace": traces,
    "GET /s/{token}": without_account("s", "GET"),
    "POST /s/{token}": without_account("s", "POST"),
    "GET /q/{token}": without_account("q", "GET"),
    "POST /q/{token}": without_account("q", "POST"),
    "GET /f/{token}": forms("f", "GET"),
    "POST /f/{token}": forms("f", "POST"),
    "POST /f/{token}/files": form_files("f", ""),
    "POST /f/{token}/files/off": form_files("f", "/off"),
    "GET /form/{id:int}": forms("form", "GET"),
    "POST /form/{id:int}": forms("form", "POST"),
    "POST /form/{id:int}/files": form_files("form", ""),
    "POST /form/{id:int}/files/off": form_files("form", "/off"),
    "GET /forms/{record}": pages("/forms/{record}", first=5, sides=False),
    "GET /forms/{record}/{id:int}": one_page("/forms/complaint/1"),
    "GET /automations": one_page("/automations"),
    "GET /automations/{id:int}": one_page("/automations/1"),
    "GET /boards": one_page("/boards"),
    "GET /board/{id:int}": one_page("/board/1"),
    "GET /board/{id:int}/edit": one_page("/board/1/edit"),
    "GET /papers": one_page("/papers"),
    "GET /papers/{id:int}": one_page("/papers/1"),
    "GET /subscriptions": one_page("/subscriptions"),
    "GET /subscriptions/new": one_page("/subscriptions/new?record=member", "/subscriptions/new?record=complaint"),
    "GET /subscriptions/{id:int}": one_page("/subscriptions/1", "/subscriptions/2", "/subscriptions/3"),
    "GET /figure/new": one_page("/figure/new?record=member"),
    "GET /figure/{id:int}": one_page("/figure/1"),
    "GET /weekly": weekly(""),
    "GET /weekly/{name}": weekly("/2026-W47", "/2026-W20"),
    "GET /weekly/{name}/{part}": weekly("/2026-W47/members", "/2026-W47/changes", "/2026-W47/nonsense"),
    "GET /weekly/{name}/store/{id:int}": weekly(
        "/2026-W47/store/{own}", "/2026-W47/store/{other}", "/2026-W47/store/{far}"
    ),
    "GET /auth/session": one_page("/auth/session"),
    "GET /account/password": one_page("/account/password"),
}

TELLS_NOTHING = {
    "DELETE /api/v1/queue/{number:int}": "takes one's own heavy work out of the line; of others' it knows nothing",
    "GET /login": "asks who is there, before anything of the company is read",
    "POST /auth/login": "reads accounts only; wrong names and wrong passwords are told alike (test_signing_in)",
    "POST /auth/logout": "ends the own session",
    "POST /auth/language": "keeps the own language",
    "POST /api/v1/{record}/looked": "keeps when one looked oneself",
    "POST /auth/look": "looks as somebody, for administrators, within what they see themselves (test_looking)",
    "POST /auth/look/end": "ends looking as somebody",
    "GET /account/second-step": "tells of oneself alone, with a secret drawn anew (test_second_step_pages)",
    "POST /auth/password": "sets the own password",
    "GET /api/v1/{record}/design/{name}": "for who may edit all of the type and set columns; asks of columns alone (test_declared_columns)",
    "POST /api/v1/{record}/design/{name}": "for who may edit all of the type and set columns; asks of columns alone (test_declared_columns)",
    "GET /api/v1/{record}/uses/{name}": "for who may edit all of the type and make columns; tells of columns, not of rows (test_declared_columns)",
    "GET /design/{record}": "for who may edit all of the type and make columns; tells of columns, not of rows (test_declared_columns)",
    "POST /api/v1/{record}/checks/bill": "for who may edit all of the type and make checks; counts rows of it (test_computed_asked)",
    "GET /help": "the users' guide, the same for everybody",
    "GET /news": "what is new in the program, the same for everybody",
    "GET /trial": "the company to try things on: for who sets the company up, and it holds nothing of it (test_trying_page)",
    "GET /help/pictures/{name}": "pictures of the users' guide",
    "POST /api/v1/{record}/design": "for who may edit all of the type and make columns; asks of columns alone (test_design)",
    "GET /api/v1/{record}/design/{name}/turn": "for who may edit all of the type and make columns, of a column seen in full (test_design_turned)",
    "POST /api/v1/{record}/design/{name}/turn": "for who may edit all of the type and make columns, of a column seen in full (test_design_turned)",
    "POST /api/v1/{record}/design/{name}/turn/stop": "for who may edit all of the type and make columns; stops it (test_design_turned)",
    "POST /api/v1/files/{file_id:int}/off": "takes a file out of a cell that may be edited; of others there is none (test_design_files)",
    "GET /j/{token}": "for whoever holds the link: a name and a form for the password (test_inviting)",
    "POST /j/{token}": "for whoever holds the link: sets the password it is for (test_inviting)",
    "GET /login/code": "a form for the code behind a right password (test_second_step_pages)",
    "GET /auth/elsewhere": "sends a browser away to the provider that was named; reads nothing (test_elsewhere_sign_in)",
    "GET /auth/elsewhere/back": "opens the session of whom the provider names, or nothing (test_elsewhere_sign_in)",
    "POST /auth/code": "opens the session of who has just shown the right password, or nothing (test_second_step)",
    "POST /auth/second-step": "sets the own second step",
    "POST /api/v1/outbox/discarded": "takes a number down",
    "GET /metrics": "numbers of the server for who watches it: on this machine or with the token (test_metrics)",
    "GET /healthz": "says whether the server is well, to everybody alike",
    "GET /favicon.ico": "a picture of the program",
    "GET /assets/{name}": "scripts and styles of the program",
    "GET /_nicegui/*/libraries/{key:path}": "scripts of NiceGUI",
    "GET /_nicegui/*/components/{key:path}": "scripts of NiceGUI",
    "GET /_nicegui/*/resources/{key}/{path:path}": "scripts of NiceGUI",
    "GET /_nicegui/*/dynamic_resources/{name}": "scripts of NiceGUI",
    "GET /_nicegui/*/esm/{key}/{path:path}": "scripts of NiceGUI",
    "MOUNT /_nicegui/*/static": "scripts of NiceGUI",
    "MOUNT /_nicegui_ws": "says that rows changed, to those who see them (test_live); events are the pages' own (test_forged_events)",
}
