"""Nobody learns what he may not see: two companies that differ only there answer alike, byte for byte, on every way in."""

import json
from dataclasses import is_dataclass
from typing import Any

import orjson
import pytest

from models import AREAS, house
from models.design.boards.body import read
from models.kit.ask.everywhere import hits
from models.kit.ask.links import look
from models.kit.ask.past import batches, history
from models.kit.ask.piles import piles
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.reveal import reveal
from models.kit.ask.shape.suggest import suggested
from models.kit.ask.todo import todo
from models.kit.declare.access import Who, default_grants, may, scope, visible
from models.kit.declare.describe import describe
from models.kit.declare.record import Record
from models.kit.formula.asking import seen
from models.kit.incoming.incoming import Incoming
from models.kit.server import database
from models.kit.text import Refused
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.kit.write.notices import notices_for
from models.kit.write.undo import restore
from pages import area, home
from pages.analysis import read_analysis
from pages.api import routes as api
from pages.api import shapes
from pages.beginning import read_beginning
from pages.boards.reading import read_all, shown_to
from pages.member.reading import read_member
from pages.record_reading import read_around, read_row, related
from tests.conftest import person
from tests.helpers import boards_made, two_worlds
from tests.helpers.shop import source_at
from tests.helpers.two_worlds import FAR
from tests.over_http.world import OTHER, OWN

BOARD = read(json.dumps({"blocks": boards_made.blocks()}))
LIMITED = ("store_manager", "key_account_seller", "viewer")  # kept to a store, to the own rows, and to masked columns


def limits(role: str) -> dict[str, tuple]:
    """By record type what this role is kept from, and what it may do: where two roles have the same, the answers are the same."""
    who, grants = person(role, role, 1), {}
    for key, record in house().records.items():
        shown, grant = visible(who, record), who.grants.get(key)
        closed = frozenset((name, shown.get(name)) for name in record.fields() if shown.get(name) != "full")
        secret = {name for name, item in record.fields().items() if item.secret}
        if grant and (grant.rows != "all" or {name for name, _ in closed} - secret):
            grants[key] = (grant.rows, closed, grant.verbs)
    return grants


def questions() -> dict[str, set[str]]:
    """By role the types it is asked about: everything of the three, of every other role what no role before it has as it has it."""
    roles, known = (
        {role: set(house().records) for role in LIMITED},
        {item for role in LIMITED for item in limits(role).items()},
    )
    for role in dict.fromkeys(grant.role for grant in default_grants(AREAS)):
        if role not in roles and (mine := limits(role)):
            roles[role] = {key for key, limit in mine.items() if (key, limit) not in known}
            known |= mine.items()
    return roles


QUESTIONS = questions()


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    folder = tmp_path_factory.mktemp("worlds")
    made = two_worlds.build(folder)
    yield folder, made
    database.close()


@pytest.fixture(autouse=True)
def standing(monkeypatch):
    monkeypatch.setattr("models.kit.clock.source", source_at("2026-11-23 10:00"))


def said(ask, *given, **options) -> bytes:
    """An answer as bytes, refusals too."""
    try:
        return orjson.dumps(ask(*given, **options), default=_plain, option=orjson.OPT_NON_STR_KEYS)
    except (BadQuery, Refused) as refused:
        return refused.text.zh.encode()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: getattr(value, name) for name in value.__dataclass_fields__ if name != "due"}
    return getattr(value, "__data__", None) or str(value)


