"""From the rows of roles and rights to the immutable answer to "who is asking"."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from ..kit.declare import access
from ..kit.declare.access import VERBS, Who
from ..kit.declare.area import Area
from ..kit.declare.params import seed_params
from ..kit.declare.record import Row
from ..kit.fields import parted
from ..kit.server.database import handle, opening
from ..kit.text import Text
from ..kit.write.writes import changes
from ..organization import Employee
from .absences import away_today
from .people import ADMINISTRATOR, Grant, Role, User
from .remembered import RESTS_ON

ROLES = {
    ADMINISTRATOR: Text("系统管理员", "Administrator"),
    "operations_manager": Text("运营经理", "Operations manager"),
    "quality": Text("品质控制专员", "Quality control"),
    "ecommerce": Text("电商专员", "E-commerce"),
    "logistics": Text("物流仓储专员", "Logistics and warehouse"),
    "key_accounts": Text("大客户主管", "Key accounts manager"),
    "key_account_seller": Text("大客户专员", "Key account seller"),
    "members_service": Text("会员客服专员", "Members and service"),
    "store_management": Text("门店管理专员", "Store management"),
    "store_manager": Text("店长", "Store manager"),
    "viewer": Text("只读人员", "Viewer"),
}
SEEDING = Text("建立角色与权限", "Set up roles and rights")

# What is needed of a user to say who he is, in one row; joined to a session or a token by the caller.
WHO_COLUMNS = (
    User.id.alias("user_id"),
    User.name,
    User.login,
    User.lang.alias("user_lang"),
    User.store.alias("store_id"),
    User.region.alias("region_id"),
    User.employee.alias("employee_id"),
    User.must_change,
    User.second_step,
    User.machine,
    Role.asks_code,
    User.role.alias("role_id"),
    Role.code.alias("role"),
)


# Asked at every request, so it is kept as text; NULL until the first right exists.
VERSION = """SELECT (SELECT "version" FROM "tally" WHERE "record" = 'grant'),
                    (SELECT "version" FROM "tally" WHERE "record" = 'role')"""


class Granted:
    """Rights by role, read again whenever a committed batch touched them, in this process or in another."""

    def __init__(self):
        self._known: tuple[tuple, dict[Any, Mapping[str, access.Grant]]] = ((), {})

    def of(self, role_id: int, role: str) -> Mapping[str, access.Grant]:
        # The version is read before the rights, so what is kept under it is never older than it.
        version = (opening(), handle.execute_sql(VERSION).fetchone())
        if version != self._known[0]:
            self._known = (version, {})
        known = self._known[1]
        if role_id not in known:
            rows = Grant.select().where(Grant.role == role_id)
            known[role_id] = MappingProxyType({row.record_type: _granted(role, row) for row in rows})
        return known[role_id]

    def lent(self, role: tuple[int, str], others: tuple[tuple[int, str], ...]) -> Mapping[str, access.Grant]:
        """The rights of a role with what people of these lend; the same object for the same roles, as of one role."""
        grants, theirs = self.of(*role), [lendable(self.of(*other)) for other in others]
        known, key = self._known[1], (role, others)
        if key not in known:
            for their in theirs:
                grants = access.with_lent(grants, their)
            known[key] = MappingProxyType(dict(grants))
        return known[key]


granted = Granted()


def _granted(role: str, row: Grant) -> access.Grant:
    verbs = frozenset(verb for verb in VERBS if getattr(row, f"can_{verb}"))
    return access.Grant(role, row.record_type, verbs, row.scope, _bare(row.hidden), _bare(row.masked))


def _bare(names: list[str] | None) -> frozenset[str]:
    return frozenset(parted(name)[1] for name in names or ())


def who_of(row: Mapping[str, Any], *, session_id: int | None = None, lang: str = "zh", stands_in: bool = False) -> Who:
    """The answer for one row of WHO_COLUMNS. Who still has a one-time password has no rights at all.

    stands_in: with what those lend who are away today, for the person himself and not for what runs in his name.
    """
    role = (row["role_id"], row["role"])
    grants = MappingProxyType({}) if row["must_change"] else granted.of(*role)
    lenders = _lenders(row) if stands_in and not row["must_change"] else ()
    absent = tuple(_away(lender, grants) for lender in lenders)
    if lenders:
        grants = granted.lent(role, tuple(lender.role for lender in lenders if lender.role is not None))
    return Who(
        row["user_id"],
        row["name"],
        row["login"],
        row["user_lang"] or lang,
        row["role"],
        grants,
        row["store_id"],
        row["region_id"],
        row["employee_id"],
        session_id,
        absent=absent,
    )


@dataclass(frozen=True)
class _Lender:
    """Somebody who is away, with the account that says what he may."""

    away: access.Away
    role: tuple[int, str] | None


def _lenders(row: Mapping[str, Any]) -> tuple[_Lender, ...]:
    if row["employee_id"] is None or row["machine"]:
        return ()
    lenders = []
    for absence, user in away_today(row["employee_id"]):
        name = user.name if user else Employee.title_of(absence.employee)
        away = access.Away(name, absence.employee, absence.ends_on, user.id if user else None)
        lenders.append(_Lender(away, (user.role, Role.row(user.role).code) if user else None))
    return tuple(lenders)


def _away(lender: _Lender, own: Mapping[str, access.Grant]) -> access.Away:
    if lender.role is None:
        return lender.away
    now = access.with_lent(own, lendable(granted.of(*lender.role)))
    lent = {
        key: grant.verbs - (own[key].verbs if key in own else frozenset())
        for key, grant in now.items()
        if grant is not own.get(key)
    }
    return replace(lender.away, lent=MappingProxyType(lent))


def lendable(grants: Mapping[str, access.Grant]) -> dict[str, access.Grant]:
    """Without what says who may do what and who stands in: nobody makes his days as a deputy longer, or himself another's."""
    return {key: grant for key, grant in grants.items() if key not in RESTS_ON}


