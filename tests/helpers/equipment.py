"""A company that made tables of its own: equipment with lines under it, repairs that go their way, and others that lean on them."""

import json
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from models import designed, house
from models.accounts import User
from models.accounts.rights import who_for
from models.design import DesignCheck, DesignChoice, DesignColumn, DesignStep, DesignType, DesignView, shared_views
from models.kit import system
from models.kit.ask.todo import todo
from models.kit.clock import Week
from models.kit.declare.states import moves_of
from models.kit.server import database
from models.kit.server.standing import stand
from models.kit.write.acting import act
from models.kit.write.comments import said as say
from models.kit.write.undo import undo
from models.kit.write.writes import changes
from tests.helpers import people
from tests.helpers.api_asked import Api
from tests.helpers.door import change, made, new
from tests.helpers.photos import photo

TABLES = ("asset", "asset_job", "repair")
STEPS = (
    {"zh": "派工", "en": "Assign", "sources": ["待派工"], "to": "维修中", "needs": ["维修人"]},
    {"zh": "修好", "en": "Mend", "sources": ["维修中"], "to": "待验收", "file": True},
    {"zh": "验收", "en": "Accept", "sources": ["待验收"], "to": "完成", "eyes": "mover", "may": "edit"}
    | {"condition": '=[维修人]<>""', "unmet": "先写明是谁修的", "unmet_en": "Say first who mended it"},
    {"zh": "退回", "en": "Return", "sources": ["待验收"], "to": "维修中", "reason": True, "danger": True},
)
STATES = (("待派工", "New"), ("维修中", "At work"), ("待验收", "To accept"), ("完成", "Done"))


def column(who, table: str, zh: str, en: str, name: str, kind: str = "line", **more: Any) -> int:
    sets = {"record_type": table, "zh": zh, "en": en, "name": name, "kind": kind, "seen_by": "all", **more}
    return made(DesignColumn, who, **sets)


def options(who, column_id: int, *labels: tuple[str, str]) -> None:
    answer = new(DesignChoice, who, *({"column": column_id, "zh": zh, "en": en} for zh, en in labels))
    assert answer.state == "applied", answer.errors


def lay_equipment(who) -> None:
    """设备台账 with its lines, and a check, in the area of stores."""
    table = {"zh": "设备台账", "en": "Equipment", "name": "asset", "area": "stores", "after": "store_visit"}
    made(DesignType, who, **table, per_store=True, first="设备名称", seen_by="all", edited_by="area")
    first = next(row.id for row in DesignColumn.rows(DesignColumn.name == "name"))
    assert change(DesignColumn, who, first, en="Equipment name").state == "applied"
    column(who, "asset", "资产编号", "Asset no.", "no", only_once=True, after="id")
    column(who, "asset", "购入价", "Price", "price", "money", least="0")
    column(who, "asset", "购入日期", "Bought on", "bought_on", "day")
    column(who, "asset", "保修到", "Covered until", "covered", "day", hint_zh="按合同", hint_en="As the contract says")
    options(who, column(who, "asset", "情况", "Condition", "cond", "choice"), ("在用", "In use"), ("待修", "Broken"))
    column(who, "asset", "成新率", "Worth", "worth", "percent", digits=1)
    column(who, "asset", "联系电话", "Phone", "phone", "phone", mask=True)
    column(who, "asset", "流水号", "Number", "number", "running", pattern="SB{YYYY}{0000}")
    column(who, "asset", "保管人", "Keeper", "keeper", "person")
    made(DesignType, who, zh="维修记录", en="Work done", name="asset_job", area="stores", first="事项", seen_by="all")
    first = next(row.id for row in DesignColumn.rows(DesignColumn.record_type == "asset_job"))
    assert change(DesignColumn, who, first, en="What").state == "applied"
    column(who, "asset_job", "设备", "Equipment", "asset", "link", target="asset")
    column(who, "asset_job", "费用", "Cost", "cost", "money")
    by_name = {row.name: row.id for row in DesignType.rows()}
    assert change(DesignType, who, by_name["asset_job"], parent="设备").state == "applied"
    column(
        who,
        "asset",
        "维修费",
        "Spent",
        "spent",
        "rollup",
        target="asset_job",
        through="asset",
        figure="sum",
        picks="[费用]",
    )
    column(who, "asset", "剩余", "Left", "left", "formula", formula="=[购入价]-[维修费]")
    said = change(
        DesignType, who, by_name["asset"], keyed_by="资产编号", order="-购入日期", own_by="保管人", daily_by="购入日期"
    )
    assert said.state == "applied", said.errors
    check = {"zh": "保修不能早于购入", "en": "Covered before it was bought", "formula": "=[保修到]>=[购入日期]"}
    made(DesignCheck, who, record_type="asset", **check)


