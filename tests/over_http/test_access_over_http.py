"""The matrix once more, over HTTP: every role, every record type, every verb, on own rows, on others' and on missing ones."""

import csv
import io
import re
from collections import Counter
from itertools import product

import pytest

from models import AREAS, house
from models.accounts.rights import ROLES
from models.kit.ask.marks import LABEL
from models.kit.declare.access import VERBS
from tests.kit.test_access import TABLE, declared, declared_look, declared_open, reckoned_of

from .conftest import dumped
from .world import OTHER, OWN

MISSING = 10**9
CANARY = re.compile(r"canary\d{5}")
# Rows that speak of record types and columns by names that every description has.
ACCOUNTS = {record.key() for area in AREAS if area.name in ("accounts", "design") for record in area.records}


def columns_of(role: str, key: str) -> set[str]:
    """The columns of a type that this role sees at all."""
    kept = {name for name in house().records[key].fields() if declared_look(role, key, name)}
    return kept | reckoned_of(role, key)


def third(things, role: str) -> list:
    """Every third, the next ones for the next role: over HTTP each meets a third of the roles, below it all of them."""
    return list(things)[list(ROLES).index(role) % 3 :: 3]


def types_for(role: str) -> list[str]:
    return third(house().records, role)


def limited(role: str, key: str) -> bool:
    """Whether the rows of the other store are none of this role's business."""
    grant = TABLE.get((role, key))
    return grant is not None and grant.rows != "all"


def beyond_of(key: str) -> list[str]:
    """The links of a type that may name what the person doesn't see."""
    return [name for name, item in house().records[key].links().items() if item.beyond]


def nameable(role: str) -> set[str]:
    """The types of which this role may name rows beyond its sight, by code and name, as it fills in a column."""
    fills_in = [key for key in house().records if declared(role, key, "add") or declared(role, key, "edit")]
    return {house().records[key].links()[name].rel_model.key() for key in fills_in for name in beyond_of(key)}


def leads_nowhere(role: str, item, value) -> bool:
    """Whether a link points at a type this role is shown nothing of: nobody can enter what he does not see."""
    return item.kind == "link" and value is not None and not declared(role, item.rel_model.key(), "see")


def alike(*answers) -> None:
    """The same status and the same words, so that nobody can tell one from the other."""
    assert len({(answer.status_code, re.sub(r"\d+", "#", answer.text)) for answer in answers}) == 1


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_told_of_exactly_the_types_verbs_and_fields_it_has(served, role):
    records = {record["name"]: record for record in served.get(role, "records").json()["records"]}
    assert set(records) == {key for key in house().records if declared(role, key, "see")}
    for key, record in records.items():
        assert set(record["may"]) == {verb for verb in VERBS if declared(role, key, verb)}
        assert {item["name"] for item in record["fields"]} == columns_of(role, key)
        assert {item["name"] for item in record["fields"] if item["editable"]} == {
            name for name in house().records[key].fields() if declared_open(role, key, name, "edit")
        }


@pytest.mark.parametrize("role", ROLES)
def test_reading_is_open_where_declared_and_elsewhere_looks_like_nothing_there(served, role):
    for key in types_for(role):
        own, other = served.made[key][OWN], served.made[key][OTHER]
        answers = [
            served.post(role, f"{key}/rows", {}),
            served.get(role, f"{key}/{own}"),
            served.get(role, f"{key}/{own}/history"),
            served.get(role, f"{key}/look"),
        ]
        if not declared(role, key, "see"):
            alike(
                *answers,
                served.get(role, f"nonsense/{own}"),
                served.post(role, "nonsense/rows", {}),
                served.get(role, f"{key}/{MISSING}"),
            )
            assert answers[0].status_code == 404
            continue
        assert {answer.status_code for answer in answers} == {200}, (key, [answer.text[:80] for answer in answers])
        shown = {"id", *columns_of(role, key)}
        assert set(answers[1].json()) == shown
        for row in answers[0].json()["rows"]:
            assert set(row) == shown
        for path in ("", "/history"):
            missing, others = served.get(role, f"{key}/{MISSING}{path}"), served.get(role, f"{key}/{other}{path}")
            assert missing.status_code == 404
            if limited(role, key):
                alike(missing, others)
            else:
                assert others.status_code == 200
        asked = {"filter": {"id": {"in": [own, other]}}}  # there are more rights and settings than one page of rows
        ids = {row["id"] for row in served.post(role, f"{key}/rows", asked).json()["rows"]}
        assert ids == set(served.post(role, f"{key}/ids", asked).json()["ids"])
        assert ids == set(served.post(role, f"{key}/ids", {"of": [own, other, MISSING]}).json()["ids"])
        picked = {row["id"] for row in served.get(role, f"{key}/look", params={"ids": f"{own},{other}"}).json()["rows"]}
        assert own in ids and own in picked
        assert (other in ids, other in picked) == (not limited(role, key), not limited(role, key))


