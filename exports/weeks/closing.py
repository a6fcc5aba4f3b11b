"""Closing a week: counted and compared in a process of its own, then frozen in one short transaction; and counted again later."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from models import house
from models.accounts import Role, User
from models.kit import Changes, Row, Text, changes, notify
from models.kit.clock import Week, now
from models.kit.declare.access import Who
from models.kit.declare.area import Area, Metric
from models.kit.own_words import declare
from models.kit.server.beside import beside
from models.kit.text import Refused
from models.kit.week.moved import moved, reads, touches
from models.kit.week.rollup import (
    Counted,
    Values,
    WeekFigure,
    WeekRevision,
    close,
    closed_weeks,
    completed,
    counted,
    differs,
    newest,
    week_named,
)
from models.kit.week.weekly import in_words
from models.kit.write.history import Batch, Change
from models.organization import Store
from models.system import analysis, keep_analysis
from models.weekly import Attention, aims
from models.weekly.readers import roles_of_stores

from .report import latest, make, name_of

CHECKED = "weekly_recheck"  # under which name it is kept up to when changes were looked through
HEAD = "operations_manager"
MARGIN = timedelta(minutes=10)
Tell = Callable[..., None]

CLOSED = Text(
    "{week} 已关账：第 {revision} 版，{count} 项指标", "{week} is closed: revision {revision}, {count} figures"
)
SAME = Text("{week} 没有变化，不产生新版本", "{week} comes to the same, no new revision")
MOVED = Text("{week} 的数据有更正，已生成第 {revision} 版", "{week} was corrected: revision {revision}")
READY = Text(
    "{week} 周报已生成，{marked} 项需要说明", "The report of {week} is ready; {marked} figures need an explanation"
)
OWN_READY = Text(
    "{week} 的周报出来了，先看本店的一页", "The report of {week} is there; begin with the page of your store"
)
LOOKED = Text("复查 {count} 周，没有变化", "{count} weeks looked through, nothing moved")
REVISED = Text("复查 {count} 周，已更新：{weeks}", "{count} weeks looked through, revised: {weeks}")
STORES = Text("{count} 家店", "{count} stores")  # as it was said before
OFF = Text("全公司，{count} 家店偏离", "the company, {count} stores off")
UNREPORTED = Text("{count} 家店缺报", "{count} stores without a report")
CORRECTED = Text("历史数据更正", "Earlier data was corrected")
ADDED = Text("补上后来加的指标", "Figures that were added later")
FILLED = Text(
    "已关账的 {count} 周补上了后来加的指标，最近的是 {week}",
    "{count} closed weeks now have figures that were added later, the last of them {week}",
)
declare(STORES, OFF, UNREPORTED, CORRECTED, ADDED)
OPEN_WEEK = Text("{week} 还没有结束，不能关账", "{week} is not over yet and can't be closed")
NO_WEEK = Text("没有“{name}”这一周，请写成 2026-W47 的样子", "There is no week “{name}”; write it like 2026-W47")


def quiet(share: float, text: str | None = None) -> None:
    """Nobody listens."""


# Counting (reads only; in a process of its own) ---------------------------------------------------------------------------


def count(name: str, tell: Tell = quiet) -> dict[str, Any]:
    """A week counted and compared, as JSON. How things stand is said by the first closing alone, soon after the week: counted
    again later, the week keeps what was said then."""
    week = week_named(name)
    before = newest(week)
    standing = before is None and now() < week.ends + timedelta(days=7)
    values = counted(house().counted, week, standing=standing, aims=aims(week), tell=lambda share: tell(share * 90))
    tell(92)
    return {"week": name, "values": _packed(values), "report": make(week, {week: completed(before, values)})}


def count_again(_: Any = None, tell: Tell = quiet) -> dict[str, Any]:
    """Every closed week that a change since the last look may have moved, counted again: only figures the change touches."""
    until, since = now(), _looked_at()
    known = closed_weeks()
    if not known or since is None:
        return {"until": until.isoformat(), "weeks": []}
    stale = _stale(known, since)
    fresh: dict[Week, Values] = {}
    weeks = []
    for at, (week, areas, added) in enumerate(stale):
        tell(100 * at / len(stale), str(week))
        weeks.append({**_again(areas, week, fresh), "added": added})
    return {"until": until.isoformat(), "weeks": weeks}


def _again(areas: list[Area], week: Week, fresh: dict[Week, Values]) -> dict[str, Any]:
    """`fresh`: what earlier weeks came to that are counted again beside it; their months and years are told by this one."""
    values, before = counted(areas, week, standing=False, aims=aims(week)), newest(week)
    if not differs(before, values):
        return {"week": str(week), "values": _packed(values), "mark": False}
    fresh[week] = completed(before, values)
    return {"week": str(week), "values": _packed(values), "mark": False, "report": make(week, fresh)}


def _changed_types(since: datetime) -> set[str]:
    query = Change.select(Change.record).join(Batch).where(Batch.at >= since).distinct()
    return {record for (record,) in query.tuples()}


def _stale(known: list[Week], since: datetime) -> list[tuple[Week, list[Area], bool]]:
    """The weeks in which a change may have moved a figure or that lack one, each with the areas and just those figures of
    theirs, and whether all that is for it are figures it lacks."""
    names, areas = _changed_types(since), house().counted
    asked = [(area, metric) for area in areas for metric in area.metrics if not metric.is_standing]
    lacking = _lacking([metric for _, metric in asked], known)
    types = {record for area, metric in asked for record in reads(area, metric) if record.key() in names}
    touched = touches(types, since)
    weeks = {metric: moved(area, metric, touched, known) for area, metric in asked} if touched else {}

    def only(week: Week, *which: dict[Metric, set[Week]]) -> list[Area]:
        parts = ((area, tuple(m for m in area.metrics if any(week in by.get(m, ()) for by in which))) for area in areas)
        return [replace(area, metrics=metrics) for area, metrics in parts if metrics]

    return [(week, stale, not only(week, weeks)) for week in known if (stale := only(week, weeks, lacking))]


def _lacking(metrics: list[Metric], known: list[Week]) -> dict[Metric, set[Week]]:
    """The closed weeks that are to have a figure which was made after them."""
    late = [metric for metric in metrics if metric.since is not None]
    weeks = {newest(week).id: week for week in known} if late else {}
    lacking = {}
    for metric in late:
        ours = WeekFigure.select(WeekFigure.revision).where(
            WeekFigure.metric == metric.name, WeekFigure.store_id.is_null()
        )
        there = {id for (id,) in ours.tuples()}
        lacking[metric] = {week for id, week in weeks.items() if id not in there and metric.counts(week)}
    return lacking


def _looked_at() -> datetime | None:
    """Up to when changes were looked through; before the first time, when the first of the weeks was closed."""
    kept = analysis(CHECKED)
    if kept:
        return datetime.fromisoformat(kept["until"]) - MARGIN
    return WeekRevision.select(WeekRevision.made_at).order_by(WeekRevision.id).limit(1).scalar()


def _packed(values: Values) -> list[list]:
    return [[metric, store, *counted.row().values()] for (metric, store), counted in values.items()]


def _unpacked(rows: list[list]) -> Values:
    return {(metric, store): Counted(*rest) for metric, store, *rest in rows}


# Freezing (one short transaction) -----------------------------------------------------------------------------------------


def freeze(c: Changes, counted: dict[str, Any], reason: str | None = None) -> Text:
    """What was counted becomes the week's next revision, with its report and what stands out."""
    week, values = week_named(counted["week"]), _unpacked(counted["values"])
    made = close(c, house().counted, week, values, reason)
    if made is None:
        return SAME(week=week)
    if "report" in counted:
        keep_analysis(name_of(week), {**counted["report"], "revision": made.revision, "latest": latest(week)}, now())
    marked = mark(c, week, counted["report"]["alarms"]) if counted.get("mark", True) and "report" in counted else 0
    if counted.get("added"):
        return MOVED(week=week, revision=made.revision)  # one notice for all such weeks, see `freeze_again`
    if made.revision > 1:
        notify(c, MOVED(week=week, revision=made.revision), page=f"/weekly/{week}/revisions", roles=(HEAD,))
        return MOVED(week=week, revision=made.revision)
    if "report" in counted:
        notify(
            c,
            READY(week=week, marked=marked),
            record=Attention,
            roles=[area.post or HEAD for area in house().counted] + [HEAD],
        )
        notify(c, OWN_READY(week=week), page=f"/weekly/{week}", roles=roles_of_stores())
    return CLOSED(week=week, revision=made.revision, count=len({metric for metric, _ in values if "/" not in metric}))


