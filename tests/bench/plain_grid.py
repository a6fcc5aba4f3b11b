"""What one gets without the product: NiceGUI's own ui.aggrid with the infinite model over plain SQL, and a bare update.

python -m tests.bench.plain_grid --data DIR --port N
"""

import argparse
from pathlib import Path

import apsw
import orjson
from fastapi import Request, Response
from nicegui import app, ui

COLUMNS = (
    "card_no",
    "name",
    "phone",
    "gender",
    "birthday",
    "tier_id",
    "home_store_id",
    "joined_on",
    "points",
    "spend_12m",
    "last_purchase_at",
    "status",
)
ROWS = f"SELECT id, {', '.join(COLUMNS)} FROM member ORDER BY id LIMIT ? OFFSET ?"
SOURCE = """{getRows: async (p) => {
  const answer = await (await fetch("/bare/rows", {method: "POST", body: JSON.stringify([p.endRow - p.startRow, p.startRow])})).json();
  p.successCallback(answer.rows, answer.total);
}}"""


def mount(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.set_busy_timeout(5000)
    connection.pragma("synchronous", 2)
    connection.pragma("cache_size", -32000)
    total = connection.execute("SELECT count(*) FROM member").fetchone()[0]

    @app.post("/bare/rows")
    async def rows(request: Request) -> Response:
        rows = connection.execute(ROWS, orjson.loads(await request.body())).fetchall()
        names = ("id", *COLUMNS)
        return Response(orjson.dumps({"rows": [dict(zip(names, row, strict=True)) for row in rows], "total": total}))

    @app.post("/bare/edit")
    async def edit(request: Request) -> Response:
        with connection:
            connection.execute("UPDATE member SET name = ? WHERE id = ?", orjson.loads(await request.body()))
        return Response(b"{}")

    @ui.page("/")
    def page() -> None:
        ui.aggrid(
            {
                "columnDefs": [{"field": name, "headerName": name} for name in COLUMNS],
                "rowModelType": "infinite",
                "cacheBlockSize": 100,
                "maxBlocksInCache": 40,
                ":getRowId": "(p) => String(p.data.id)",
                ":datasource": SOURCE,
            }
        ).style("height: 800px").classes("w-full")


if __name__ in {"__main__", "__mp_main__"}:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    mount(asked.data / "ops.db")
    ui.run(port=asked.port, reload=False, show=False, show_welcome_message=False, uvicorn_logging_level="warning")
