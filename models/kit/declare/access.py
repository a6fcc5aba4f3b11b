"""Who may do what: one answer on permission for every page, route, job and rule; deny by default."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import or_
from types import MappingProxyType
from typing import Any

from ..fields import Described
from ..text import Text
from .record import Record, column_of

VERBS = ("see", "add", "edit", "delete", "export", "import", "approve", "undo", "reveal")
ROWS = ("all", "region", "store", "own")

NO_SEE = Text("你的角色看不到{record}", "Your role can't see {record}")
NO_VERB = Text(
    "你的角色不能{verb}{record}，请找运营经理", "Your role may not {verb} {record}; ask the operations manager"
)
NO_VERB_OF_TOKEN = Text(
    "这个访问令牌不能{verb}{record}，请系统管理员看看它的权限范围和可用的表",
    "This access token may not {verb} {record}; ask an administrator about its reach and its tables",
)
NOT_MADE = Text(
    "{record}由系统记账，不能直接{verb}", "{record} is kept by the system and can't be changed by hand ({verb})"
)
DERIVED = Text("{field}由系统计算，不能直接修改", "{field} is computed by the system and can't be edited")
LOCKED = Text("{field}只能通过操作按钮变更", "{field} only changes through its action")
UPLOADED = Text(
    "{field}里的文件不能输入，请在记录页或双击这一格上传",
    "Files of {field} aren't typed; put them on the record's page, or double-click the cell",
)
SET_BY = Text(
    "{field}由能审批{record}的人定，你不能修改", "{field} is set by who may approve {record}; you can't change it"
)
MASKED = Text("{field}对你的角色打码显示，需先申请查看", "{field} is masked for your role; reveal it first")
READS_ONLY = Text("这个访问令牌只能查看，不能修改任何内容", "This access token reads only and changes nothing")
LOOKS_ONLY = Text(
    "你正在以{name}的身份查看，什么都不会保存；要修改请先结束查看",
    "You are looking as {name}, and nothing is saved; end that first to change something",
)
NO_FIELD = Text("没有这一列", "There is no such column")

VERB_WORDS = {
    "see": Text("查看", "see"),
    "add": Text("新增", "add"),
    "edit": Text("修改", "edit"),
    "delete": Text("删除", "delete"),
    "export": Text("导出", "export"),
    "import": Text("导入", "import"),
    "approve": Text("审批", "approve"),
    "undo": Text("撤销他人对", "undo others' changes of"),
    "reveal": Text("查看打码内容：", "reveal masked values of"),
}


@dataclass(frozen=True)
class Grant:
    """What one role may do with one record type (`record` '*' stands for all of an area in a declaration).

    rows: 'all', or only those of the person's 'region', 'store', or 'own'. hidden and masked: field names; '*' in
    masked means every field declared with mask=True.
    """

    role: str
    record: str
    verbs: Any  # words with blanks between them, kept as a frozenset
    rows: str = "all"
    hidden: AbstractSet[str] = frozenset()
    masked: AbstractSet[str] = frozenset()

    def __post_init__(self):
        verbs = self.verbs.split() if isinstance(self.verbs, str) else self.verbs
        object.__setattr__(self, "verbs", frozenset(verbs))
        object.__setattr__(self, "hidden", frozenset(self.hidden))
        object.__setattr__(self, "masked", frozenset(self.masked))


@dataclass(frozen=True)
class Real:
    """The person behind another's view."""

    user_id: int | None
    name: str
    login: str = ""


