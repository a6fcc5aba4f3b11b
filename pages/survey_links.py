"""A survey's own page: what it found out, and the links and QR codes it is answered through."""

from typing import Any

from fastapi import Request
from nicegui import ui
from starlette.exceptions import HTTPException

from models import house
from models.kit.ask.query import Query
from models.kit.declare.access import Who, may
from models.kit.text import Refused, Text
from models.kit.write.edits import Answer
from models.organization import Store
from models.service import Survey, SurveyAnswer, SurveyResponse
from models.service.links import make_links
from models.service.results import Result, results

from . import guard
from .api.answers import NOT_THERE
from .frame import page
from .parts.dialogs import action_bar
from .parts.link_codes import link_code
from .parts.pieces import button, card, empty, link, notice, span, tag
from .parts.session import ask, viewer
from .parts.values import show
from .record import crumbs, fits

EDIT = Text("资料与题目", "Details and questions")
RESULTS, CODES = Text("调查结果", "Results"), Text("链接与二维码", "Links and QR codes")
ANSWERS, TOO_FEW = Text("{n} 份", "n = {n}"), Text("样本不足，仅供参考", "Too few to quote")
MEAN, NPS = Text("平均 {mean} 分", "mean {mean}"), Text("净推荐值 {nps}", "NPS {nps}")
NOTHING = Text("还没有答卷", "No answers yet")
STORE = Text("门店（可不选）", "Store (may be left out)")
POSTER, PERSON = (
    Text("生成门店张贴码", "Make a poster for the store"),
    Text("生成一人一码", "Make a link for one person"),
)
ONCE = Text(
    "链接只显示这一次，请现在打印、截图或复制；丢了就停用后重新生成。",
    "Shown only now: print it, take a picture or copy it. If it is lost, end it and make another.",
)
OPEN_FIRST = Text("发布后才能生成链接", "Links are made once the survey is open")


def mount() -> None:
    @ui.page("/r/survey/{id:int}")
    async def survey_page(request: Request, id: int) -> None:
        who = guard.who(request)
        row = await ask(Query(Survey, who).row, id) if may(who, "see", Survey) else None
        if row is None:
            raise HTTPException(404, NOT_THERE)
        summaries = await ask(results, id) if sees_all(who) else []
        stores = await ask(stores_for, who)
        with page(row["title"], Survey.key()):
            crumbs(Survey, who)
            head(row, who)
            with tag("div", "o-two"):
                with card(RESULTS.say(who.lang)):
                    for summary in summaries:
                        result(summary, who)
                    if not any(summary.n for summary in summaries):
                        empty(NOTHING.say(who.lang), "ballot")
                with card(CODES.say(who.lang)):
                    codes(id, row, who, stores, str(request.base_url))


def sees_all(who: Who) -> bool:
    """Results count every answer, so they are for those whose sight no store limits."""
    grants = [who.grants.get(record.key()) for record in (SurveyResponse, SurveyAnswer)]
    return who.all_rights or all(grant and "see" in grant.verbs and grant.rows == "all" for grant in grants)


def stores_for(who: Who) -> dict[int, str]:
    return {row["id"]: row["name"] for row in Query(Store, who).rows(0, 500)} if may(who, "see", Store) else {}


def head(row: dict[str, Any], who: Who) -> None:
    async def done(_: Answer) -> None:
        ui.navigate.reload()

    with tag("div", "o-line"):
        tag("h1", "o-h1", row["title"])
        show(house().records["survey"].fields()["state"], row["state"], who)
        tag("div", "o-gap")
        link(EDIT.say(who.lang), "/r/survey/" + str(row["id"]) + "/form", "o-button", icon="edit")
        action_bar(
            [action for action in house().actions.values() if action.on is Survey and fits(action, row)],
            row["id"],
            done,
        )


def result(summary: Result, who: Who) -> None:
    with tag("div", "o-stack"):
        tag("b", "", str(summary.question.position) + ". " + summary.question.wording)
        with tag("div", "o-line o-soft"):
            span(ANSWERS(n=summary.n).say(who.lang))
            if summary.mean is not None:
                span(MEAN(mean=summary.mean).say(who.lang))
            if summary.nps is not None:
                span(NPS(nps=summary.nps).say(who.lang))
            if summary.n and not summary.enough:
                span(TOO_FEW.say(who.lang), "o-pill").classes("warning")
        with tag("div", "o-line"):
            for word, count in summary.spread:
                span(word + "：" + str(count), "o-chip")
        for words in summary.words[-10:]:
            tag("div", "o-faint", words)


def codes(id: int, row: dict[str, Any], who: Who, stores: dict[int, str], base: str) -> None:
    if row["state"] != "open" or not may(who, "edit", Survey):
        empty(OPEN_FIRST.say(who.lang), "qr_code_2")
        return
    chosen = (
        ui.select(stores, label=STORE.say(who.lang), clearable=True, with_input=True)
        .props("outlined dense")
        .mark("store")
    )
    shown = tag("div", "o-stack")

    async def make(kind: str) -> None:
        asker = viewer()
        try:
            made = await ask(lambda: make_links(id, who=asker, kind=kind, store=chosen.value))
        except Refused as refused:
            notice(refused.text.say(asker.lang), bad=True)
            return
        shown.clear()
        with shown:
            draw(base + "s/" + made[0][1], asker)

    with tag("div", "o-line"):
        button(POSTER.say(who.lang), lambda: make("poster"), icon="qr_code_2", kind="o-go", mark="poster")
        button(PERSON.say(who.lang), lambda: make("person"), icon="person", mark="person")


def draw(address: str, who: Who) -> None:
    link_code(address, who)
    tag("div", "o-faint", ONCE.say(who.lang))