def lay_repairs(who) -> None:
    """门店报修, with four eyes, a photo and forty-eight hours."""
    table = {"zh": "门店报修", "en": "Repair", "name": "repair", "area": "stores", "seen_by": "all", "edited_by": "all"}
    id = made(DesignType, who, **table, per_store=True, first="什么坏了", icon="build")
    first = next(row.id for row in DesignColumn.rows(DesignColumn.record_type == "repair"))
    assert change(DesignColumn, who, first, en="What broke").state == "applied"
    column(who, "repair", "维修人", "Repairer", "repairer")
    column(who, "repair", "期限", "Due", "due", "moment")
    column(who, "repair", "设备", "Equipment", "asset", "link", target="asset")
    options(who, column(who, "repair", "进度", "Progress", "progress", "choice"), *STATES)
    sets = {"state_by": "进度", "due_by": "期限", "due_hours": 48, "due_states": ["待派工", "维修中", "待验收"]}
    assert change(DesignType, who, id, **sets).state == "applied"
    for step in STEPS:
        made(DesignStep, who, record_type="repair", **step)


def lay_others(who) -> None:
    """What leans on them and stays in the browser: a roll-up of the stores, and a table with a formula along a link."""
    column(who, "store", "设备数", "Pieces", "pieces", "rollup", target="asset", through="store", figure="count")
    made(DesignType, who, zh="备件", en="Spare part", name="spare", area="logistics", seen_by="all")
    column(who, "spare", "用于", "For", "used_for", "link", target="asset")
    column(who, "spare", "设备价", "Its price", "its_price", "formula", formula="=[用于].[购入价]*2")
    body = {
        "columns": [{"name": "no"}, {"name": "left"}],
        "sort": ["-left"],
        "filter": {"cond": {"in": ["o1", "o2"]}},
    }
    made(DesignView, who, record_type="asset", name="剩余多的", body=json.dumps(body))


def fill(who, stores: dict[str, int]) -> dict[str, int]:
    """Rows with a past: changes, comments, a file, steps. Returns the batches that may be taken back later."""
    records = house().records
    manager = people.who(people.make("m1", "store_manager", store=stores["锦江一店"]))
    keeper = people.who(people.make("k1", "store_management"))
    asset = {"name": "双门冷柜", "store": "S1", "no": "A1", "price": "1,200.50", "bought_on": "2026-03-01"}
    first = made(records["asset"], keeper, **asset, cond="待修", worth="87.5", phone="13800138000")
    made(records["asset"], keeper, name="秤", store="S2", no="A2", price="80", bought_on="2026-04-01")
    made(records["asset_job"], who, name="换门封", asset="A1", cost="200")
    priced = change(records["asset"], keeper, first, price="900")
    with changes(who=keeper) as c:
        say(c, records["asset"], first, "门封又坏了", field="cond", parent=None)
    made(records["spare"], who, name="门封", used_for="A1")
    broken = made(records["repair"], manager, name="冷柜不制冷", asset="A1")
    assert change(records["repair"], manager, broken, repairer="老张").state == "applied"
    assert act(house().actions["repair_assign"], who=manager, id=broken, answers={}).state == "applied"
    photo(records["repair"], broken)
    assert act(house().actions["repair_mend"], who=manager, id=broken, answers={}).state == "applied"
    laid = new(records["asset"], keeper, {"name": "多的", "store": "S1", "no": "A9"})
    return {"priced": priced.batch, "laid": laid.batch, "broken": broken, "first": first}


# In a process of its own, before and after ------------------------------------------------------------------------------


def look(address: str) -> dict[str, Any]:
    """All that three people are told of these tables through the API, and what lies behind."""
    with _opened(address):
        seen: dict[str, Any] = {}
        for login in (None, "m1", "k1"):
            who = system("look") if login is None else who_for(User.get(User.login == login).id)
            seen[str(login)] = _seen_by(who)
        return seen


