"""The sheet over an API held in memory, for browser tests of the page alone: python -m tests.browser.stub_server."""

import argparse
import copy
import json
import re
from datetime import date
from itertools import count

from fastapi import Request
from fastapi.responses import JSONResponse
from nicegui import app, ui

from models.kit.ask.spans import span_of
from pages.parts.columns import sheet_of
from pages.sheet import Sheet, assets
from tests.browser.stub_data import RECORDS, STORES, TIERS, members

LINKS = {"store": STORES, "member_tier": TIERS}
ROWS = {"member": members(), "gift": {}}
BATCHES: dict[int, dict] = {}
NUMBERS = count(1)
VIEWS: dict[str, dict] = {}
TODAY = date(2026, 7, 1)
TROUBLE = {"fail": 0, "asked": []}


class Refusal(Exception):
    pass


def parse(field, value):
    if value in (None, ""):
        if field["required"]:
            raise Refusal(f"{field['label']['zh']}不能为空")
        return None
    return PARSERS.get(field["kind"], lambda _, text: text)(field, value)


def number(field, value):
    text = re.sub(r"[¥,，]", "", str(value).translate(str.maketrans("０１２３４５６７８９．", "0123456789.")))
    if not re.fullmatch(r"-?\d+(\.\d+)?", text):
        raise Refusal(f"“{value}”不是数字")
    if field.get("least") is not None and float(text) < field["least"]:
        raise Refusal(f"不能小于 {field['least']}")
    return text


def day(field, value):
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise Refusal(f"“{value}”不是日期")
    return value


def phone(field, value):
    if not re.fullmatch(r"1[3-9]\d{9}", value):
        raise Refusal(f"“{value}”不是 11 位手机号")
    return value


def link(field, value):
    names = LINKS[field["link"]]
    wanted = (
        value["id"] if isinstance(value, dict) else next((n for n, name in enumerate(names, 1) if name == value), 0)
    )
    if not wanted:
        raise Refusal(f"没有找到“{value}”")
    return {"id": wanted, "text": names[wanted - 1]}


PARSERS = {
    "count": lambda field, value: int(float(number(field, value))),
    "money": lambda field, value: f"{float(number(field, value)):.2f}",
    "quantity": number,
    "day": day,
    "phone": phone,
    "link": link,
}


def key(value):
    return value["id"] if isinstance(value, dict) else value


def passes(value, asked):
    value = key(value)
    text = "" if value is None else str(value)
    tests = {
        "eq": lambda wanted: value == wanted,
        "ne": lambda wanted: value != wanted,
        "in": lambda wanted: value in wanted,
        "contains": lambda wanted: wanted in text,
        "starts": text.startswith,
        "empty": lambda wanted: (value is None) == wanted,
        "ge": lambda wanted: value is not None and comparable(value) >= comparable(wanted),
        "le": lambda wanted: value is not None and comparable(value) <= comparable(wanted),
        "lt": lambda wanted: value is not None and comparable(value) < comparable(wanted),
        "span": lambda wanted: value is not None and within(value, span_of(wanted, TODAY)),
    }
    return all(tests[operator](wanted) for operator, wanted in asked.items())


def within(value, span):
    return span.first.isoformat() <= value <= span.last.isoformat()


def comparable(value):
    return (0, float(value), "") if re.fullmatch(r"-?\d+(\.\d+)?", str(value)) else (1, 0.0, str(value))


def matching(record, query):
    rows = list(ROWS[record].values())
    for name, asked in query.get("filter", {}).items():
        rows = [row for row in rows if passes(row[name], asked)]
    if text := query.get("search"):
        rows = [
            row
            for row in rows
            if text in row["name"] or text in str(row.get("card_no")) or row.get("_initials", "").startswith(text)
        ]
    for part in reversed(query.get("sort", [])):
        name = part.lstrip("-")
        rows.sort(key=lambda row, name=name: comparable(key(row[name])), reverse=part.startswith("-"))
    return rows


def sent(row):
    return {name: value for name, value in row.items() if not name.startswith("_")}


