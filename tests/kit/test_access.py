"""Who may do what: every role, record type, verb and field against what the areas declare; and no way to guess the rest."""

from dataclasses import replace
from itertools import product
from types import MappingProxyType

import pytest

from models import AREAS, house
from models.accounts.rights import ROLES
from models.ecommerce import AfterSale
from models.kit import changes, system
from models.kit.ask.links import look
from models.kit.ask.past import history
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.reveal import reveal
from models.kit.declare.access import VERBS, Grant, carried, default_grants, may, scope, visible, why_not
from models.kit.declare.describe import describe
from models.kit.text import Refused
from models.kit.write.acting import act
from models.kit.write.edits import edit
from models.members.levels import MemberTier
from models.members.people import Member, TierMove
from models.members.purchases import Purchase
from models.organization import Employee, Region, Store
from pages.area import tables
from pages.beginning import read_beginning
from tests.conftest import person
from tests.helpers.door import change, made

TABLE = {(grant.role, grant.record): grant for grant in default_grants(AREAS)}
PAIRS = list(product(ROLES, house().records))


def declared(role: str, key: str, verb: str) -> bool:
    """What the areas say in so many words, read without the code under test."""
    grant = TABLE.get((role, key))
    if grant is None or "see" not in grant.verbs or verb not in grant.verbs:
        return False
    return verb not in ("add", "edit", "delete", "import") or verb in house().records[key].sheet.verbs.split()


# Columns that are reckoned as one looks, and what of the row they are made of: told to whoever sees all of that in full.
MADE_OF = {
    ("stock", "days_left"): ("expires_on",),
    ("store_opening", "days_left"): ("state", "opening_on"),
    ("store_opening", "forecast_on"): ("state", "opening_on", "next_due_on"),
}


def reckoned_of(role: str, key: str) -> set[str]:
    """The columns of a type that this role is told though no table holds them."""
    return {
        name
        for (record, name), parts in MADE_OF.items()
        if record == key and all(declared_look(role, key, part) == "full" for part in parts)
    }


def declared_look(role: str, key: str, name: str) -> str | None:
    """'full', 'masked', or None for a field that this role is never shown."""
    grant, item = TABLE.get((role, key)), house().records[key].fields()[name]
    of = vars(item).get("of", name)  # a link would answer for a column of that name of the type it leads to
    if grant is None or "see" not in grant.verbs or item.secret or {name, of} & grant.hidden:
        return None
    masked = {name, of} & grant.masked or (
        "*" in grant.masked and (item.mask or house().records[key].fields()[of].mask)
    )
    return ("masked" if of == name else None) if masked else "full"


def declared_open(role: str, key: str, name: str, verb: str) -> bool:
    item = house().records[key].fields()[name]
    shown = declared_look(role, key, name)
    masked_away = shown is None or (shown == "masked" and verb == "edit")
    others = item.setter and not declared(role, key, item.setter)
    return declared(role, key, verb) and not (item.locked or item.derived or masked_away or others)


@pytest.mark.parametrize("role", ROLES)
def test_every_verb_and_field_is_open_to_a_role_exactly_as_declared(role):
    who = person("X", role, 7)
    for key, record in house().records.items():
        for verb in VERBS:
            assert may(who, verb, record) == declared(role, key, verb), (key, verb)
        shown = visible(who, record)
        for name in record.fields():
            assert shown.get(name) == declared_look(role, key, name), (key, name)
            for verb in ("add", "edit", "import"):
                assert may(who, verb, record, name) == declared_open(role, key, name, verb), (key, name, verb)


def test_the_roles_are_those_of_the_declarations():
    assert {role for role, _ in TABLE} <= set(ROLES)
    assert {role for role, _ in TABLE} >= {
        "administrator",
        "operations_manager",
        "members_service",
        "store_manager",
        "viewer",
    }


def test_whoever_has_no_role_may_do_nothing_and_sees_no_row(db):
    nobody = replace(person("X", "viewer", 7), grants=MappingProxyType({}))
    for record in house().records.values():
        assert not any(may(nobody, verb, record) for verb in VERBS)
        assert visible(nobody, record) == {}
        assert Query(record, nobody).rows() == []
    assert describe(AREAS, nobody, {})["records"] == []


