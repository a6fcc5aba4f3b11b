"""A small NiceGUI app behind the guard, in a process of its own, for attacks on it; some controls may be left out."""

import argparse
import asyncio
import errno
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from nicegui import app, ui
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

from models import AREAS, accounts
from models.accounts import Role, User, passwords
from models.kit.declare.access import system
from models.kit.server import database
from models.kit.write.writes import changes
from pages import guard, login
from tests.helpers import places

PASSWORDS = {
    "ann": "ann drinks green tea at noon",
    "bo": "bo paints small wooden boats",
    "new": "once-only-22222-33333",
    "spare": "spare wheels turn left today",
    "shut": "shut doors open again at four",
}
SECRET = "ValueError about 13812345678"
ran: list[str] = []


def people(folder: str) -> None:
    """Ann administers, Bo reads, New has a one-time password."""
    database.open(places.url(f"{folder}/small.db"))
    with database.reading():
        accounts.seed_roles(AREAS)
        roles = dict(Role.select(Role.code, Role.id).tuples())
        with changes(who=system("test")) as c:
            for name, role in (
                ("ann", "administrator"),
                ("bo", "viewer"),
                ("new", "viewer"),
                ("spare", "viewer"),
                ("shut", "viewer"),
            ):
                stored = passwords.hash_of(PASSWORDS[name])
                c.create(
                    User,
                    login=name,
                    name=name.title(),
                    role=roles[role],
                    password_hash=stored,
                    must_change=name == "new",
                )


def pages() -> None:
    @ui.page("/")
    def home(request: Request):
        seat = request.scope.get("ops.seat")
        name = seat.who.login if seat else "nobody"
        ui.label(f"hello {name}")
        ui.button("secret", on_click=lambda: ran.append(f"button of {name}"))
        ui.input("text", on_change=lambda e: ran.append(f"typed {e.value}"))
        ui.upload(max_file_size=1000, max_files=1, on_upload=lambda e: ran.append("upload"))

    @ui.page("/broken")
    def broken():
        raise ValueError(SECRET)

    @ui.page("/slow")
    async def slow():
        await asyncio.sleep(30)

    @ui.page("/full")
    def full():
        raise OSError(errno.ENOSPC, "No space left on device")

    @ui.page("/all")
    def everything():
        ui.table(columns=[{"name": "a", "label": "A", "field": "a"}], rows=[{"a": "table cell"}])
        ui.aggrid({"columnDefs": [{"field": "a"}], "rowData": [{"a": "grid cell"}]})
        ui.echart({"series": [{"type": "pie", "data": [{"value": 1}]}]})
        ui.select(["one"], value="one", label="choice")
        ui.upload()
        ui.html('<img src=x onerror="window.__x=1">', sanitize=False)
        ui.label("all built").on("click", js_handler='() => {document.title = "clicked"}')


def routes() -> None:
    @app.get("/ran")
    def what_ran():
        return JSONResponse(ran)

    @app.get("/api/v1/thing")
    def thing(request: Request):
        seat = request.scope.get("ops.seat")
        return {"who": seat.who.login if seat else None}

    @app.post("/api/v1/thing")
    async def change(request: Request):
        ran.append(f"api {len(await request.body())}")
        return {"ok": True}

    @app.get("/api/v1/broken")
    def api_broken():
        raise ValueError(SECRET)

    @app.get("/long")
    def endless():
        return PlainTextResponse("x" * 60_000_000)

    @app.get("/away")
    def away():
        return RedirectResponse("/")

    @app.get("/picture")
    def picture():
        headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=600"}
        return PlainTextResponse("<svg/>", media_type="image/svg+xml", headers=headers)

    @app.get("/clients")
    def clients():
        return {"pages": len(guard.Client.instances)}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("port", type=int)
    parser.add_argument("--without", default="")
    options = parser.parse_args()
    left_out = set(options.without.split(",")) - {""}
    controls = [control for control in guard.CONTROLS if control.name not in left_out]
    limits = guard.Limits(
        body=200_000,
        pages_at_once=200,
        pages_per_second=20,
        live_pages_each=25,
        fresh_seconds=60,
        look_every=0.5,
        page_seconds=1,
        head_seconds=2,
        body_grace=2,
        body_pace=2000,
        unread_seconds=2,
    )
    guard.install(app, limits, controls=controls)
    people(options.folder)
    login.mount(app)
    routes()
    pages()
    ui.run(host="127.0.0.1", port=options.port, title="small", **guard.run_options(limits=limits))


if __name__ in {"__main__", "__mp_main__"}:
    main()
