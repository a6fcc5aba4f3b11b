"""The API's routes with somebody sitting before them, and no guard between: thousands of questions take seconds."""

import asyncio
import re
from contextlib import closing, contextmanager
from functools import partial
from itertools import count

import httpx
import orjson
from anyio.from_thread import start_blocking_portal
from fastapi import FastAPI

from models import accounts
from models.accounts import Seat
from models.kit.server import database
from models.kit.write.history import verify
from pages.api import cells as api_cells
from pages.api import comments as api_comments
from pages.api import design as api_design
from pages.api import routes as api
from pages.api import tab as api_tab
from pages.one_house import OneHouse
from tests.helpers import furnished, places

FORBIDDEN = re.compile(r"Traceback|sqlite|apsw|SELECT |peewee|Error\b|0x[0-9a-f]{6}")
HOSTILE = [
    "%",
    "_",
    "\\",
    "%%",
    "\\%",
    "'",
    '"',
    "' OR '1'='1",
    "x'); DROP TABLE member; --",
    "\x00",
    "a\x00b",
    "\u202e",
    "\u2028",
    "\u200b",
    "😀",
    "x" * 100,
    "{0}",
    "{x.__class__}",
    "%s%n",
    "${jndi:ldap://x}",
    "<img src=x onerror=__x()>",
    "=1+1",
    "nan",
    "1e400",
    "-0",
    str(2**70),
    "\ufeff",
    "\r\nSet-Cookie: x",
]
ops = count(1)


class Api:
    """The routes with somebody sitting before them."""

    def __init__(self, who, made):
        self.who, self.made = who, made
        routes = FastAPI()
        for router in (api_cells.router, api_tab.router, api_comments.router, api_design.router, api.router):
            routes.include_router(router)
        one_house = OneHouse(routes)

        async def seated(scope, receive, send):
            scope["ops.seat"] = Seat(self.who)
            await one_house(scope, receive, send)

        transport = httpx.ASGITransport(seated, raise_app_exceptions=False)
        self._portal = start_blocking_portal()  # one for all questions: a thread for each is dearer than the answer
        self.portal = self._portal.__enter__()
        self.client = httpx.AsyncClient(transport=transport, base_url="http://test/api/v1/")

    def ask(self, method, path, **options) -> httpx.Response:
        return self.portal.call(partial(self.client.request, method, path, **options))

    def at_once(self, asked):
        """Many questions under way at the same time: (method, path, body), answered in this order."""

        async def all_of_them():
            return await asyncio.gather(*(self.client.request(method, path, json=body) for method, path, body in asked))

        return self.portal.call(all_of_them)

    def close(self) -> None:
        self.portal.call(self.client.aclose)
        self._portal.__exit__(None, None, None)

    def get(self, path, **options):
        return self.ask("GET", path, **options)

    def post(self, path, body=None, content=None):
        return self.ask("POST", path, content=orjson.dumps(body) if content is None else content)

    def json(self, path, body):
        answer = self.post(path, body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def refused(self, path, body=None, content=None, status=400) -> str:
        """The sentence of a refusal."""
        answer = self.post(path, body, content)
        assert answer.status_code == status, (path, body, answer.status_code, answer.text)
        return sentence(answer)


def sentence(answer) -> str:
    message = answer.json()["message"]
    assert set(answer.json()) == {"message"}
    assert len(message) >= 4 and not FORBIDDEN.search(message)
    return message


@contextmanager
def small_api(folder):
    """One small company for a whole file of tests; the administrator asks."""
    made = furnished.opened(f"{folder}/ops.db")
    with database.reading():
        boss = accounts.who_for(accounts.User.get(accounts.User.login == "administrator").id)
    with closing(Api(boss, made)) as api:
        yield api
    with database.reading():
        assert verify() is None
        assert places.unsound() == {}
    database.close()


def op() -> str:
    return f"op-{next(ops)}"