def test_unknown_verbs_fields_and_roles_are_denied():
    boss, unknown = person("B", "operations_manager", 7), person("X", "nonsense", 8)
    assert not may(boss, "sudo", Member)
    assert not may(boss, "see", Member, "nonsense")
    assert not any(may(unknown, verb, record) for verb, record in product(VERBS, house().records.values()))


def test_every_refusal_says_why_in_both_languages():
    for role in ROLES:
        who = person("X", role, 7)
        for verb, record in product(VERBS, house().records.values()):
            why = why_not(who, verb, record)
            assert why is None or (why.zh.strip() and why.en.strip() and why.zh != why.en)


def test_what_a_page_is_told_it_may_do_is_what_it_may_do(db):
    for role in ROLES:
        who = person("X", role, 7)
        for described in describe(AREAS, who, {})["records"]:
            record = house().records[described["name"]]
            assert described["may"] == [verb for verb in VERBS if declared(role, described["name"], verb)]
            reckoned = reckoned_of(role, described["name"])
            kept = {name: mode == "masked" for name, mode in visible(who, record).items()}
            assert {item["name"]: item["masked"] for item in described["fields"]} == kept | dict.fromkeys(
                reckoned, False
            )
            for item in described["fields"]:
                by_hand = item["name"] in kept and declared_open(role, described["name"], item["name"], "edit")
                assert item["editable"] == by_hand
                assert item["editable"] or item["why"]["zh"]
                assert not (item["masked"] and (item["ops"] or item["sum"]))


# Rows -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", ["store", "region", "own"])
def test_a_limit_to_rows_that_a_type_cannot_know_shows_none_of_them(db, rows):
    for record in house().records.values():
        grants = {record.key(): Grant("x", record.key(), "see", rows=rows)}
        who = replace(person("X", "x", 7), grants=MappingProxyType(grants), store_id=1, region_id=1, employee_id=1)
        limited = scope(who, record)
        assert limited is not None
        if rows not in record.sheet.scopes:
            assert Query(record, who).count() == 0
        assert Query(record, replace(who, store_id=None, region_id=None, employee_id=None)).rows() == []


@pytest.fixture
def company(boss, stores):
    """A member, a purchase and an employee in each store, and ids by store name."""
    ids = {}
    with changes(who=boss) as c:
        c.create(MemberTier, code="T1", name="普通", rank=1)
        for n, (name, store) in enumerate(stores.items()):
            staff = c.create(Employee, staff_no=f"E{n}", name=f"员工{n}", store=store, phone=f"1390013900{n}")
            member = c.create(
                Member,
                card_no=f"M{n}",
                name=f"秦甲{n}",
                home_store=store,
                phone=f"1380013800{n}",
                address=f"秘密街{n}号",
                recruiter=staff.id,
            )
            bought = c.create(Purchase, receipt_no=f"R{n}", member=member.id, store=store, amount=100 + n)
            ids[name] = {"member": member.id, "purchase": bought.id, "employee": staff.id}
    return ids


@pytest.mark.parametrize("record", [Member, Purchase, Employee], ids=lambda record: record.key())
def test_a_store_manager_sees_the_rows_of_the_own_store_however_asked(chen, company, record):
    own, other = (company[name][record.key()] for name in ("锦江一店", "武侯一店"))
    query = Query(record, chen)
    assert [row["id"] for row in query.rows()] == [own]
    assert query.count() == 1
    assert Query(record, chen).row(own)["id"] == own
    assert Query(record, chen).row(other) is None
    assert Query(record, chen).by_ids([own, other]) == [Query(record, chen).row(own)]
    assert [row["id"] for row in look(record, chen, "")] == [own]
    assert Query(record, chen, {"id": {"in": [own, other]}}).count() == 1
    assert [row[0] for chunk in Query(record, chen).stream((record.sheet.title,)) for row in chunk] == [
        Query(record, chen).row(own)[record.sheet.title]
    ]
    with pytest.raises(BadQuery):
        Query(record, chen).rows(after=other)


