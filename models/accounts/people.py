"""Users, roles and what each role may do: ordinary record types, administered in the grid, with rules that hold on every path."""

from collections import Counter
from difflib import get_close_matches
from typing import Any

from ..kit.declare.access import ROWS, VERBS
from ..kit.declare.record import Move, Record, Row, Sheet
from ..kit.declare.rules import EVERY_WAY, Then
from ..kit.fields import (
    Choice,
    ChoiceField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    NameField,
    NamesField,
    PinyinField,
)
from ..kit.server.standing import house
from ..kit.text import Refused, Text
from ..kit.write.writes import Changes
from ..organization import Employee, Region, Store
from .tables import end_sessions, normal

ADMINISTRATOR = "administrator"
LANGUAGES = (Choice("zh", "中文", "Chinese"), Choice("en", "英文", "English"))
ROW_CHOICES = (
    Choice("all", "全部", "All", "positive"),
    Choice("region", "本区域", "Own region", "info"),
    Choice("store", "本门店", "Own store", "info"),
    Choice("own", "本人", "Own", "grey"),
)
ENTRIES = (
    Choice("none", "还没有密码", "None yet", "negative"),
    Choice("once", "一次性密码", "One-time", "warning"),
    Choice("own", "本人已设", "Own", "positive"),
)

LAST_ADMINISTRATOR = Text(
    "这是最后一位在用的系统管理员，不能停用、删除或换角色",
    "This is the last active administrator, who can't be disabled, deleted or given another role",
)
NOT_YOURSELF = Text(
    "不能修改自己的角色、范围、账号或停用自己，请由另一位管理员操作",
    "You can't change your own role, scope or login, nor disable yourself; ask another administrator",
)
ONLY_ADMINISTRATORS = Text(
    "只有系统管理员能改动系统管理员账号", "Only an administrator may change an administrator's account"
)
NOT_YOUR_GRANTS = Text("不能修改自己角色的权限", "You can't change the rights of your own role")
FIXED_GRANTS = Text("系统管理员的权限是固定的", "The administrator's rights are fixed")
FIXED_ROLE = Text("系统自带的角色不能删除，也不能改编码", "A built-in role can't be deleted and keeps its code")
NEEDS_STORE = Text(
    "“{role}”只看得到自己门店的数据：请填“所属门店”，或选一位有门店的“对应员工”",
    "“{role}” sees the own store's rows only: fill in the store, or choose an employee who has one",
)
NEEDS_REGION = Text(
    "“{role}”只看得到自己区域的数据：请填“所属区域”", "“{role}” sees the own region's rows only: fill in the region"
)
NEEDS_EMPLOYEE = Text(
    "“{role}”只看得到本人的数据：请选“对应员工”",
    "“{role}” sees the own rows only: choose the employee this account is of",
)
NO_RECORD = Text("没有名为“{name}”的表", "There is no record type called “{name}”")
NO_RECORD_NEAR = Text(
    "没有名为“{name}”的表，相近的有：{near}", "There is no record type called “{name}”; near it are {near}"
)
NO_FIELDS = Text("{record}没有这些列：{names}。可以填：{known}", "{record} has no columns {names}; it has {known}")
NO_ROWS = Text("{record}不能按“{rows}”限定范围", "{record} can't be limited to “{rows}”")


def fixed_roles(c: Changes, moves: list[Move]) -> None:
    """The built-in roles are named in declarations, so their codes stay."""
    for move in moves:
        if c.who.all_rights:
            continue
        system = (move.old or move.new).system or (move.new is not None and move.new.system)
        if system and move.changed("code", "system"):
            raise Refused(FIXED_ROLE, index=move.index)