def sums(record, rows):
    summed = [field for field in RECORDS[record]["fields"] if field["sum"]]
    totals = {field["name"]: sum(float(row[field["name"]] or 0) for row in rows) for field in summed}
    return {
        field["name"]: f"{totals[field['name']]:.2f}" if field["kind"] == "money" else int(totals[field["name"]])
        for field in summed
    }


def write(record, changes, deleted=()):
    """All or nothing, as the real door: parse and compare everything first."""
    fields = {field["name"]: field for field in RECORDS[record]["fields"]}
    before, errors, parsed = {}, [], []
    for index, change in enumerate(changes):
        row = ROWS[record].get(change["id"])
        values = {}
        for name, value in change["set"].items():
            try:
                values[name] = parse(fields[name], value)
            except Refusal as refusal:
                errors.append({"index": index, "field": name, "message": str(refusal)})
                continue
            seen = change.get("seen", {})
            if row and name in seen and key(seen[name]) != key(row[name]):
                errors.append(
                    {"index": index, "field": name, "message": "陈经理刚刚改过", "theirs": row[name], "by": "陈经理"}
                )
        parsed.append((change["id"], values))
    if errors:
        state = "conflict" if any("theirs" in error for error in errors) else "refused"
        return {
            "state": state,
            "batch": None,
            "rows": [sent(ROWS[record][c["id"]]) for c in changes if c["id"]],
            "errors": errors,
        }
    rows = []
    for row_id, values in parsed:
        row_id = row_id or max(ROWS[record], default=0) + 1
        before[row_id] = copy.deepcopy(ROWS[record].get(row_id))
        row = ROWS[record].setdefault(row_id, {"id": row_id} | dict.fromkeys(fields))
        row.update(values)
        rows.append(sent(row))
    for row_id in deleted:
        before[row_id] = ROWS[record].pop(row_id)
    batch = next(NUMBERS)
    BATCHES[batch] = {"record": record, "before": before}
    return {"state": "applied", "batch": batch, "rows": rows, "errors": []}


def refused(status, message):
    return JSONResponse({"message": message}, status_code=status)


@app.post("/api/v1/batches/{batch}/undo")
async def undo(batch: int):
    kept = BATCHES[batch]
    for row_id, row in kept["before"].items():
        if row is None:
            ROWS[kept["record"]].pop(row_id, None)
        else:
            ROWS[kept["record"]][row_id] = row
    return {
        "state": "applied",
        "batch": next(NUMBERS),
        "rows": [sent(row) for row in kept["before"].values() if row],
        "errors": [],
    }


@app.post("/api/v1/actions/adjust_points")
async def adjust(request: Request):
    asked = await request.json()
    row = ROWS["member"][asked["id"]]
    added = int(asked["asks"]["points"])
    if row["points"] + added < 0:
        return {"state": "refused", "message": f"积分只有 {row['points']}，不够扣", "rows": [], "batch": None}
    row["points"] += added
    return {"state": "applied", "message": f"{row['name']}现有积分 {row['points']}", "rows": [sent(row)], "batch": None}


@app.post("/api/v1/{record}/values")
async def values(record: str, request: Request):
    asked = await request.json()
    rows, times = matching(record, asked), {}
    for row in rows:
        held = row[asked["field"]]
        text = held["text"] if isinstance(held, dict) else held
        if asked["q"] in str(text):
            times.setdefault((key(held), text), []).append(row)
    counted = [{"value": value, "text": text, "count": len(those)} for (value, text), those in times.items()]
    return {"values": counted[:200], "more": len(counted) > 200, "partly": False}


@app.post("/api/v1/{record}/commented")
def commented(record: str):
    return {"rows": {}}


@app.get("/api/v1/{record}/{row}/history")
def history(record: str, row: int):
    """Asked where the mouse rests on a cell for a while, as it does wherever a test takes its time."""
    return []


@app.post("/api/v1/{record}/looked")
def looked(record: str):
    return {"since": 0, "ids": []}