def test_an_areas_page_counts_the_rows_that_one_sees_and_the_first_steps_are_for_those_who_see_all(
    boss, chen, ann, company
):
    for area in AREAS:
        for who in (chen, ann):
            assert tables(area, who) == [
                (record, Query(record, who).count()) for record in area.records if may(who, "see", record)
            ]
    members = next(area for area in AREAS if Member in area.records)
    assert dict(tables(members, chen))[Member] == 1
    assert dict(tables(members, boss))[Member] == 2
    assert {step.record: step.rows for step in read_beginning(boss).steps}[Member] == 2
    importing = without(chen, Member, "see add import", rows="store")
    assert Member not in [step.record for step in read_beginning(importing).steps]


def test_a_count_is_made_anew_when_a_store_on_the_way_to_a_row_changes_its_region(boss, ann, stores, company):
    north, south = (made(Region, boss, name=name) for name in ("川北", "川南"))
    change(Store, boss, stores["锦江一店"], region=north)
    regional = replace(without(ann, TierMove, "see", rows="region"), region_id=north)
    change(Member, boss, company["锦江一店"]["member"], tier=made(MemberTier, boss, code="T2", name="银卡", rank=2))
    assert Query(TierMove, regional).count() == 1
    change(Store, boss, stores["锦江一店"], region=south)
    assert Query(TierMove, regional).count() == 0


def test_sums_count_the_own_rows_only(chen, company):
    assert Query(Purchase, chen).sums()["amount"] == "100.00"
    assert Query(Purchase, chen).count() == 1


def test_an_action_on_another_stores_row_looks_like_one_on_a_missing_row(chen, company):
    answers = [act(house().actions["thaw"], who=chen, id=id) for id in (company["武侯一店"]["member"], 999)]
    assert answers[0] == answers[1]
    assert answers[0].errors[0].text.zh == "没有这条记录，可能已被删除"


def test_whoever_may_not_is_refused_by_the_action_itself(bo, company):
    for action in house().actions.values():
        answer = act(action, who=bo, id=1, answers={})
        assert answer.state == "refused"
        assert answer.errors[0].text.zh


# Nothing is told by a detour ---------------------------------------------------------------------------------------------

SECRET = ("13800138000", "13800138001", "13900139000", "秘密街")


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": ["phone"]},
        {"sort": ["-phone"]},
        {"sort": ["name", "address"]},
        {"filter": {"phone": {"eq": "13800138000"}}},
        {"filter": {"phone": {"ne": "13800138000"}}},
        {"filter": {"phone": {"contains": "138"}}},
        {"filter": {"phone": {"starts": "138"}}},
        {"filter": {"phone": {"empty": True}}},
        {"filter": {"phone": {"in": ["13800138000"]}}},
        {"filter": {"birthday": {"ge": "1970-01-01"}}},
        {"filter": {"address": {"contains": "秘密"}}},
        {"filter": {"interests": {"contains": "x"}}},
    ],
    ids=str,
)
def test_a_masked_column_is_no_way_to_sort_or_filter(chen, company, asked):
    with pytest.raises(BadQuery):
        Query(Member, chen, **asked)


@pytest.mark.parametrize("text", ["13800138000", "1380013", "秘密街", "0号"])
def test_the_search_does_not_look_into_masked_columns(chen, ann, company, text):
    assert Query(Member, chen, search=text).count() == 0
    assert Query(Purchase, chen, search=text).count() == 0
    assert look(Member, chen, text) == []
    assert edit(Purchase, [{"id": None, "set": {"member": text}}], who=chen).state == "refused"
    if text.startswith("138"):
        assert Query(Member, ann, search=text).count() >= 1


def test_a_link_is_not_filtered_by_the_masked_columns_of_what_it_points_to(chen, ann, company):
    assert Query(Purchase, chen, {"member": {"contains": "13800138000"}}).count() == 0
    assert Query(Purchase, ann, {"member": {"contains": "13800138000"}}).count() == 1


@pytest.mark.parametrize("how", [{"hidden": {"name"}}, {"masked": {"name"}}], ids=str)
def test_a_link_is_not_filtered_by_kept_names_one_link_further_on(db, how):
    """Orders are looked for by their members, too: who may not know those by name doesn't find them by it through an after-sale."""
    ada = person("Ada", "administrator", 9)

    def asked(who) -> str:
        where = Query(AfterSale, who, {"order": {"contains": "秦"}}).where
        return AfterSale.select(AfterSale.id).where(where).sql()[0]

    assert 'FROM "member"' in asked(ada)
    assert 'FROM "member"' not in asked(without(ada, Member, **how))