class Role(Record):
    """What somebody is in the department."""

    code = LineField("角色编码", "Role code", unique=True, max_length=40, width=160)
    name = LineField("角色名称", "Role", unique=True, max_length=40, width=140, aka=("角色",))
    name_en = LineField("英文名称", "English name", null=True, max_length=60, width=160)
    name_py = PinyinField("角色拼音", "Role pinyin", of="name")
    system = FlagField("系统自带", "Built in", default=False, locked=True)
    asks_code = FlagField(
        "须用动态验证码",
        "Must use a second step",
        default=False,
        hint=Text(
            "登录时除了密码，还要手机上的动态验证码；还没设置的人，下一次操作前先设置",
            "Signing in asks for a code from the phone besides the password; whoever has none sets it up before going on",
        ),
    )

    sheet = Sheet(
        "角色",
        "Roles",
        columns=("code", "name", "name_en", "system", "asks_code"),
        order=("name",),
        key=("code",),
        search=("name", "name_py", "code"),
        consequences=(Then(fixed_roles, also=EVERY_WAY),),
        small=True,
    )


def sound_users(c: Changes, moves: list[Move]) -> None:
    """Nobody raises or removes himself, an administrator is left, and what a session rested on ends it."""
    admin = administrator_id()
    for move in moves:
        if not c.who.all_rights:
            _others_only(c, move, admin)
    if any(_is_active_admin(move.old, admin) for move in moves):
        left = User.select().where(User.role == admin, User.active == 1)
        if not left.exists():
            raise Refused(LAST_ADMINISTRATOR, "role", moves[0].index)
    _end(moves)
    for move in moves:
        if move.new is not None and (sets := completed(vars(move.new))):
            c.update(User, move.id, **sets)
    _take_charge(c, [move.new for move in moves if move.new is not None and move.changed("store", "employee", "role")])
    if not c.who.all_rights:
        _sees_something([move for move in moves if move.new is not None and move.new.active])


def _take_charge(c: Changes, users: list[Row]) -> None:
    """A store without a manager has the person whose account works in its rows only."""
    for user in users:
        answers = user.store is not None and user.employee is not None and works_in(user.role) == "store"
        if answers and Store.row(user.store).manager is None:
            c.update(Store, user.store, manager=user.employee)


def fill_users(c: Changes, rows: list[dict]) -> None:
    for row in rows:
        row.update(completed(row))


def completed(row: dict[str, Any]) -> dict[str, Any]:
    """What follows from the rest of an account and isn't so yet: its store and region, and how one gets in with it."""
    entry = "none" if not row["password_hash"] else "once" if row["must_change"] else "own"
    wanted = {"login": row["login"] and normal(row["login"]), "entry": entry}
    if row["store"] is None and row["employee"] is not None:
        wanted["store"] = Employee.select(Employee.store).where(Employee.id == row["employee"]).scalar()
    if row["region"] is None and (store := row["store"] or wanted.get("store")):
        wanted["region"] = Store.select(Store.region).where(Store.id == store).scalar()
    return {name: value for name, value in wanted.items() if value != row[name]}


def _sees_something(moves: list[Move]) -> None:
    """A role that works in the rows of one place only is of no use to somebody who is in none."""
    for move in moves:
        if not move.changed("role", "store", "region", "employee", "active"):
            continue
        user = User.row(move.id)
        name, why = PLACES.get(works_in(user.role), (None, None))
        if name is not None and getattr(user, name) is None:
            raise Refused(why(role=Role.title_of(user.role)), name, move.index)


def works_in(role: int) -> str:
    """Which rows this role mostly writes: those of the own store, region or person, or all."""
    writing = Grant.select(Grant.scope).where(Grant.role == role, (Grant.can_add == 1) | (Grant.can_edit == 1))
    scopes = Counter(scope for (scope,) in writing.tuples()).most_common(1)
    return scopes[0][0] if scopes else "all"


def stores_without_reader() -> int:
    """How many stores that are neither in preparation nor closed have no account at all to read what goes to the store or to its manager."""
    active = User.active == 1
    by_store = User.select(User.store).where(active, User.store.is_null(False))
    by_manager = User.select(User.employee).where(active, User.employee.is_null(False))
    reached = Store.id.in_(by_store) | (Store.manager.is_null(False) & Store.manager.in_(by_manager))
    return Store.select().where(Store.status.not_in(("preparing", "closed")), ~reached).count()