def asked(who: Who, made: dict, guesses: dict, keys: set[str]) -> dict[tuple, bytes]:
    """Every way in, as the routes and pages ask: what was asked → what was answered; `keys`: the types it is asked about."""
    answers: dict[tuple, bytes] = {
        ("records",): said(describe, AREAS, who, {}),
        ("batches",): said(batches, house().records, who, mine=False),
    }
    answers["home",] = said(lambda: [read_beginning(who), home.read_figures(who)])
    shown, closed = shown_to(BOARD, who)
    answers["board",] = said(lambda: [closed, *((block.id, read_all(block, who)) for block in shown.blocks)])
    answers["todo",] = said(
        lambda: [[(due.name, *rest) for due, *rest in todo(AREAS, who)], notices_for(house().records, who)]
    )
    answers["piles",] = said(
        lambda: [
            (name, kind.due.name, kind.total, kind.items, sorted(kind.owners.items()))
            for name, kinds in vars(piles(AREAS, who)).items()
            for kind in kinds
        ]
    )
    answers["analysis",] = said(read_analysis, who)
    for declared in AREAS:
        answers["area", declared.name] = said(
            lambda declared=declared: [(rec.key(), n) for rec, n in area.tables(declared, who)]
        )
    for key, record in ((key, house().records[key]) for key in house().records if key in keys):
        ids = {side: made[key][side] for side in (OWN, OTHER)} | {"far": FAR + made[key][OTHER]}
        if may(who, "see", record):
            answers |= reading(who, key, record, ids, guesses[key])
        answers |= writing(who, key, record, ids, guesses[key])
    return answers


DAYS = {"first": "2026-11-01", "last": "2026-11-30"}
ASKS = {
    "board": (shapes.boarded, ("by",), {}),
    "calendar": (shapes.dated, ("starts", "ends"), DAYS),
    "timeline": (shapes.lined, ("starts", "ends", "group"), DAYS),
    "cards": (shapes.pictured, (), {}),
    "pivot": (shapes.pivoting, ("rows", "columns", "measure"), {}),
}


def reading(who: Who, key: str, record: Any, ids: dict, guesses: dict) -> dict[tuple, bytes]:
    answers = {(key, "rows"): said(api.block, record, who, {}), (key, "look"): said(look, record, who, "")}
    answers[key, "ids"] = said(look, record, who, "", 500, list(ids.values()))
    answers[key, "identities"] = said(api.identities, record, who, {})
    for kind, shape in suggested(record, seen(who, record)).items():
        asked_so = {name: shape[name] for name in ASKS[kind][1] if name in shape} | ASKS[kind][2]
        answers[key, kind] = said(ASKS[kind][0], record, who, asked_so)
    answers[key, "among"] = said(api.identities, record, who, {"of": list(ids.values())})
    answers[key, "export"] = said(lambda: list(Query(record, who).stream(tuple(visible(who, record)))))
    for side, id in ids.items():
        answers[key, "one", side] = said(Query(record, who).row, id)
        answers[key, "page", side] = said(read_row, record, id, who)
        if Query(record, who).row(id) is not None:
            answers[key, "past", side] = said(history, record, id, who)
            answers[key, "around", side] = said(
                lambda id=id: [related(record, id, who), str(read_around(record, id, who, {}).moves)]
            )
    for name, values in guesses.items():
        answers[key, name, "listed"] = said(api.counted, record, who, {"field": name})
        for way in ("", "-") if visible(who, record).get(name) != "full" else ():
            answers[key, name, "sort" + way] = said(api.block, record, who, {"sort": [way + name]})
        for at, value in enumerate(values):
            for op in ("eq", "contains"):
                answers[key, name, op, at] = said(api.block, record, who, {"filter": {name: {op: value}}})
            if isinstance(value, str) and len(value) <= 100:
                answers[key, name, "search", at] = said(api.block, record, who, {"search": value})
                answers[key, name, "look", at] = said(look, record, who, value)
                answers[key, name, "hits", at] = said(hits, record, who, value)
    if key == "member":
        answers[key, "screen"] = said(lambda: str(read_member(ids[OWN], who, {})))
    return answers