@pytest.mark.parametrize("key, name", [(key, n) for key in house().records for n in beyond_of(key)])
def test_a_column_that_reaches_beyond_sight_offers_names_to_who_fills_it_in_and_nothing_more(served, key, name):
    target = house().records[key].links()[name].rel_model
    own, other = (served.made[target.key()][at] for at in (OWN, OTHER))
    for role in ROLES:
        if not declared(role, key, "see") or not limited(role, target.key()):
            continue
        params = {"ids": f"{own},{other}", "asked": f"{key}.{name}"}
        offered = {row["id"]: row for row in served.get(role, f"{target.key()}/look", params=params).json()["rows"]}
        fills_in = any(declared(role, key, verb) for verb in ("add", "edit"))
        assert set(offered) == ({own, other} if fills_in else {own})
        assert served.get(role, f"{target.key()}/{other}").status_code == 404
        if fills_in:
            row = served.get("administrator", f"{target.key()}/{other}").json()
            assert set(offered[other]["hint"].split(" · ")) <= {str(row[part]) for part in target.sheet.key}


@pytest.mark.parametrize("role", ROLES)
def test_adding_and_deleting_are_open_where_declared(served, role):
    for key in types_for(role):
        add = served.post(role, f"{key}/changes", {"op": f"add {role} {key}", "changes": [{"set": {"nonsense": 1}}]})
        gone = [
            served.post(role, f"{key}/changes", {"op": f"gone {role} {key} {id}", "delete": [id]})
            for id in (MISSING, MISSING + 1)
        ]
        if not declared(role, key, "see"):
            alike(add, *gone, served.post(role, "nonsense/changes", {}))
            continue
        assert add.json()["state"] == "refused"
        assert [fault["field"] for fault in add.json()["errors"]] == (
            ["nonsense"] if declared(role, key, "add") else [None]
        )
        alike(*gone)
        assert len(gone[0].json()["errors"]) == (1 if declared(role, key, "delete") else 2)
        if limited(role, key):
            alike(
                gone[0],
                served.post(role, f"{key}/changes", {"op": f"other {role} {key}", "delete": [served.made[key][OTHER]]}),
            )


@pytest.mark.parametrize("role", ROLES)
def test_each_field_can_be_written_where_declared_and_is_named_where_not(served, role):
    for key in types_for(role):
        record = house().records[key]
        if not declared(role, key, "see"):
            continue
        own, other = served.made[key][OWN], served.made[key][OTHER]
        row = served.get("administrator", f"{key}/{own}").json()
        wanted = {name: row.get(name) for name in record.fields()}
        answer = served.post(
            role, f"{key}/changes", {"op": f"set {role} {key}", "changes": [{"id": own, "set": wanted}]}
        ).json()
        if not declared(role, key, "edit"):
            assert (answer["state"], [fault["field"] for fault in answer["errors"]]) == ("refused", [None])
            continue
        closed = {
            name
            for name, item in record.fields().items()
            if not declared_open(role, key, name, "edit") or leads_nowhere(role, item, wanted[name])
        }
        assert {fault["field"] for fault in answer["errors"]} == closed, key
        opened = {name: value for name, value in wanted.items() if name not in closed}
        body = {"op": f"open {role} {key}", "changes": [{"id": own, "set": opened}]}
        assert served.post(role, f"{key}/changes", body).json()["state"] == "applied", key
        if limited(role, key):
            alike(
                *[
                    served.post(
                        role, f"{key}/changes", {"op": f"at {role} {key} {id}", "changes": [{"id": id, "set": opened}]}
                    )
                    for id in (other, MISSING)
                ]
            )