def test_of_a_row_out_of_sight_a_link_is_filtered_by_the_name_alone(chen, ann, company):
    everybody = without(chen, Purchase, rows="all")
    far, own = (Member.row(company[store]["member"]) for store in ("武侯一店", "锦江一店"))

    def count(who, text: str) -> int:
        return Query(Purchase, who, {"member": {"contains": text}}).count()

    assert (count(everybody, far.card_no), count(ann, far.card_no)) == (0, count(ann, far.name))
    assert count(everybody, far.name) == count(ann, far.name) > 0
    assert count(everybody, own.card_no) == count(ann, own.card_no) > 0


def test_a_guess_at_a_masked_or_hidden_value_is_answered_alike_whether_it_is_right_or_wrong(chen, company):
    id = company["锦江一店"]["member"]
    hidden = without(chen, Member, hidden={"note", "phone"}, rows="store")
    for who, name in ((chen, "phone"), (chen, "address"), (hidden, "note"), (hidden, "phone")):
        answers = [
            edit(Member, [{"id": id, "set": {name: "x"}, "seen": {name: seen}}], who=who)
            for seen in (getattr(Member.row(id), name), "13911112222", None)
        ]
        assert answers[0] == answers[1] == answers[2]
        assert answers[0].state == "refused"
        assert not any(secret in str(answers) for secret in SECRET)


def without(who, record, verbs="see add edit delete export", **options):
    """The same person with another grant on one record type."""
    return replace(
        who, grants=MappingProxyType({**who.grants, record.key(): Grant(who.role, record.key(), verbs, **options)})
    )


@pytest.mark.parametrize("how", [{"hidden": {"name"}}, {"masked": {"name"}}], ids=str)
def test_a_hidden_name_is_not_told_by_its_pinyin_by_links_by_sorting_or_by_search(ann, company, how):
    lower = without(ann, Member, **how)
    assert "name_py" not in visible(lower, Member)
    texts = [
        Query(Member, lower).rows(),
        Query(Purchase, lower).rows(),
        look(Member, lower, ""),
        look(Member, lower, "秦甲0"),
        history(Purchase, company["锦江一店"]["purchase"], lower),
        history(Member, company["锦江一店"]["member"], lower),
        list(Query(Purchase, lower).stream(("member",))),
    ]
    assert "秦甲" not in str(texts)
    assert "qinjia" not in str(texts)
    assert Query(Member, lower, search="秦甲0").count() == Query(Member, lower, search="qj").count() == 0
    assert Query(Purchase, lower, search="秦甲0").count() == 0
    assert Query(Purchase, lower, {"member": {"contains": "秦甲0"}}).count() == 0
    for record, name in ((Member, "name"), (Purchase, "member")):
        with pytest.raises(BadQuery):
            Query(record, lower, sort=[name])
    answer = edit(
        Purchase, [{"id": None, "set": {"member": "秦甲0", "store": "S1", "receipt_no": "R9", "amount": 1}}], who=lower
    )
    assert (answer.state, answer.errors[0].field) == ("refused", "member")


def test_a_list_opens_when_the_columns_of_its_usual_order_are_hidden(ann, company):
    for how in ({"hidden": {"joined_on"}}, {"masked": {"joined_on"}}):
        assert len(Query(Member, without(ann, Member, **how)).rows()) == 2


def test_sums_leave_out_what_is_masked_or_hidden(ann, company):
    for how in ({"hidden": {"amount"}}, {"masked": {"amount"}}):
        assert "amount" not in Query(Purchase, without(ann, Purchase, **how)).sums()


def test_the_history_obeys_the_columns_of_today(ann, chen, boss, company):
    id = company["锦江一店"]["member"]
    edit(Member, [{"id": id, "set": {"phone": "13700137000", "address": "新秘密街"}}], who=boss)
    assert "13700137000" in str(history(Member, id, ann))
    text = str(history(Member, id, chen))
    assert "137****7000" in text
    assert not any(secret in text for secret in (*SECRET, "13700137000"))
    hidden = str(history(Member, id, without(ann, Member, hidden={"phone", "address"})))
    assert "137****" not in hidden and "秘密街" not in hidden