@dataclass(frozen=True)
class Away:
    """Somebody who is away today and for whom this person stands in. lent: by record type the verbs that are his, not one's own."""

    name: str
    employee_id: int
    until: Any
    user_id: int | None = None
    lent: Mapping[str, AbstractSet[str]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Who:
    """Who is asking: made by the accounts from a session or token, never from what a page says.

    `grants` is the role's rights by record type; `all_rights` marks the system itself (jobs, migrations); `reads_only` a
    program that nothing may be changed by, also not what everybody may who sees a row, such as saying something about it.
    `by_token`: the rights are those that an access token leaves of its person's. `behind`: who really sits there, where an
    administrator looks as this person. `absent`: those who are away today and for whom this person stands in; `for_whom`:
    the one of them for whom something is being done right now.
    """

    user_id: int | None
    name: str
    login: str = ""
    lang: str = "zh"
    role: str = ""
    grants: Mapping[str, Grant] = field(default_factory=lambda: MappingProxyType({}))
    store_id: int | None = None
    region_id: int | None = None
    employee_id: int | None = None
    session_id: int | None = None
    all_rights: bool = False
    reads_only: bool = False
    by_token: bool = False
    behind: Real | None = None
    absent: tuple[Away, ...] = ()
    for_whom: Away | None = None

    @property
    def answers_for(self) -> list[int]:
        """The employees whose work is this person's today, oneself first."""
        mine = [] if self.employee_id is None else [self.employee_id]
        return [*mine, *(away.employee_id for away in self.absent)]

    def say(self, text: Text) -> str:
        return text.say(self.lang)


def only_reads(who: Who) -> Text | None:
    """Why nothing may be changed by this person at all; None where rights decide."""
    if not who.reads_only:
        return None
    return READS_ONLY if who.behind is None else LOOKS_ONLY(name=who.name)


FOR = Text("{name}（代{away}）", "{name} (for {away})")
HALF_A_NAME = 28  # both together fit where a name of 60 is kept


def on_behalf(who: Who, verb: str, record: type[Record], owners: AbstractSet[Any] = frozenset()) -> Who:
    """Who does it, named with whom it is done for: where only the other's rights allow it, or the work is the other's.

    owners: the employees whose work the rows are.
    """
    for away in who.absent if who.employee_id not in owners else ():
        if verb in away.lent.get(record.key(), ()) or (verb == "edit" and away.employee_id in owners):
            name = FOR(name=who.name[:HALF_A_NAME], away=away.name[:HALF_A_NAME]).say("zh")
            return replace(who, name=name, for_whom=away)
    return who


LENDS = frozenset(
    ("see", "add", "edit", "approve")
)  # the day's work; not what carries out, uncovers, deletes or undoes
SHOWS = frozenset(("see",))  # of what is decided by nobody, such as what is set up to last


def _lends(grant: Grant) -> AbstractSet[str]:
    return grant.verbs & (LENDS if "approve" in grant.verbs else SHOWS)


def with_lent(mine: Mapping[str, Grant], theirs: Mapping[str, Grant]) -> Mapping[str, Grant]:
    """The rights of two: by record type the other's for the day's work in all rows, where he may do more; else one's own.

    What is masked stays so, unless oneself sees it anyway.
    """
    lent = {key: grant for key, grant in theirs.items() if grant.rows == "all" and _goes_beyond(grant, mine.get(key))}
    return {**mine, **{key: _lent(grant, mine.get(key)) for key, grant in lent.items()}}


def _goes_beyond(grant: Grant, mine: Grant | None) -> bool:
    if mine is None:
        return "see" in grant.verbs
    if mine.rows != "all" and "reveal" in mine.verbs:
        return False  # what he may uncover of his own rows he would uncover of all
    more = bool(_lends(grant) - mine.verbs)
    return more and grant.verbs > mine.verbs and grant.hidden <= mine.hidden and grant.masked <= mine.masked


def _lent(grant: Grant, mine: Grant | None) -> Grant:
    own, masked = (mine.verbs, mine.masked) if mine else (frozenset(), grant.masked | {"*"})
    # What oneself may do with one's own rows only, such as deleting them, isn't done with all of them.
    kept = own if mine is None or mine.rows == "all" else own & LENDS
    return replace(grant, verbs=_lends(grant) | kept, masked=masked)


def system(name: str, lang: str = "zh") -> Who:
    """The app itself: a job, a command run on the server, a first start."""
    return Who(None, name, login=name, lang=lang, role="system", all_rights=True)


def why_not(who: Who, verb: str, record: type[Record], field: str | None = None) -> Text | None:
    """None when it is allowed, else the reason in words. The one answer on permission."""
    sheet = record.sheet
    if verb in ("add", "edit", "delete", "import") and verb not in sheet.allowed:
        return NOT_MADE(record=sheet.label, verb=VERB_WORDS[verb])
    grant = who.grants.get(record.key())
    if not who.all_rights and (grant is None or "see" not in grant.verbs):
        return NO_SEE(record=sheet.label)
    if not who.all_rights and verb not in grant.verbs:
        words = NO_VERB_OF_TOKEN if who.by_token else NO_VERB
        return words(verb=VERB_WORDS.get(verb, verb), record=sheet.label)
    return None if field is None else _why_not_field(who, verb, record, field)


def _why_not_field(who: Who, verb: str, record: type[Record], name: str) -> Text | None:
    item: Described | None = record.fields().get(name)
    shown = visible(who, record).get(name)
    if name in record.facts().computed:
        return DERIVED(field=record.facts().computed[name].label)
    if item is None or shown is None:
        return NO_FIELD
    if verb not in ("add", "edit", "import"):
        return None
    if item.derived:
        return DERIVED(field=item.label)
    if item.uploaded:
        return UPLOADED(field=item.label)
    if item.locked:
        return LOCKED(field=item.label)
    if item.setter and not who.all_rights and item.setter not in who.grants[record.key()].verbs:
        return SET_BY(field=item.label, record=record.sheet.label)
    if shown == "masked" and verb == "edit":
        return MASKED(field=item.label)
    return None


def may(who: Who, verb: str, record: type[Record], field: str | None = None) -> bool:
    return why_not(who, verb, record, field) is None


def visible(who: Who, record: type[Record]) -> dict[str, str]:
    """Which fields this person sees: name → 'full' or 'masked'; hidden and secret ones are absent."""
    grant = who.grants.get(record.key())
    if who.all_rights:
        return {name: "full" for name, item in record.fields().items() if not item.secret}
    if grant is None or "see" not in grant.verbs:
        return {}
    shown = {
        name: "masked" if _is_masked(grant, name, item) else "full"
        for name, item in record.fields().items()
        if not (item.secret or item.aside or name in grant.hidden or (item.keepers and "edit" not in grant.verbs))
    }
    for name, reading in record.pinyin().items():
        if shown.get(name) != "full":
            shown.pop(reading, None)  # how a name is read gives it away
    return shown


def carried(who: Who, record: type[Record]) -> dict[str, str]:
    """`visible` for files that leave the house: what is masked for some goes out masked unless the person may reveal it."""
    shown, fields = visible(who, record), record.fields()
    if may(who, "reveal", record):
        return shown
    return {name: "masked" if fields[name].mask else mode for name, mode in shown.items()}


def _is_masked(grant: Grant, name: str, item: Described) -> bool:
    return name in grant.masked or (item.mask and "*" in grant.masked)


def scope(who: Who, record: type[Record], of: Any = None) -> Any:
    """The condition that leaves only the rows this person may see; None for all of them. of: the alias they stand under."""
    source = record if of is None else of
    if who.all_rights:
        return None
    grant = who.grants.get(record.key())
    if grant is None or "see" not in grant.verbs:
        return source.id.is_null()
    if grant.rows == "all":
        return None
    mine = {"store": who.store_id, "region": who.region_id, "own": who.employee_id}[grant.rows]
    paths = record.sheet.scopes.get(grant.rows)
    if mine is None or paths is None:
        return source.id.is_null()
    return reduce(or_, (_along(record, source, path.strip().split("."), mine) for path in paths.split("|")))


def _along(record: type[Record], source: Any, path: list[str], mine: int) -> Any:
    """`member.home_store` from a purchase: its member is one whose home store is mine."""
    head, *rest = path
    item = column_of(source, head)
    if not rest:
        return item == mine
    target = record.links()[head].rel_model
    return item.in_(target.select(target.id).where(_along(target, target, rest, mine)))


def leads_over(who: Who, record: type[Record]) -> set[type[Record]]:
    """The record types on the way from a row to whose it is: when one of them changes, so may what the person sees."""
    grant = None if who.all_rights else who.grants.get(record.key())
    records: set[type[Record]] = set()
    for path in (record.sheet.scopes.get(grant.rows) or "").split("|") if grant else ():
        here = record
        for name in path.strip().split("."):
            item = here.links().get(name)
            if item is None:
                break
            here = item.rel_model
            records.add(here)
    return records


def home(who: Who, record: type[Record]) -> dict[str, int]:
    """Whose a new row is unless it says otherwise: of the person's own store, or the person's own."""
    grant = None if who.all_rights else who.grants.get(record.key())
    path = record.sheet.scopes.get(grant.rows, "").split("|")[0].strip() if grant else None
    mine = grant and {"store": who.store_id, "own": who.employee_id}.get(grant.rows)
    return {path: mine} if path in record.fields() and mine else {}


def reach(who: Who, record: type[Record]) -> dict[str, set[int]] | None:
    """What `scope` says, for rows that aren't stored yet: by field, the ids that put a row inside; None for no limit."""
    if scope(who, record) is None:
        return None
    grant = who.grants.get(record.key())
    mine = {"store": who.store_id, "region": who.region_id, "own": who.employee_id}.get(grant.rows) if grant else None
    within: dict[str, set[int]] = {}
    for path in (record.sheet.scopes.get(grant.rows) or "").split("|") if mine else ():
        head, *rest = path.strip().split(".")
        item = record.links().get(head)
        if item is not None and rest:
            target = item.rel_model
            reached = target.select(target.id).where(_along(target, target, rest, mine))
            within.setdefault(head, set()).update(id for (id,) in reached.tuples())
        elif item is not None:
            within.setdefault(head, set()).add(mine)
    return within


def was_within(who: Who, record: type[Record], id: int, values: Mapping[str, Any]) -> bool:
    """Whether a row that is gone, with the values it had, was one that this person might see."""
    within = reach(who, record)
    return within is None or any({"id": id, **values}.get(name) in ids for name, ids in within.items())


def default_grants(areas: list) -> list[Grant]:
    """The grants declared by the areas, with `*` spelled out per record type; a later line replaces an earlier one."""
    grants: dict[tuple[str, str], Grant] = {}
    for area in areas:
        names = [record.key() for record in area.records]
        for grant in area.grants:
            for name in names if grant.record == "*" else grant.record.split():
                spelled = Grant(grant.role, name, grant.verbs, grant.rows, grant.hidden, grant.masked)
                grants[grant.role, name] = spelled
    return list(grants.values())
