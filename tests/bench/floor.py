"""The floor: uvicorn, one connection to the same file, the bare statement, JSON. No rights, no titles, no checks.

python -m tests.bench.floor --data DIR --port N
"""

import argparse
from pathlib import Path

import apsw
import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def app(path: Path) -> Starlette:
    connection = apsw.Connection(str(path))
    connection.pragma("journal_mode", "wal")
    connection.pragma("synchronous", 2)
    connection.pragma("cache_size", -32000)

    async def alive(_: Request) -> Response:
        return Response(b"ok")

    async def ask(request: Request) -> Response:
        """{sql, values}: the rows as lists; a list of statements runs in one transaction."""
        asked = orjson.loads(await request.body())
        if "sql" in asked:
            return Response(orjson.dumps(connection.execute(asked["sql"], asked.get("values", ())).fetchall()))
        with connection:
            for sql, values in asked["all"]:
                connection.execute(sql, values)
        return Response(b"[]")

    return Starlette(routes=[Route("/", alive), Route("/ask", ask, methods=["POST"])])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    asked = parser.parse_args()
    uvicorn.run(app(asked.data / "ops.db"), port=asked.port, log_level="warning")
