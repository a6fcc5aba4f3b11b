"""A small company made from the declarations alone: two rows of every record type, one of the own store and one of another.

Every value is unlike every other, so that wherever one turns up it is known whose it is.
"""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import singledispatch
from itertools import count
from typing import Any

import peewee

from models import AREAS, accounts, house
from models.accounts import AccessScope, AccessToken, Grant, ImportWord, Role, User
from models.coupons import CouponUse
from models.design import (
    Board,
    DesignAutomation,
    DesignCheck,
    DesignChoice,
    DesignColumn,
    DesignField,
    DesignForm,
    DesignFreeze,
    DesignOption,
    DesignPaper,
    DesignStep,
    DesignType,
    DesignView,
    FormAnswer,
    OwnMetric,
    Subscription,
)
from models.kit import Refused, changes, fields, system
from models.kit.declare.record import Record
from models.kit.server.standing import is_design
from models.kit.text import Refusals
from models.organization import Employee, Region, Store
from tests.helpers import boards_made

OWN, OTHER = "own", "other"
numbers = count(1)
FORM_TOKEN = "a-form-of-the-made-world"  # 24 signs, as the links of forms are


@singledispatch
def sample(item: Any, n: int) -> Any:
    """A value of this kind that no other field of any row has."""
    raise NotImplementedError(item)


@sample.register
def _(item: fields.LineField, n: int) -> str:
    return f"canary{n:05d}"[-item.max_length :]


@sample.register
def _(item: fields.NoteField, n: int) -> str:
    return f"http://canary{n:05d}"  # some notes hold an address


@sample.register
def _(item: fields.TagsField, n: int) -> list[str]:
    return [f"canary{n:05d}"]


@sample.register
def _(item: fields.PinyinField, n: int) -> None:
    return None


@sample.register
def _(item: fields.PhoneField, n: int) -> str:
    return f"138{n * 7919 % 10**8:08d}"


@sample.register
def _(item: fields.IdNumberField, n: int) -> str:
    digits = f"510104{1950 + n % 50}0101{n % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]


@sample.register
def _(item: fields.CountField, n: int) -> int:
    return max(item.least or 1, min(item.most or 10**6, n))


@sample.register
def _(item: fields.DecimalAsInteger, n: int) -> Decimal:
    return Decimal(n % 90 + 1) if item.most else Decimal(f"{10000 + n}.{n % 90 + 10}")


@sample.register
def _(item: fields.DayField, n: int) -> date:
    return date(1931, 1, 1) + timedelta(days=n * 13 % 33_000)  # never to come: some rules want the past


@sample.register
def _(item: fields.MonthField, n: int) -> str:
    return f"{1900 + n // 12 % 150}-{n % 12 + 1:02d}"


@sample.register
def _(item: fields.MomentField, n: int) -> datetime:
    return datetime(2026, 1, 1) + timedelta(minutes=n * 37)


@sample.register
def _(item: fields.FlagField, n: int) -> bool:
    return True


@sample.register
def _(item: fields.ChoiceField, n: int) -> str:
    return item.options[0].key


def build() -> dict[str, dict[str, int]]:
    """Fill the open database; returns the id of each side's row by record type."""
    accounts.seed_roles(AREAS)
    made: dict[str, dict[str, int]] = {}
    tables = [record for record in peewee.sort_models(list(house().records.values())) if not _is_settled(record)]
    tables.sort(
        key=lambda record: record is CouponUse
    )  # it writes into its promotion's results, which are there by then
    _design()
    for record in tables:
        made[record.key()] = {side: _row(record, made, side) for side in (OWN, OTHER)}
    _close_circles(tables, made)
    for role in accounts.Role.rows():
        _person(role.code, made, OWN)
    _person("stranger", made, OTHER, role="viewer")
    _tokens()
    _subscriptions()
    for record in house().records.values():
        if record.key() not in made:
            ids = [row.id for row in record.rows()]
            made[record.key()] = {OWN: ids[0], OTHER: ids[-1]}
    return made


def _tokens() -> None:
    """Of a person on each side, reaching one table."""
    with changes(who=system("world"), via="demo") as c:
        for login in ("viewer", "stranger"):
            token = c.create(AccessToken, name=f"canary {login}", user=User.get(User.login == login).id, reach="listed")
            c.create(AccessScope, token=token.id, record_type="member")
        for record, header in (("member", "canary 会员号码"), ("store", "canary 店铺号码")):
            c.create(ImportWord, record_type=record, header=header, goes_to="备注" if record == "member" else "地址")


def _subscriptions() -> None:
    """Of a person on each side, and to everybody of two roles."""
    with changes(who=system("world"), via="demo") as c:
        for login, role in (("viewer", None), ("viewer", "store_manager"), ("stranger", "viewer")):
            owner, to = User.get(User.login == login).id, role and Role.get(Role.code == role).id
            c.create(Subscription, owner=owner, record_type="member", whom="role" if role else "me", role=to)


def _is_settled(record: type[Record]) -> bool:
    """People, roles, rights and what is designed have rows of their own making."""
    settled = (User, Role, Grant, AccessToken, AccessScope, ImportWord, FormAnswer, Subscription)
    return record in settled or is_design([record.key()])


