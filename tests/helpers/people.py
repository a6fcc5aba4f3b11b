"""Making people who really sign in, and asking in their name."""

from functools import cache

from models import accounts
from models.accounts import Role, User, passwords
from models.kit.declare.access import system
from models.kit.write.edits import edit
from models.kit.write.writes import changes

TEA = "ann drinks green tea at noon"
BOATS = "bo paints small wooden boats"
KITES = "chen flies paper kites in wind"


@cache
def hashed(password: str) -> str:
    """Once for each password: it takes a tenth of a second, and is meant to."""
    return passwords.hash_of(password)


def make(login: str, role: str, password: str = TEA, **values) -> int:
    role_id = Role.get(Role.code == role).id
    with changes(who=system("tests")) as c:
        return c.create(
            User, login=login, name=login.title(), role=role_id, password_hash=hashed(password), **values
        ).id


def who(id: int):
    return accounts.who_for(id)


def change(asker, record, id, **values):
    return edit(record, [{"id": id, "set": values}], who=asker)


def refusal(answer) -> str:
    assert answer.state in ("refused", "conflict"), answer
    return answer.errors[0].text.en