def _opened(address: str):
    database.open(address)
    reading = database.reading()
    reading.__enter__()
    stand(designed())
    return _Closing(reading)


class _Closing:
    def __init__(self, reading):
        self.reading = reading

    def __enter__(self):
        return self

    def __exit__(self, *wrong):
        self.reading.__exit__(*wrong)
        database.close()


def _seen_by(who) -> dict[str, Any]:
    records, api, said = house().records, Api(who, {}), {}
    described = {record["name"]: record for record in api.get("records").json()["records"]}
    for name in (*TABLES, "store", "spare"):
        rows = api.post(f"{name}/rows", {"start": 0, "end": 100})
        said[name] = {
            "described": _declared(described.get(name)),
            "rows": rows.json(),
            "sheet": _declared(api.get(f"{name}/sheet").json()),
        }
        ids = [row["id"] for row in rows.json().get("rows", ())]
        said[name]["past"] = [api.get(f"{name}/{id}/history").json() for id in ids]
        said[name]["comments"] = [api.get(f"{name}/{id}/comments").json() for id in ids]
        said[name]["moves"] = [
            [(move.before, move.after, move.step) for move in moves_of(records[name], id)] for id in ids
        ]
        said[name]["views"] = shared_views(records[name], who)
    area = [area for area in house().areas if area.name == "stores"]
    said["todo"] = [(due.name, count, [item.title for item in items]) for due, count, items in todo(area, who)]
    week = Week(date(2026, 2, 23))
    said["daily"] = [
        (daily.name, daily.label.zh, daily.day, daily.place, daily.missing(week, week.sunday))
        for daily in area[0].dailies
        if daily.record.key() in TABLES
    ]
    said["searched"] = api.post("asset/rows", {"start": 0, "end": 9, "search": "smlg"}).json()
    said["menu"] = [record.key() for record in area[0].records]
    api.close()
    return said


def _declared(described: Any) -> Any:
    """Told so that three things may differ: the head of a declared column in per cent says so, bounds aren't padded with zeros, and
    what is declared is no longer set up in the browser.
    """
    (described or {}).pop("settable", None)
    for item in (described or {}).get("fields", ()):
        labels = item["label"] if isinstance(item["label"], dict) else {"": item["label"]}
        item["label"] = {lang: text.removesuffix("（%）").removesuffix(" (%)") for lang, text in labels.items()}
        item["least"] = item.get("least") and str(Decimal(item["least"]).normalize())
    return described


def go_on(address: str, done: dict[str, int]) -> dict[str, Any]:
    """What people do next: another step by somebody else, what a check refuses, what is taken back, a new row with its number."""
    with _opened(address):
        records, actions = house().records, house().actions
        manager, keeper = (who_for(User.get(User.login == login).id) for login in ("m1", "k1"))
        own = act(actions["repair_accept"], who=manager, id=done["broken"], answers={})
        bare = act(actions["repair_return"], who=keeper, id=done["broken"], answers={})
        other = act(actions["repair_accept"], who=keeper, id=done["broken"], answers={})
        early = change(records["asset"], keeper, done["first"], covered="2026-01-01")
        priced = undo(done["priced"], records, who=system("look"))
        laid = undo(done["laid"], records, who=system("look"))
        fresh = new(records["asset"], keeper, {"name": "新的", "store": "S1", "no": "A10"})
        reported = new(records["repair"], manager, {"name": "灯不亮"})
        again = new(records["asset"], keeper, {"name": "又", "store": "S1", "no": "A1"})
        return {
            "steps": [own.state, bare.state, other.state],
            "said": own.errors[0].text.zh,
            "early": [fault.text.zh for fault in early.errors],
            "undone": [priced.state, laid.state],
            "price": str(records["asset"].row(done["first"]).price),
            "number": fresh.rows[0]["number"],
            "reported": [reported.rows[0]["progress"], reported.rows[0]["due"] is not None],
            "again": again.state,
        }


def main(what: str, address: str, *more: str) -> None:
    answers = look(address) if what == "look" else go_on(address, json.loads(more[0]))
    sys.stdout.write(json.dumps(answers, ensure_ascii=False, default=str))
