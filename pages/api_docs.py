"""The API's own page for people who are signed in: every route, what it takes, and the record types with their fields."""

import orjson
from fastapi import Request, Response
from fastapi.openapi.utils import get_openapi
from nicegui import app, ui

from models import AREAS
from models.kit.describe import describe
from models.kit.text import Text

from .api import PREFIX, router
from .frame import page
from .parts.pieces import card, link, span, tag
from .parts.session import ask, viewer

TITLE = Text("接口说明", "API")
LEAD = Text(
    "程序可用登录会话或访问令牌（Authorization: Bearer …）调用；令牌由管理员在服务器上运行 python main.py token 用户名 得到。",
    "Programs call it with a session cookie or a token (Authorization: Bearer …), which python main.py token USER prints.",
)
ROUTES = Text("接口", "Routes")
RECORDS_HERE = Text("数据类型与字段", "Record types and fields")


def mount() -> None:
    app.add_api_route(f"{PREFIX}/openapi.json", openapi, methods=["GET"], include_in_schema=False)
    ui.page("/api-docs")(docs_page)


def openapi(request: Request) -> Response:
    """The OpenAPI description of the routes."""
    told = get_openapi(title="OpsDesk", version="1", routes=router.routes)
    return Response(orjson.dumps(told), media_type="application/json")


async def docs_page() -> None:
    known = await ask(describe, AREAS, viewer(), {})
    with page(viewer().say(TITLE), "api") as who:
        tag("h1", "", who.say(TITLE))
        tag("p", "", who.say(LEAD))
        link("openapi.json", f"{PREFIX}/openapi.json")
        with card(who.say(ROUTES)):
            for route in router.routes:
                with tag("div", "o-line"):
                    tag("code", "", f"{' '.join(sorted(route.methods))} {route.path}")
                    span(route.summary or "")
        with card(who.say(RECORDS_HERE)):
            for told in known["records"]:
                with tag("details"):
                    tag("summary", "", f"{told['name']} · {told['label'][who.lang]}")
                    for item in told["fields"]:
                        needed = "*" if item["required"] else ""
                        tag("div", "o-line", f"{item['name']}{needed} · {item['kind']} · {item['label'][who.lang]}")