PLACES = {"store": ("store", NEEDS_STORE), "region": ("region", NEEDS_REGION), "own": ("employee", NEEDS_EMPLOYEE)}


def _others_only(c: Changes, move: Move, admin: int | None) -> None:
    if move.id == c.who.user_id and move.changed("role", "active", "store", "region", "employee", "login"):
        raise Refused(NOT_YOURSELF, index=move.index)
    roles = {row.role for row in (move.old, move.new) if row is not None}
    if admin in roles and c.who.role != ADMINISTRATOR:
        raise Refused(ONLY_ADMINISTRATORS, index=move.index)


def _is_active_admin(row, admin: int | None) -> bool:
    return row is not None and row.role == admin and bool(row.active)


def _end(moves: list[Move]) -> None:
    """A session ends with the password, the role or the scope it was opened under."""
    rests_on = ("role", "active", "store", "region", "employee", "login", "password_hash", "machine")
    changed = [move for move in moves if move.old is not None and move.changed(*rests_on)]
    out = {move.id for move in changed if move.new is None or not move.new.active}
    end_sessions(out, "disabled", tokens=True)
    end_sessions([move.id for move in changed if move.id not in out], "changed")


class User(Record):
    """Somebody who can sign in."""

    login = LineField("登录名", "Login", unique=True, max_length=40, width=120, aka=("账号", "用户名"))
    name = LineField("姓名", "Name", max_length=40, width=110)
    name_py = PinyinField("姓名拼音", "Name pinyin", of="name")
    role = LinkField(Role, "角色", "Role")
    store = LinkField(
        Store, "所属门店", "Store", null=True, hint=Text("店长只看得到这家店", "A store manager sees this store only")
    )
    region = LinkField(Region, "所属区域", "Region", null=True)
    employee = LinkField(
        Employee, "对应员工", "Employee", null=True, hint=Text("“本人”范围按它判断", "Decides what “own” rows are")
    )
    lang = ChoiceField("界面语言", "Language", options=LANGUAGES, null=True, width=90)
    active = FlagField("在用", "Active", default=True)
    machine = FlagField(
        "程序账号",
        "Of a program",
        default=False,
        hint=Text(
            "只给程序用：不能用密码登录，只凭访问令牌读写",
            "For programs only: nobody signs in with a password, it reads and writes by access tokens",
        ),
    )
    entry = ChoiceField("密码状态", "Password state", options=ENTRIES, default="none", derived=True, width=130)
    must_change = FlagField("须改密码", "Must change password", default=False, derived=True)
    password_at = MomentField("密码设置时间", "Password set at", null=True, derived=True)
    second_step = FlagField("动态验证码", "Second step", default=False, derived=True, width=120)
    password_hash = LineField("密码", "Password", null=True, secret=True, max_length=200)

    sheet = Sheet(
        "用户",
        "Users",
        columns=("login", "name", "role", "store", "region", "employee", "active", "entry", "second_step", "machine"),
        order=("login",),
        key=("login",),
        search=("name", "name_py", "login"),
        fill=fill_users,
        consequences=(Then(sound_users, also=EVERY_WAY),),
        scopes={"store": "store", "region": "region", "own": "employee"},
    )


def sound_grants(c: Changes, moves: list[Move]) -> None:
    """Nobody widens his own rights, the administrator's are fixed, and what is granted exists."""
    admin = administrator_id()
    own = User.select(User.role).where(User.id == c.who.user_id).scalar() if c.who.user_id else None
    for move in moves:
        roles = {row.role for row in (move.old, move.new) if row is not None}
        if not c.who.all_rights and admin in roles:
            raise Refused(FIXED_GRANTS, "role", move.index)
        if not c.who.all_rights and own in roles:
            raise Refused(NOT_YOUR_GRANTS, "role", move.index)
        if move.new is not None:
            _check_grant(c, move)


