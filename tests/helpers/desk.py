"""A running app for page tests: its own data folder, Ann who edits, Bo who reads, Chen who manages one store."""

from argon2 import PasswordHasher
from nicegui.testing import User

from jobs.clock import Clock
from models import accounts, house
from models.accounts import passwords
from models.kit.declare import check
from models.kit.declare.access import system
from models.kit.declare.check import check as whole
from models.kit.server.database import reading
from models.kit.write.edits import Answer, edit
from models.kit.write.writes import changes
from tests.helpers import places

PASSWORD = "three quiet herons by the river"
PEOPLE = {"ann": "members_service", "bo": "viewer", "chen": "store_manager"}


def folder(fresh, tmp_path, monkeypatch):
    """Where the app of this test keeps everything; a test module makes it a fixture of its own, used before the app starts."""
    address = places.copy(fresh, tmp_path / "ops.db")  # the first start's rights and words were written before
    monkeypatch.setenv("OPS_DATA", str(tmp_path))
    monkeypatch.setenv("OPS_ADMIN_PASSWORD", PASSWORD)
    monkeypatch.setenv("DATABASE_URL", address)
    # A night's work at the start of every test would be too much.
    monkeypatch.setattr(Clock, "start", lambda clock: None)
    # What is stored says how much work it is to test: here it is to be quick.
    monkeypatch.setattr(passwords, "hash_of", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash)
    monkeypatch.setattr(check, "check", sound)
    return tmp_path


_found_sound: list = []


def sound(areas: list, *others) -> None:
    """The start's look at all declarations: once for the same ones, as what was sound a test ago still is."""
    if areas not in _found_sound:
        whole(areas, *others)
        _found_sound.append(areas)


def put(record: str, *rows: dict) -> list[int]:
    """Rows in the database, by the app itself; returns their ids."""
    done: Answer = edit(house().records[record], [{"id": None, "set": row} for row in rows], who=system("tests"))
    assert done.state == "applied", done.wire("zh")
    return [row["id"] for row in done.rows]


def kept(record: str, id: int) -> dict:
    with reading():
        return vars(house().records[record].row(id))


def hire(login: str, **where: int) -> None:
    """A user with the role that goes with the name."""
    with reading():
        roles = dict(accounts.Role.select(accounts.Role.code, accounts.Role.id).tuples())
    with changes(who=system("tests")) as c:
        c.create(
            accounts.User,
            login=login,
            name=login.title(),
            role=roles[PEOPLE[login]],
            must_change=False,
            password_hash=passwords.hash_of(PASSWORD),
            **where,
        )


async def sign_in(user: User, login: str = "admin", lang: str = "zh") -> None:
    given = {"username": login, "password": PASSWORD}
    answer = await user.http_client.post("/auth/login", json=given, headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    if lang != "zh":
        await user.http_client.post("/auth/language", json={"lang": lang}, headers={"Accept": "application/json"})