@pytest.mark.parametrize("role", ROLES)
def test_exports_are_open_where_declared_and_show_what_the_grid_shows(served, role):
    for key in types_for(role):
        record = house().records[key]
        answer = served.get(role, f"{key}/export.csv")
        if not declared(role, key, "export"):
            assert answer.status_code == 404
            continue
        assert answer.status_code == 200
        head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
        mark = {LABEL.zh} if declared(role, key, "import") else set()  # so that the file finds its rows again
        readable = record.facts().readable
        shown = [readable[name] for name in columns_of(role, key)]
        seen = {
            item.label.zh for item in shown if item.kind != "pinyin"
        }  # nobody reads those: they are there to find by
        assert set(head) == seen | mark, key
        assert len(rows) >= 1 if limited(role, key) else len(rows) >= 2
        assert (
            served.get(role, f"{key}/export.csv", params={"query": '{"columns": ["password_hash"]}'}).status_code == 400
        )
    assert served.get("operations_manager", "member/export.xlsx").content[:2] == b"PK"
    assert served.get("viewer", "member/export.xlsx").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_blank_workbooks_for_an_import_are_given_to_those_who_may_import(served, role):
    for key in types_for(role):
        status = served.get(role, f"{key}/template.xlsx").status_code
        assert status == (200 if declared(role, key, "import") else 404), key


@pytest.mark.parametrize("role", ROLES)
def test_revealing_and_restoring_are_open_where_declared(served, role):
    for key in types_for(role):
        record = house().records[key]
        own, other = served.made[key][OWN], served.made[key][OTHER]
        restored = served.post(role, f"{key}/{own}/restore", {"op": f"restore {role} {key}"})
        if not declared(role, key, "see"):
            assert restored.status_code == 404
            assert served.post(role, f"{key}/{own}/reveal", {"field": "id", "reason": "试"}).status_code == 404
            continue
        word = restored.json()["errors"][0]["message"]
        assert restored.json()["state"] == "refused"
        assert (word == "这一行没有被删除过") == declared(role, key, "add"), (key, word)
        for name in record.fields():
            if declared_look(role, key, name) != "masked":
                continue
            body = {"field": name, "reason": "试"}
            answer = served.post(role, f"{key}/{own}/reveal", body)
            assert answer.status_code == (200 if declared(role, key, "reveal") else 409), (key, name)
            if limited(role, key):
                alike(*[served.post(role, f"{key}/{id}/reveal", body) for id in (other, MISSING)])
            served.bodies[role].remove(answer.text)  # what was asked for and logged is no leak
        hidden = [name for name in record.fields() if declared_look(role, key, name) is None]
        for name in (*hidden, "nonsense"):
            assert served.post(role, f"{key}/{own}/reveal", {"field": name, "reason": "试"}).status_code == 409


@pytest.mark.parametrize("role", ROLES)
def test_actions_are_open_where_declared_and_no_row_is_found_by_them(served, role):
    for name, action in third(house().actions.items(), role):
        key = action.on.key()
        answers = [
            served.post(role, f"actions/{name}", {"op": f"{name} {role} {id}", "id": id})
            for id in (MISSING, MISSING + 1)
        ]
        if limited(role, key):
            other = served.made[key][OTHER]
            answers.append(served.post(role, f"actions/{name}", {"op": f"{name} {role} {other}", "id": other}))
        alike(*answers)
        if not declared(role, key, "see"):
            alike(answers[0], served.post(role, "actions/nonsense", {"op": "x"}))
            continue
        grant = TABLE[role, key]
        message = answers[0].json()["errors"][0]["message"]
        assert (message == "没有这条记录，可能已被删除") == (action.verb in grant.verbs), (name, message)


