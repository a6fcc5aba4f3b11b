"""The API's own page for people who are signed in: every route, what it takes, and the record types with their fields."""

import orjson
from fastapi import Request, Response
from fastapi.routing import APIRoute
from nicegui import app, ui

from models import house
from models.kit.declare.access import Who
from models.kit.declare.describe import describe
from models.kit.server.patience import in_time
from models.kit.text import Text

from .. import guard
from ..frame import page
from ..parts.pieces import card, link, span, tag
from ..parts.session import ask, viewer
from .routes import DESCRIPTION, router
from .schemas import openapi_for

TITLE = Text("接口说明", "API")
LEAD = Text(
    "程序可用登录会话或访问令牌（Authorization: Bearer …）调用；"
    "令牌由管理员在“访问令牌”里设好范围和期限再发，也可在服务器上运行 python main.py token 用户名。",
    "Programs call it with a session cookie or a token (Authorization: Bearer …), "
    "which an administrator narrows, dates and gives under “Access tokens”; python main.py token USER prints another.",
)
ROUTES = Text("接口", "Routes")
RECORDS_HERE = Text("数据类型与字段", "Record types and fields")


IN_CHINESE = {
    "records": "数据类型、字段、中英文名称，以及我能做什么",
    "rows": "取一段行：{offset, limit, sort, filter, search, after, group, folds, colours} → {rows, total, sums}；"
    "totals: later 时不等合计，还在统计就带 counting: true；as: columns 时按列返回 {columns: {列名: [各行的值]}}，不返回 rows",
    "totals": "符合条件的行数和合计：{filter, search, sort} → {total, sums}",
    "ids": "只取编号，按顺序：{filter, sort, search, offset, limit}；给出 of 时只答其中符合的 → {ids}",
    "values": "一列在符合条件的行里有哪些内容、各多少行：{field, q, filter, search} → {values, more, partly}",
    "change": "新增、修改、删除：{op, changes: [{id, set, seen}], delete, reason（更正的原因）}；trial: true 只试不存 → {state, rows, errors}",
    "link_choices": "按名称、编号或拼音查找可关联的记录；或按 ids 取名称",
    "keep": "保存我的列布局",
    "export_xlsx": "当前视图导出为工作簿；query 与 /rows 的内容相同，加 comments: true 带上待处理的评论，"
    "加 returning: true 得到改完可以带回来对比的文件",
    "export_csv": "当前视图导出为 CSV，Excel 可直接打开中文",
    "queue": "我正在排队的导出、导入和统计：{queue: [{number, what, before}]}",
    "unqueue": "取消我的一项排队",
    "blank": "用于填写和导入的空白工作簿",
    "listed": "我最近的修改批次；mine=false 时为我可以撤销的全部批次",
    "undo_batch": "整批撤销，撤销本身也是新的一批",
    "run_action": "执行业务操作：{op, id, asks} → {state, message, rows, batch}",
    "left_by": "这个操作以后积分和库存还剩多少：{id, asks: {…}} → {left: [{text, short}]}",
    "started": "新增一行时自动带上什么：今天、本店、常用选项",
    "begun": "空表用一套常用的开始：{op} → {state, message, batch}",
    "single_row": "取一行",
    "row_history": "这一行被谁、何时、从什么改成什么",
    "revealed": "查看一条打码内容，原因会记录在案",
    "restored": "恢复已删除的行",
}


def said(route: APIRoute, who: Who) -> str:
    """What a route does, in the reader's language; a route without a Chinese line shows its English one."""
    return IN_CHINESE.get(route.name, route.summary) if who.lang == "zh" else route.summary or ""


def mount() -> None:
    app.add_api_route(DESCRIPTION, openapi, methods=["GET"], include_in_schema=False)
    ui.page("/api-docs")(docs_page)


def openapi(request: Request) -> Response:
    """The OpenAPI description of the routes, with a schema for every type that this person sees."""
    with in_time():
        schema = openapi_for(guard.who(request), router.routes)
    return Response(orjson.dumps(schema), media_type="application/json")


async def docs_page() -> None:
    known = await ask(describe, house().areas, viewer(), {})
    with page(viewer().say(TITLE), "api") as who:
        tag("h1", "o-h1", who.say(TITLE))
        tag("p", "", who.say(LEAD))
        link("openapi.json", DESCRIPTION)
        with card(who.say(ROUTES)):
            for route in router.routes:
                with tag("div", "o-line"):
                    tag("code", "", f"{' '.join(sorted(route.methods))} {route.path}")
                    span(said(route, who))
        with card(who.say(RECORDS_HERE)):
            for described in known["records"]:
                with tag("details"):
                    tag("summary", "", f"{described['name']} · {described['label'][who.lang]}")
                    for item in described["fields"]:
                        needed = "*" if item["required"] else ""
                        tag("div", "o-line", f"{item['name']}{needed} · {item['kind']} · {item['label'][who.lang]}")
