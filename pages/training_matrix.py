"""The training matrix 培训矩阵: everybody with what the post requires, until when it holds, and where it is lacking."""

from dataclasses import dataclass
from typing import Any

from nicegui import ui
from starlette.exceptions import HTTPException

from models.kit.ask.titles import titles_of
from models.kit.clock import today
from models.kit.declare.access import Who, may, scope
from models.kit.text import Text
from models.organization import Employee, Store
from models.training import NEED_STATES, Course, Need, TrainingNeed, needs

from .frame import page
from .parts.pieces import astray, card, empty, link, span, table, tag
from .parts.session import ask, viewer
from .parts.values import address

TITLE = Text("培训矩阵", "Training matrix")
NONE = Text(
    "还没有岗位必修课。登记“岗位必修课”后，这里显示每个人缺哪门课、证书何时到期；空的“课程”表可以用一套常用的开始，必修课一并录入。",
    "No course is required of any post yet. Once there is, this page shows who lacks what and when certificates end."
    " An empty table of courses begins with a usual set, required courses included.",
)
REQUIRE, ALL_STORES, HEADQUARTERS = (
    Text("岗位必修课", "Required courses"),
    Text("全部门店", "All stores"),
    Text("总部", "Headquarters"),
)
EVERYBODY, GAPS = Text("全部人员", "Everybody"), Text("只看缺口", "Gaps only")
NAME, STORE = Text("姓名", "Name"), Text("门店", "Store")
UNTIL = Text("至 {day}", "to {day}")
NO_GAPS = Text("没有缺口", "Nothing is lacking")
NO_SUCH_STORE = Text(
    "没有“{store}”这家门店，或你看不到那里的人；下面是全部门店",
    "There is no store “{store}”, or nobody you may see works there; this is all stores",
)
LEGEND = Text("空白表示该岗位不要求", "Blank: not required of the post")
LABELS = {choice.key: choice for choice in NEED_STATES}
MOST = 300
CUT = Text("只显示前 {most} 人，请选择门店", "The first {most} people; choose a store")


@dataclass(frozen=True)
class Read:
    """The people of each post with their needs by course, as far as this person may see them."""

    posts: dict[str, list[tuple[Any, dict[int, Need]]]]
    courses: dict[int, str]
    stores: dict[int, str]
    cut: bool


def mount() -> None:
    @ui.page("/training/matrix")
    async def matrix_page(store: str = "", gaps: str = "") -> None:
        who = viewer()
        if not may(who, "see", TrainingNeed) or not may(who, "see", Course):
            raise HTTPException(404)
        chosen = int(store) if store.isdecimal() and len(store) < 12 else None
        known = await ask(read, who, chosen, gaps == "1")
        lost = bool(store) and chosen not in known.stores
        if lost and chosen is not None:
            chosen, known = None, await ask(read, who, None, gaps == "1")
        with page(TITLE.say(who.lang), "/training/matrix"):
            tag("h1", "o-h1", TITLE.say(who.lang))
            if lost:
                astray(NO_SUCH_STORE(store=store[:20]).say(who.lang))
            choices(known, chosen, gaps == "1", who)
            if not known.posts:
                empty(
                    (NO_GAPS if gaps == "1" else NONE).say(who.lang),
                    "school",
                    (REQUIRE.say(who.lang), "/t/course_requirement"),
                )
            if known.cut:
                tag("div", "o-faint", CUT(most=MOST).say(who.lang))
            for post, people in known.posts.items():
                matrix(post, people, known, who)
            tag("div", "o-faint", LEGEND.say(who.lang))


def read(who: Who, store: int | None, gaps: bool) -> Read:
    """Counted anew from courses and certificates, so that it is true to the minute."""
    condition = scope(who, Employee)
    staff = Employee.rows(*([] if condition is None else [condition]), order=Employee.staff_no)
    shops = titles_of(Store, {person.store for person in staff if person.store}, who)
    people = [person for person in staff if store is None or person.store == store]
    by_post: dict[str, dict[int, tuple[Any, dict[int, Need]]]] = {}
    for need in needs(today(), people):
        mine = by_post.setdefault(need.employee.position, {}).setdefault(need.employee.id, (need.employee, {}))
        mine[1][need.course] = need
    posts = {post: list(rows.values()) for post, rows in by_post.items()}
    if gaps:
        posts = {
            post: [row for row in rows if any(need.state != "valid" for need in row[1].values())]
            for post, rows in posts.items()
        }
    cut = sum(map(len, posts.values())) > MOST
    posts = {post: rows[:MOST] for post, rows in posts.items() if rows}
    courses = {course for rows in posts.values() for _, mine in rows for course in mine}
    return Read(posts, titles_of(Course, courses, who), shops, cut)


def choices(known: Read, store: int | None, gaps: bool, who: Who) -> None:
    """Which store, and whether the gaps only."""
    with tag("div", "o-chips"):
        for text, wanted in ((EVERYBODY, False), (GAPS, True)):
            link(
                text.say(who.lang),
                _path(store, wanted),
                "o-button o-small" + (" o-go" if wanted == gaps else " o-quiet"),
            )
    with tag("div", "o-chips"):
        stores = {None: ALL_STORES.say(who.lang), **dict(sorted(known.stores.items(), key=lambda item: item[1]))}
        for id, name in stores.items():
            link(name, _path(id, gaps), "o-button o-small" + (" o-go" if id == store else " o-quiet"))


def _path(store: int | None, gaps: bool) -> str:
    return f"/training/matrix?store={store or ''}&gaps={int(gaps)}"


def matrix(post: str, people: list[tuple[Any, dict[int, Need]]], known: Read, who: Who) -> None:
    """One post: a line for each person, a column for each course it requires."""
    courses = sorted({course for _, mine in people for course in mine}, key=lambda course: known.courses[course])
    heads = [(NAME.say(who.lang), ""), (STORE.say(who.lang), ""), *((known.courses[course], "") for course in courses)]
    headquarters = HEADQUARTERS.say(who.lang)
    rows = [
        [
            lambda person=person: link(person.name, address(Employee, person.id)),
            known.stores.get(person.store, headquarters),
            *(_cell(mine.get(course), who) for course in courses),
        ]
        for person, mine in people
    ]
    with card(post, str(len(people)), flush=True):
        table(heads, rows)


def _cell(need: Need | None, who: Who) -> Any:
    if need is None:
        return ""
    choice = LABELS[need.state]

    def draw() -> None:
        span(choice.label.say(who.lang), "o-pill").classes(choice.tone)
        if need.expires_on:
            span(UNTIL(day=need.expires_on).say(who.lang), "o-faint")

    return draw