def _check_grant(c: Changes, move: Move) -> None:
    record = record_types().get(move.new.record_type)
    if record is None:
        raise Refused(_no_record(move.new.record_type), "record_type", move.index)
    sets = {name: _columns(record, name, move) for name in ("hidden", "masked") if getattr(move.new, name)}
    if any(names != getattr(move.new, name) for name, names in sets.items()):
        c.update(Grant, move.id, **sets)
    if move.new.scope != "all" and move.new.scope not in record.sheet.scopes:
        label = next(choice.label for choice in ROW_CHOICES if choice.key == move.new.scope)
        raise Refused(NO_ROWS(record=record.sheet.label, rows=label), "scope", move.index)
    if move.new.what != record.sheet.zh:
        c.update(Grant, move.id, what=record.sheet.zh)


def _columns(record: type[Record], name: str, move: Move) -> list[str]:
    """The columns that are meant, by their names; people write what stands over them, in either language."""
    names, unknown = Grant.fields()[name].settle(getattr(move.new, name), record.key())
    if unknown:
        known = [item.label for item in record.fields().values() if not item.secret]
        listed = {lang: "、".join(label.say(lang) for label in known) for lang in ("zh", "en")}
        why = NO_FIELDS(record=record.sheet.label, names="、".join(unknown), known=Text(listed["zh"], listed["en"]))
        raise Refused(why, name, move.index)
    return names


def _no_record(name: str) -> Text:
    labels = {label: record for record in record_types().values() for label in (record.sheet.zh, record.sheet.en)}
    near = dict.fromkeys(labels[label].sheet.zh for label in get_close_matches(name, labels, 4, 0.4))
    return NO_RECORD_NEAR(name=name, near="、".join(near)) if near else NO_RECORD(name=name)


def known_records() -> dict[str, tuple[str, ...]]:
    """Every table by name, with its labels."""
    return {name: (record.sheet.zh, record.sheet.en) for name, record in record_types().items()}


def _columns_of(table: str) -> dict[str, tuple[str, ...]]:
    fields = record_types()[table].fields() if table in record_types() else {}
    return {name: (item.label.zh, item.label.en, *item.aka) for name, item in fields.items() if not item.secret}


def _columns_to_mask(table: str) -> dict[str, tuple[str, ...]]:
    return {"*": ("所有敏感列", "All sensitive columns"), **_columns_of(table)}


class Grant(Record):
    """What one role may do with one record type, and which rows and columns it sees of it."""

    role = LinkField(Role, "角色", "Role")
    record_type = NameField(
        "表",
        "Record type",
        known=known_records,
        max_length=60,
        width=150,
        index=True,
    )
    what = LineField("表的名称", "What", null=True, derived=True, width=130)
    scope = ChoiceField("可见范围", "Rows", options=ROW_CHOICES, default="all", width=90)
    can_see = FlagField("查看", "See", default=True)
    can_add = FlagField("新增", "Add", default=False)
    can_edit = FlagField("修改", "Edit", default=False)
    can_delete = FlagField("删除", "Delete", default=False)
    can_export = FlagField("导出", "Export", default=False)
    can_import = FlagField("导入", "Import", default=False)
    can_approve = FlagField("审批", "Approve", default=False)
    can_undo = FlagField("撤销他人", "Undo others", default=False)
    can_reveal = FlagField("查看打码", "Reveal", default=False)
    hidden = NamesField("隐藏的列", "Hidden columns", within="record_type", known=_columns_of, null=True, width=180)
    masked = NamesField(
        "打码的列", "Masked columns", within="record_type", known=_columns_to_mask, null=True, width=180
    )

    sheet = Sheet(
        "权限",
        "Rights",
        title="record_type",
        order=("role", "record_type"),
        key=("role", "record_type"),
        search=("record_type", "what"),
        columns=("role", "record_type", "scope", *(f"can_{verb}" for verb in VERBS), "masked", "hidden"),
        consequences=(Then(sound_grants, also=EVERY_WAY),),
    )

    class Meta:
        indexes = ((("role", "record_type"), True),)


assert {choice.key for choice in ROW_CHOICES} == set(ROWS)


def administrator_id() -> int | None:
    return Role.select(Role.id).where(Role.code == ADMINISTRATOR).scalar()


def record_types() -> dict[str, type[Record]]:
    """Every record type there is, by its name."""
    return dict(house().records)