def _design() -> None:
    """Tables and columns that were made in the browser and taken away again: two worlds in one process share a house."""
    with changes(who=system("world"), via="demo") as c:
        for zh, en in (("秤", "Scales"), ("伞", "Umbrellas")):
            c.create(DesignType, zh=zh, en=en, area="stores", state="removed")
            c.create(DesignStep, record_type="scales", zh=zh, en=en, sources=["o1"], to="o2", state="removed")
        c.create(DesignColumn, record_type="supplier", zh="绰号", en="Nickname", kind="line", state="removed")
        rank = c.create(DesignColumn, record_type="region", zh="级别", en="Rank", kind="choice", state="removed")
        body = json.dumps({"columns": [{"name": "name"}], "sort": ["name"], "filter": {"name": {"contains": "店"}}})
        for record in ("supplier", "region"):
            c.create(DesignView, record_type=record, name="常用", body=body)
            c.create(DesignPaper, record_type=record, name=f"单据{record}")
            c.create(DesignCheck, record_type=record, zh="不能叫这个", formula='=[name]<>"无"')
            still = json.dumps({"filter": {"name": {"starts": "已停用"}}, "columns": ["*"]})
            c.create(DesignFreeze, record_type=record, zh="已停用", body=still)
            deed = {"do": "set", "values": {"name": {"is": "改"}}}
            moved = json.dumps({"when": {"kind": "added"}, "only": {}, "then": [deed]})
            c.create(DesignAutomation, record_type=record, zh=f"改名{record}", role="administrator", body=moved)
        asked = json.dumps({"parts": [{"fields": [{"name": "description", "required": True}]}]})
        for name, token in (("留言", FORM_TOKEN), ("来信", None)):
            form = c.create(
                DesignForm, record_type="complaint", name=name, body=asked, open=True, public=True, token=token
            )
            c.create(FormAnswer, form=form.id, record_type="complaint", row_no=form.id, slot=name)
        c.add(DesignChoice, [{"column": rank.id, "zh": zh, "en": en} for zh, en in (("高", "High"), ("低", "Low"))])
        names = (("vehicle", "kind"), ("warehouse", "kind"))
        cars, _ = c.add(DesignField, [{"record_type": record, "field": field} for record, field in names])
        gone = [
            {"settings": cars.id, "zh": zh, "en": en, "retired": True} for zh, en in (("三轮", "Trike"), ("骡", "Mule"))
        ]
        c.add(DesignOption, gone)
        for zh, open in (("晨会", True), ("草稿", False)):
            c.create(Board, zh=zh, en=zh, open=open, body=json.dumps({"blocks": boards_made.blocks()}))
        for zh, en, day in (("巡店场次", "Visits counted", "visited_on"), ("报销笔数", "Costs counted", "spent_on")):
            record = "store_visit" if day == "visited_on" else "expense"
            c.create(OwnMetric, zh=zh, en=en, record_type=record, day=day, state="stopped", until=date(2020, 1, 6))


def _close_circles(tables: list[type[Record]], made: dict) -> None:
    """Stores have managers and employees have stores: whoever came first learns now where the row belongs."""
    for record in tables:
        ways = {path.split(".")[0].strip() for paths in record.sheet.scopes.values() for path in paths.split("|")}
        for name, item in record.fields().items():
            if name not in ways or not isinstance(item, fields.LinkField) or item.derived or item.rel_model is record:
                continue
            for side in (OWN, OTHER):
                if getattr(record.row(made[record.key()][side]), name) is None:
                    with changes(who=system("world"), via="demo") as c:
                        c.update(record, made[record.key()][side], **{name: made[item.rel_model.key()][side]})


def _row(record: type[Record], made: dict, side: str) -> int:
    """A row with every field filled; where a rule doesn't want that, with the required ones only; or as if settled elsewhere."""
    said = None
    for full, settled in ((True, False), (False, False), (True, True)):
        values = dict(_values(record, made, side, full))
        try:
            with changes(who=system("world"), via="demo") as c, c.settled() if settled else nullcontext():
                return c.create(record, **values).id
        except (Refused, Refusals) as refused:
            said = refused
    raise AssertionError(f"{record.key()}: {said}")


def _values(record: type[Record], made: dict, side: str, full: bool) -> Iterator[tuple[str, Any]]:
    on_the_way = {path.split(".")[0].strip() for paths in record.sheet.scopes.values() for path in paths.split("|")}
    begins = record.sheet.state if record.sheet.steps else None  # a row begins where rows of its type begin
    for name, item in record.fields().items():
        if (
            item.derived
            or item.secret
            or item.uploaded
            or name == begins
            or not (full or item.required or name in on_the_way)
        ):
            continue
        if isinstance(item, fields.LinkField):
            target = made.get(item.rel_model.key())
            if target and item.rel_model is not record:
                yield name, target[side]
        elif (value := sample(item, next(numbers))) is not None:
            yield name, value


def _person(login: str, made: dict, side: str, role: str = "") -> None:
    places = {record.key(): made[record.key()][side] for record in (Store, Region, Employee)}
    with changes(who=system("world"), via="demo") as c:
        c.create(User, login=login, name=f"canary {login}", role=Role.get(Role.code == (role or login)).id, **places)


def texts_of(record: type[Record], name: str, id: int) -> set[str]:
    """How a stored value could be recognised in an answer: only what is long enough to be nothing else."""
    item = record.fields()[name]
    value = getattr(record.row(id), name)
    if value is None or item.kind in ("link", "choice", "flag", "moment"):  # a moment may be that of the making
        return set()
    kept = item.keep(value)
    texts = {str(part) for part in kept} if isinstance(kept, list) else {str(kept), item.show(value)}
    return {text for text in texts if len(text) >= 8}  # a month is part of other rows' days