def freeze_again(c: Changes, counted: dict[str, Any]) -> Text:
    """The weeks that were counted again, each with a revision of its own where a figure moved."""
    before = {counted_week["week"]: newest(week_named(counted_week["week"])).id for counted_week in counted["weeks"]}
    for counted_week in counted["weeks"]:
        freeze(c, counted_week, (ADDED if counted_week.get("added") else CORRECTED).zh)
    keep_analysis(CHECKED, {"until": counted["until"]}, now())
    moved = [week for week, id in before.items() if newest(week_named(week)).id != id]
    added = [counted_week["week"] for counted_week in counted["weeks"] if counted_week.get("added")]
    if completed_weeks := [week for week in moved if week in added]:
        notify(c, FILLED(count=len(completed_weeks), week=completed_weeks[-1]), page="/weekly", roles=(HEAD,))
    if not moved:
        return LOOKED(count=len(before))
    return REVISED(count=len(before), weeks=Text("、".join(moved), ", ".join(moved)))


def mark(c: Changes, week: Week, alarms: list[dict[str, Any]]) -> int:
    """What stands out is somebody's to explain; what is marked already stays as it is. Returns how much was new."""
    there = {(row.metric, row.store, row.kind) for row in Attention.rows(Attention.week == str(week))}
    owners, stores = _owners(), {row.id: row for row in Store.rows()}
    rows = []
    for alarm in (_as_told(alarm, stores) for alarm in alarms):
        key = (alarm["metric"], alarm["store"], alarm["kind"])
        if key in there:
            continue
        there.add(key)
        store = stores.get(alarm["store"])
        owner = store.manager if store else None
        rows.append({"week": str(week), "owner": owner or owners.get(alarm["owner"]), **_told(alarm, store)})
    if rows:
        c.add(Attention, rows)
    return len(rows)


