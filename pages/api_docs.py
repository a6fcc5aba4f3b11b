"""The API's own page for people who are signed in: every route, what it takes, and the record types with their fields."""

import orjson
from fastapi import Request, Response
from fastapi.openapi.utils import get_openapi
from nicegui import app, run, ui

from models import AREAS
from models.kit.access import Who
from models.kit.database import reading
from models.kit.describe import describe
from models.kit.text import Text

from .api import PREFIX, router
from .frame import frame
from .parts.session import viewer

TITLE = Text("接口说明", "API")
LEAD = Text(
    "程序可用登录会话或访问令牌（Authorization: Bearer …）调用；令牌由管理员在服务器上运行 python main.py token 用户名 得到。",
    "Programs call it with a session cookie or a token (Authorization: Bearer …), which python main.py token USER prints.",
)
RECORDS_HERE = Text("数据类型与字段", "Record types and fields")


def mount() -> None:
    app.add_api_route(f"{PREFIX}/openapi.json", openapi, methods=["GET"], include_in_schema=False)
    ui.page("/api-docs")(page)


def openapi(request: Request) -> Response:
    """The OpenAPI description of the routes."""
    told = get_openapi(title="OpsDesk", version="1", routes=router.routes)
    return Response(orjson.dumps(told), media_type="application/json")


async def page() -> None:
    who = viewer()
    known = await run.io_bound(_known, who)
    with frame(who, TITLE, "api"):
        ui.label(who.say(LEAD))
        ui.link("openapi.json", f"{PREFIX}/openapi.json", new_tab=True)
        for route in router.routes:
            with ui.row().classes("items-baseline gap-3 ops-route"):
                ui.badge(sorted(route.methods)[0])
                ui.label(route.path).classes("font-mono")
                ui.label(route.summary or "").classes("text-caption")
        ui.label(who.say(RECORDS_HERE)).classes("text-h6")
        for told in known["records"]:
            with ui.expansion(f"{told['name']} · {told['label'][who.lang]}").classes("w-full"):
                for item in told["fields"]:
                    needed = "*" if item["required"] else ""
                    ui.label(f"{item['name']}{needed} · {item['kind']} · {item['label'][who.lang]}").classes(
                        "font-mono"
                    )


def _known(who: Who) -> dict:
    with reading():
        return describe(AREAS, who, {})