def writing(who: Who, key: str, record: Any, ids: dict, guesses: dict) -> dict[tuple, bytes]:
    """Refusals tell nothing of what is there either: of rows out of sight by id, and of ten thousand guesses at once."""
    answers = {}
    for side in (OTHER, "far"):
        if scope(who, record) is not None:
            answers[key, "edit", side] = said(edit, record, [{"id": ids[side], "set": {}}], who=who)
            answers[key, "delete", side] = said(edit, record, [], who=who, delete=[ids[side]])
            answers[key, "restore", side] = said(restore, record, ids[side], who=who)
            answers[key, "reveal", side] = said(reveal, record, ids[side], record.sheet.title, "问", who)
            for action in (action for action in house().actions.values() if action.on is record):
                answers[key, action.name, side] = said(act, action, who=who, id=ids[side])
    for name, values in guesses.items():
        answers[key, name, "listed"] = said(api.counted, record, who, {"field": name})
        for at, value in enumerate(values):
            cells = [{"id": ids[OWN], "set": {name: value}, "seen": {name: value}}]
            if visible(who, record).get(name) != "full":
                answers[key, name, "seen", at] = said(edit, record, cells, who=who)
            if may(who, "add", record) and record.fields()[name].unique:
                many = [{"set": {name: value}}] + [{"set": {name: f"x{n}"}} for n in range(200)]
                answers[key, name, "many", at] = said(edit, record, many, who=who)
            if may(who, "import", record):
                answers[key, name, "import", at] = said(_report, record, name, value, who)
    return answers


def _report(record: Any, name: str, value: Any, who: Who) -> Any:
    report = Incoming(record, [(2, {name: value}), (3, {name: value})], who, mode="update").report
    return [str(report.faults), report.differing, report.unchanged, len(report.changed)]


def asked_like(record: type[Record], name: str, look: str | None) -> tuple:
    """All that decides how a column answers: its kind, how it is seen, and whether it is searched, looked up by or computed."""
    item, sheet = record.fields()[name], record.sheet
    return item.kind, look, name in sheet.search, name == sheet.title, item.unique, item.derived, item.mask, item.sum


def guesses_at(folder, made: dict, who: Who) -> dict[str, dict[str, list]]:
    """For the columns that hold something out of sight, what stands there in either world; alike ones stand for each other."""
    guesses: dict[str, dict[str, list]] = {key: {} for key in house().records}
    for name in ("one", "two"):
        two_worlds.reader(folder, name, who.login)
        with database.reading():
            for key, record in house().records.items():
                shown, limited, alike = visible(who, record), scope(who, record) is not None, set()
                for column, item in record.fields().items():
                    if (
                        item.secret
                        or item.kind in ("link", "choice", "flag")
                        or not (limited or shown.get(column) != "full")
                    ):
                        continue
                    way = asked_like(record, column, shown.get(column))
                    if way in alike:
                        continue
                    alike.add(way)
                    side = OTHER if limited else OWN
                    value = getattr(record.row(made[key][side]), column)
                    guesses[key].setdefault(column, []).append(item.keep(value))
    return guesses


def apart(first: bytes, second: bytes) -> str:
    """Where two answers begin to differ."""
    at = next((n for n, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), min(len(first), len(second)))
    return " ≠ ".join(answer[max(0, at - 60) : at + 60].decode(errors="replace") for answer in (first, second))


@pytest.mark.embedded
@pytest.mark.parametrize("role", QUESTIONS)
def test_two_worlds_that_differ_out_of_sight_answer_alike(worlds, role):
    folder, made = worlds
    differing = two_worlds.twist(folder, role)
    who = two_worlds.reader(folder, "one", role)
    limited = any(
        scope(who, record) is not None or "masked" in visible(who, record).values()
        for record in house().records.values()
        if may(who, "see", record)
    )
    assert differing > 20 or not limited
    guesses, answers = guesses_at(folder, made, who), []
    for name in ("one", "two"):
        asker = two_worlds.reader(folder, name, role)
        with database.reading():
            answers.append(asked(asker, made, guesses, QUESTIONS[role]))
    first, second = answers
    unlike = [
        f"{what}: {apart(first[what], second.get(what, b''))}" for what in first if first[what] != second.get(what)
    ]
    assert first.keys() == second.keys()
    assert not unlike, "\n".join(unlike[:40])
    assert len(first) > (300 if role in LIMITED else 15)


def test_every_role_that_is_kept_from_anything_is_asked_about_it():
    """What is asked of one role stands for another only where both have the very same rights to a type."""
    asked_about = {(key, limits(role)[key]) for role, keys in QUESTIONS.items() for key in keys & limits(role).keys()}
    roles = {grant.role for grant in default_grants(AREAS)}
    assert {item for role in roles for item in limits(role).items()} == asked_about
    assert QUESTIONS.keys() == {role for role in roles if limits(role)} and len(QUESTIONS) >= 9