def test_the_history_is_silent_about_changes_of_columns_that_one_does_not_see(ann, boss, company):
    id, without_address = company["锦江一店"]["member"], without(ann, Member, hidden={"address"})
    entries = history(Member, id, without_address)
    for n in range(3):
        edit(Member, [{"id": id, "set": {"address": f"新秘密街{n}号"}}], who=boss)
    assert len(history(Member, id, ann)) == len(entries) + 3
    assert history(Member, id, without_address) == entries
    assert history(Member, id, without_address, limit=1) == entries[:1]
    edit(Member, [{"id": id, "set": {"address": "又一秘密街", "name": "秦乙"}}], who=boss)
    assert {cell["field"] for cell in history(Member, id, without_address)[0]["cells"]} == {"name", "name_py"}


def test_a_past_value_that_is_no_option_any_more_is_still_told(ann, boss, company):
    id = company["锦江一店"]["member"]
    with changes(who=boss) as c:
        c.done.append((Member, id, "u", {"status": "vanished", "points": -5}, {"status": "active"}))
    cells = {cell["field"]: cell["from"] for cell in history(Member, id, ann)[0]["cells"]}
    assert cells["status"] == "vanished"


# Revealing ---------------------------------------------------------------------------------------------------------------


def test_one_masked_value_is_revealed_for_a_reason_that_is_logged(chen, company):
    from models.kit.write.history import Event

    assert reveal(Member, company["锦江一店"]["member"], "phone", "回访", chen) == "13800138000"
    event = Event.select().where(Event.kind == "reveal").get()
    assert (event.user_name, event.record, event.row_id) == ("Chen", "member", company["锦江一店"]["member"])
    assert "回访" in event.detail and "13800138000" not in event.detail


@pytest.mark.parametrize("reason", [None, "", "  ", 5, [], {}])
def test_nothing_is_revealed_without_a_reason(chen, company, reason):
    with pytest.raises(Refused):
        reveal(Member, company["锦江一店"]["member"], "phone", reason, chen)


@pytest.mark.parametrize("field", ["nonsense", "password_hash", "id", None, [], {}, "phone "])
def test_nothing_but_a_visible_column_is_revealed(chen, company, field):
    with pytest.raises(Refused):
        reveal(Member, company["锦江一店"]["member"], field, "回访", chen)


def test_revealing_another_stores_row_looks_like_revealing_a_missing_one(chen, company):
    said = []
    for id in (company["武侯一店"]["member"], 999):
        with pytest.raises(Refused) as refused:
            reveal(Member, id, "phone", "回访", chen)
        said.append(refused.value.text)
    assert said[0] == said[1]


def test_without_the_right_nothing_is_revealed(bo, company):
    with pytest.raises(Refused, match="reveal"):
        reveal(Member, company["锦江一店"]["member"], "phone", "回访", bo)


def test_so_many_reveals_an_hour_and_no_more(chen, company):
    for _ in range(50):
        reveal(Member, company["锦江一店"]["member"], "phone", "回访", chen)
    with pytest.raises(Refused, match="50"):
        reveal(Member, company["锦江一店"]["member"], "phone", "回访", chen)


def test_the_system_itself_has_every_right_but_writes_no_ledger():
    boss = system("tests")
    for record in house().records.values():
        for verb in VERBS:
            assert may(boss, verb, record) == (verb in record.sheet.allowed or verb in ("approve", "undo", "reveal"))


def test_a_store_sees_itself_and_no_other(chen, stores):
    assert [row["name"] for row in Query(Store, chen).rows()] == ["锦江一店"]


def test_what_leaves_in_a_file_is_masked_for_whoever_may_not_reveal_it(db):
    masked = []
    for number, (role, key) in enumerate(PAIRS):
        who, record = person(role, role, number + 1), house().records[key]
        shown, fields = visible(who, record), record.fields()
        hidden = [] if declared(role, key, "reveal") else [name for name in shown if fields[name].mask]
        assert carried(who, record) == shown | dict.fromkeys(hidden, "masked"), (role, key)
        masked += [name for name in hidden if shown[name] == "full"]
    assert masked, "some see on the page what they may not take away"