@pytest.mark.parametrize("role", ROLES)
def test_the_batches_of_others_are_taken_back_by_those_who_may_undo(served, role):
    """A viewer's own batch that changed nothing shows the order of the answers: first whether one may, then what there is."""
    batch = served.post("administrator", "batches/1/undo", {"op": "x" * 90})
    assert batch.status_code == 400
    wanted = {"op": f"{role} region", "changes": [{"set": {"name": f"{role}区"}}]}
    made = served.post("administrator", "region/changes", wanted).json()
    assert made["state"] == "applied"
    answer = served.post(role, f"batches/{made['batch']}/undo", {"op": f"undo {role}"}).json()
    allowed = declared(role, "region", "undo") or role == "administrator"
    assert answer["state"] == ("applied" if allowed else "refused"), answer
    listed = served.get(role, "batches", params={"mine": "false"}).json()["batches"]
    keys = {batch["record"] for batch in listed if batch["who"] != f"canary {role}"}
    assert all(declared(role, key, "undo") for key in keys)


# Nothing of it shines through -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_masked_and_hidden_columns_can_be_neither_sorted_nor_filtered_nor_searched(served, role):
    for (key, name, side), texts in served.stored.items():
        if side != OWN or not declared(role, key, "see") or declared_look(role, key, name) == "full":
            continue
        value = next(iter(texts), "x")
        questions = [{"sort": [name]}, {"sort": [f"-{name}"]}] + [
            {"filter": {name: {op: [value] if op in ("in", "not_in") else value}}}
            for op in ("eq", "ne", "lt", "ge", "in", "not_in", "contains", "starts", "empty", "span")
        ]
        for question in questions:
            answer = served.post(role, f"{key}/rows", question)
            assert answer.status_code == 400, (key, name, question)
        alike(*[served.post(role, f"{key}/rows", {"filter": {name: {"eq": tried}}}) for tried in (value, "别的")])
        if texts:
            assert served.post(role, f"{key}/rows", {"search": value}).json()["total"] == 0, (key, name)
            assert served.get(role, f"{key}/look", params={"q": value}).json()["rows"] == []


@pytest.mark.parametrize("role", ROLES)
def test_sums_are_told_of_visible_columns_only(served, role):
    for key, record in third(house().records.items(), role):
        if declared(role, key, "see"):
            sums = served.post(role, f"{key}/rows", {}).json()["sums"]
            assert set(sums) == {
                n for n, item in record.fields().items() if item.sum and declared_look(role, key, n) == "full"
            }


def test_no_answer_to_a_role_ever_held_a_value_it_may_not_see(served):
    """Runs over every body of the tests above; it asks once more itself, so that it stands alone too."""
    rightly = {role: set() for role in ROLES}  # a rule's copy in a type of which the role sees every row
    for role, key in product(ROLES, house().records):
        if declared(role, key, "see") and (key in types_for(role) or not limited(role, key)):
            answer = served.post(role, f"{key}/rows", {})
            if not limited(role, key):
                rightly[role] |= {str(cell) for row in answer.json()["rows"] for cell in row.values()}
            if key not in types_for(role):
                continue
            served.get(role, f"{key}/{served.made[key][OWN]}/history")
            served.get(role, f"{key}/look")
    # What a rule carries on into another record (a move's old position) stands in two places and tells nothing of either.
    twice = {
        text for text, times in Counter(text for texts in served.stored.values() for text in texts).items() if times > 1
    }
    hunted, leaks = 0, []
    for role in ROLES:
        heard = "\n".join(served.bodies[role])
        canaries = set(CANARY.findall(heard))
        for (key, name, side), texts in served.stored.items():
            sheet = house().records[key].sheet
            # What a row is called is told wherever another row names it, unless its type is discreet.
            foreign = side == OTHER and limited(role, key)
            titled = name == sheet.title and not sheet.discreet
            titled = titled or (name in sheet.key and key in nameable(role))
            if key not in ACCOUNTS and not titled and (declared_look(role, key, name) != "full" or foreign):
                hunted += len(texts)
                leaks += [
                    (role, key, name, side, text, around(heard, text))
                    for text in texts - twice - rightly[role]
                    if text in (canaries if CANARY.fullmatch(text) else heard)
                ]
    assert not leaks, leaks[:5]
    assert hunted > 100