@app.post("/api/v1/{record}/ids")
async def ids(record: str, request: Request):
    body = await request.json()
    offset, among = body.get("offset", 0), body.get("of")
    fitting = [row["id"] for row in matching(record, body)]
    if among is not None:
        return {"ids": [id for id in among if id in set(fitting)]}
    return {"ids": fitting[offset : offset + body.get("limit", len(fitting))]}


@app.post("/api/v1/{record}/edge")
async def edge(record: str, request: Request):
    """The last row whichever way: nobody jumps over gaps here."""
    asked = await request.json()
    return {"row": 0 if asked["back"] else len(matching(record, asked)) - 1}


@app.post("/api/v1/{record}/rows")
async def rows(record: str, request: Request):
    query = await request.json()
    TROUBLE["asked"].append(query)
    if TROUBLE["fail"]:
        TROUBLE["fail"] -= 1
        return refused(503, "数据库正在维护")
    chosen = matching(record, query)
    block = chosen[query["offset"] : query["offset"] + query["limit"]]
    return {
        "rows": [sent(row) for row in block],
        "total": len(chosen),
        "sums": {} if query["offset"] else sums(record, chosen),
    }


@app.post("/api/v1/{record}/totals")
async def totals(record: str, request: Request):
    chosen = matching(record, await request.json())
    return {"total": len(chosen), "sums": sums(record, chosen)}


@app.post("/api/v1/{record}/changes")
async def changes(record: str, request: Request):
    asked = await request.json()
    if request.headers.get("X-Requested-With") != "opsdesk" or not asked["op"]:
        return refused(403, "缺少请求头")
    if TROUBLE["fail"]:
        TROUBLE["fail"] -= 1
        return refused(503, "数据库正在维护")
    return write(record, asked["changes"], asked.get("delete", ()))


@app.get("/api/v1/{target}/look")
async def look(target: str, q: str = "", ids: str = ""):
    wanted = {int(id) for id in ids.split(",") if id}
    names = enumerate(LINKS[target], 1)
    return {
        "rows": [
            {"id": n, "text": name, "hint": f"{target[:2].upper()}{n:02d}"}
            for n, name in names
            if (n in wanted if wanted else q in name)
        ]
    }


@app.get("/api/v1/{record}/new")
async def new(record: str):
    return {"row": {}}


@app.put("/api/v1/{record}/view")
async def view(record: str, request: Request):
    VIEWS[record] = await request.json()
    return {}


@app.post("/stub/{what}")
async def stub(what: str, request: Request):
    """What the tests arrange behind the page's back: failures, a colleague's edit, an empty table."""
    asked = await request.json()
    if what == "fail":
        TROUBLE["fail"] = asked["times"]
    if what == "colleague":
        ROWS["member"][asked["id"]] |= asked["set"]
    if what == "reset":
        ROWS["member"], ROWS["gift"], TROUBLE["fail"] = members(), {}, 0
        TROUBLE["asked"].clear()
        VIEWS.clear()
    if what == "row":
        return sent(ROWS["member"][asked["id"]])
    return {"views": VIEWS, "asked": TROUBLE["asked"][-3:]}


assets.mount()


@ui.page("/t/{record}")
def page(record: str, lang: str = "zh", dark: bool = False, may: str = ""):
    ui.dark_mode(dark)
    ui.query(".nicegui-content").classes("p-0 gap-0").style("height: 100vh")
    described = RECORDS[record] | {"view": VIEWS.get(record)} | ({"may": json.loads(may)} if may else {})
    Sheet(sheet_of(described, lang), me={"id": 1, "name": "安娜"}, lang=lang)


@ui.page("/r/{record}/{row_id}")
def record_page(record: str, row_id: int):
    ui.label(f"record {record} {row_id}")


if __name__ in {"__main__", "__mp_main__"}:
    options = argparse.ArgumentParser()
    options.add_argument("--port", type=int, default=8123)
    ui.run(
        port=options.parse_args().port,
        host="127.0.0.1",
        reload=False,
        show=False,
        show_welcome_message=False,
        language="zh-CN",
        reconnect_timeout=30,  # as in the app: a page that a busy browser is slow to answer for isn't thrown away
    )