def as_role(role: Row) -> Who:
    """Somebody of this role and nobody in particular, by the rights as they are in the change that is open."""
    grants = {row.record_type: _granted(role.code, row) for row in Grant.select().where(Grant.role == role.id)}
    return Who(None, role.name, role.code, "zh", role.code, MappingProxyType(grants), None, None, None)


def who_for(user_id: int, *, stands_in: bool = False) -> Who | None:
    """An active user, for jobs and commands that act in somebody's name."""
    query = User.select(*WHO_COLUMNS).join(Role, on=(User.role == Role.id))
    row = query.where(User.id == user_id, User.active == 1).dicts().first()
    return None if row is None else who_of(row, stands_in=stands_in)


def seed_roles(areas: list[Area]) -> None:
    """Roles an empty database lacks, the declared rights on record types that have none yet, and unknown parameters."""
    seed_params([param for area in areas for param in area.params], access.system("系统"))
    have = dict(Role.select(Role.code, Role.id).tuples())
    settled = {name for (name,) in Grant.select(Grant.record_type).distinct().tuples()}
    fresh = [grant for grant in access.default_grants(areas) if grant.record not in settled]
    missing = [code for code in ROLES if code not in have]
    if not fresh and not missing:
        return
    sheets = {record.key(): record.sheet for area in areas for record in area.records}
    with changes(who=access.system("系统"), via="setup", label=SEEDING) as c:
        made = c.add(
            Role,
            [{"code": code, "name": ROLES[code].zh, "name_en": ROLES[code].en, "system": True} for code in missing],
        )
        have |= {row.code: row.id for row in made}
        c.add(Grant, [_row(have[grant.role], grant, sheets[grant.record].zh) for grant in fresh])


def _row(role_id: int, grant: access.Grant, what: str) -> dict[str, Any]:
    verbs = {f"can_{verb}": verb in grant.verbs for verb in VERBS}
    columns = {
        name: [f"{grant.record}.{field}" for field in sorted(getattr(grant, name))] or None
        for name in ("hidden", "masked")
    }
    return {"role": role_id, "record_type": grant.record, "what": what, "scope": grant.rows, **verbs, **columns}