def around(heard: str, text: str) -> str:
    at = heard.find(text)
    return heard[max(0, at - 120) : at + 60]


def test_a_role_that_sees_phones_masked_never_got_one_in_full(served):
    phones = re.compile(r"(?<![\d.])1[3-9]\d{9}(?!\d)")
    masked = [
        role
        for role in ROLES
        if not any(
            declared_look(role, key, name) == "full"
            for key, record in house().records.items()
            for name, item in record.fields().items()
            if item.kind == "phone"
        )
    ]
    for role in masked:
        numbers = phones.findall("\n".join(served.bodies[role]))
        assert not numbers, (role, numbers[:3])


def test_who_is_in_another_store_sees_the_other_rows(served):
    """The control of the tests above: the rows that were never shown are there for those who may see them."""
    rows = served.post("operations_manager", "member/rows", {}).json()["rows"]
    assert {served.made["member"][OWN], served.made["member"][OTHER]} <= {row["id"] for row in rows}
    assert any(text in dumped(rows) for text in served.stored["member", "phone", OTHER])


# Nothing comes in by the side -------------------------------------------------------------------------------------------

SMUGGLED = {
    "id": 999,
    "version": 9,
    "points": 99999,
    "points_debt": 0,
    "spend_12m": "9",
    "merged_into": 1,
    "tier_until": "2099-01-01",
    "role": 1,
    "created_by": 1,
    "password_hash": "x",
    "_meta": 1,
    "__class__": "x",
    "sheet": 1,
    "name_py__like": "x",
    "home_store_id": 2,
    "": 1,
    ":a": "x",
}


@pytest.mark.parametrize("name", SMUGGLED)
@pytest.mark.parametrize("role", ["administrator", "members_service", "store_manager"])
def test_a_field_that_is_none_or_not_for_hands_is_never_stored(served, role, name):
    own = served.made["member"][OWN]
    before = served.get("administrator", f"member/{own}").json()
    total = served.post("administrator", "member/rows", {}).json()["total"]
    for n, change in enumerate(
        (
            {"id": own, "set": {name: SMUGGLED[name]}},
            {"set": {"card_no": f"X{name}", "name": "x", name: SMUGGLED[name]}},
        )
    ):
        answer = served.post(role, "member/changes", {"op": f"{role} smuggles {n} {name}", "changes": [change]})
        assert answer.status_code == 400 or answer.json()["state"] == "refused", answer.text
    assert served.get("administrator", f"member/{own}").json() == before
    assert served.post("administrator", "member/rows", {}).json()["total"] == total


def test_a_row_cannot_choose_its_id_nor_its_author(served):
    for word in ("version", "by", "record"):
        change = {"id": None, "set": {"name": "自选区"}, word: 5}
        answer = served.post("administrator", "region/changes", {"op": f"own {word}", "changes": [change]})
        assert answer.json()["state"] == "refused" and word in answer.json()["errors"][0]["message"], answer.text
    body = {"op": "own id", "changes": [{"id": None, "set": {"name": "自选区"}}]}
    answer = served.post("administrator", "region/changes", body)
    assert answer.status_code == 200
    row = answer.json()["rows"][0]
    assert row["id"] < 1000
    change = served.get("administrator", f"region/{row['id']}/history").json()["changes"][0]
    assert (change["who"], change["via"]) == ("canary administrator", "api")