def _as_told(alarm: dict[str, Any], stores: dict[int, Row]) -> dict[str, Any]:
    """What not everybody may know who reads the area's figures, or those of a store, is the head's to explain."""
    metric = house().metrics.get(alarm["metric"])
    if metric is None or metric.readers != "rows":
        return {**alarm, "owner": alarm["area"]}
    store = stores.get(alarm["store"])
    return {**alarm, "owner": HEAD, "store": None, "place": store.name if store else None}


def _told(alarm: dict[str, Any], store: Row | None) -> dict[str, Any]:
    metric = house().metrics.get(alarm["metric"])
    title = (
        metric.zh
        if metric
        else next(daily.zh for area in house().counted for daily in area.dailies if daily.name == alarm["metric"])
    )
    many, unit = alarm.get("stores") or [], metric.unit if metric else "days"
    place = (OFF if metric else UNREPORTED)(count=len(many)).zh if many else store.name if store else alarm.get("place")
    return {
        "area": alarm["area"],
        "metric": alarm["metric"],
        "title": f"{title}（{place}）" if place else title,
        "store": alarm["store"],
        "kind": alarm["kind"],
        "value": in_words(alarm["value"], unit, "zh"),
        "aim": in_words(alarm["aim"], unit, "zh"),
        "places": "\n".join(_place(part, unit) for part in many) or None,
    }


def _place(part: dict[str, Any], unit: str) -> str:
    """One of the stores that have the same in common, as a line."""
    name = part.get("place") or Store.title_of(part["store"])
    against = f" / {in_words(part['aim'], unit, 'zh')}" if part["aim"] else ""
    return f"{name} {in_words(part['value'], unit, 'zh')}{against}"


def _owners() -> dict[str, int | None]:
    """By area: the employee behind the account of the post whose work it is; where there is none, the manager's, who stands
    under the role's own name as well."""
    query = User.select(Role.code, User.employee).join(Role, on=(User.role == Role.id))
    by_role = dict(query.where(User.active == 1, User.employee.is_null(False)).order_by(User.id.desc()).tuples())
    head = by_role.get(HEAD)
    return {HEAD: head, **{area.name: by_role.get(area.post, head) for area in house().counted}}


# By hand ------------------------------------------------------------------------------------------------------------------


def recompute(name: str, *, reason: str, who: Who, tell: Tell = quiet) -> Text:
    """A manager has a week counted again, with the reason; a week that was never closed is closed. Raises Refused."""
    week = over(name)
    # What stood out when it was closed has been spoken about: a correction asks nobody again.
    counted = {**beside("exports.weeks.closing:count", str(week), tell), "mark": newest(week) is None}
    with changes(who=who, via="action", label=Text(f"重新统计 {week}", f"Count {week} again")) as c:
        return freeze(c, counted, reason)


def over(name: str) -> Week:
    """The week of that name, when it is over. Raises Refused."""
    try:
        week = week_named(name)
    except ValueError:
        raise Refused(NO_WEEK(name=name)) from None
    if week.ends > now():
        raise Refused(OPEN_WEEK(week=week))
    return week


def fill(weeks: Iterable[Week], *, who: Who, tell: Tell = quiet) -> list[Text]:
    """Past weeks that nobody closed, oldest first, each frozen by itself: stopped half way, the rest can follow later."""
    closed = set(closed_weeks())
    wanted = [week for week in sorted(weeks) if week not in closed]
    said = []
    for at, week in enumerate(wanted):
        tell(100 * at / len(wanted), str(week))
        values = counted(house().counted, week, standing=False, aims=aims(week))
        with changes(who=who, via="job", label=Text(f"补算 {week}", f"Fill in {week}")) as c:
            said.append(freeze(c, {"week": str(week), "values": _packed(values)}))
    return said
