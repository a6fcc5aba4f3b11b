"""Answering a quiz: on a phone by its link, without an account, as plain HTML; and the link on the page of one's paper."""

from collections.abc import Mapping
from html import escape
from typing import Any

from fastapi import Request as PageRequest
from nicegui import app, ui
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from models.kit.declare.access import Who, may
from models.kit.declare.record import Row
from models.kit.server.database import reading
from models.kit.text import Refused, Text
from models.training import QuizPaper
from models.training.answering import UNKNOWN, Asked, Outcome, Shut, hand_in, new_link, open_asked

from . import guard
from .api.answers import NOT_THERE
from .guard.crowd import TOO_FAST, Bucket, address_of
from .guard.plain import page
from .parts.link_codes import link_code
from .parts.outside import OTHER_LANGUAGE, STYLE, alert, box, given_of, lang_of
from .parts.pieces import button, card, notice, tag
from .parts.session import ask, viewer
from .record import RecordPage
from .record_reading import read_page, walk_of

AT_ONCE, PER_SECOND = 30, 0.5  # tries from one address: a store's staff may share its network
QUIZ = Text("测验", "Quiz")
FOR = Text(
    "{name}，共 {count} 题，{score} 分及格，今天还可作答 {left} 次",
    "{name}: {count} questions, the pass mark is {score}; you may try {left} more times today",
)
READ_FIRST = Text("先读一遍", "Read this first")
MANY, SEND = Text("可多选", "choose all that are right"), Text("交卷", "Hand in")
MALFORMED = Text("提交的内容不完整，请再试一次", "What was sent is incomplete; please try again")
CHECK = Text("还有题目没有答好，请看红色提示", "Some answers are missing; see the notes in red")
PASSED = Text("{score} 分，通过", "{score}: passed")
FAILED = Text("{score} 分，没有通过（{pass_score} 分及格）", "{score}: not passed, the pass mark is {pass_score}")
DONE = Text("可以关闭这个页面了。", "You may close this page now.")
AGAIN = Text("再答一次（今天还可 {left} 次）", "Try again ({left} more today)")
TOMORROW = Text(
    "今天的次数已用完，请再读一遍，明天用同一个链接再答。",
    "No more tries today: read it again and use the same link tomorrow.",
)
WRONG = Text("答错的题", "What was wrong")
ANSWER = Text("作答", "Answer")
BEGIN, CODE = Text("开始作答", "Begin"), Text("生成二维码", "Make a QR code")
HOW = Text(
    "用手机扫码作答，不用账号；新码生成后，旧码作废。",
    "Scan it with a phone to answer, no account needed. A new code ends the one before.",
)


def mount() -> None:
    app.state.quiz_pace = Bucket(AT_ONCE, PER_SECOND)
    app.add_route("/q/{token}", quiz_page, methods=["GET"], include_in_schema=False)
    app.add_route("/q/{token}", take_answers, methods=["POST"], include_in_schema=False)

    @ui.page("/r/quiz_paper/{id:int}")
    async def paper_page(request: PageRequest, id: int) -> None:
        row, *more = await ask(read_page, QuizPaper, id, guard.who(request))
        if row is None:
            raise HTTPException(404, NOT_THERE)
        PaperPage(QuizPaper, id, row, walk_of(request, QuizPaper), *more, base=str(request.base_url))


# On the phone ------------------------------------------------------------------------------------------------------------


async def quiz_page(request: Request) -> Response:
    """The questions, or the word why there is nothing to answer."""
    try:
        asked = await request.app.state.guard.read(_open, request.path_params["token"])
    except Shut as shut:
        return _message(request, QUIZ, shut.text, status=404 if shut.text is UNKNOWN else 200)
    return _form(request, asked, {}, {})


async def take_answers(request: Request) -> Response:
    """Judge the answers; what is missing is said at its question, and nothing ticked is lost."""
    if not request.app.state.quiz_pace.take(address_of(request.scope)):
        response = _message(request, QUIZ, TOO_FAST, status=429)
        response.headers["Retry-After"] = "10"
        return response
    token, given = request.path_params["token"], await given_of(request)
    if given is None:
        return _message(request, QUIZ, MALFORMED, status=400)
    guard_ = request.app.state.guard
    try:
        return _outcome(request, await guard_.write(hand_in, token, given))
    except Shut as shut:
        return _message(request, QUIZ, shut.text, status=404 if shut.text is UNKNOWN else 410)
    except Refused as refused:
        asked = await guard_.read(_open, token)
        return _form(request, asked, given, {refused.field or "": refused.text}, 400)


def _open(token: str) -> Asked:
    with reading():
        return open_asked(token)


def _message(request: Request, heading: Text, text: Text, *, status: int = 200) -> Response:
    lang = lang_of(request)
    body = f'{STYLE}<h1>{escape(heading.say(lang))}</h1><p class="lines">{escape(text.say(lang))}</p>'
    return page(lang, QUIZ, body, status)


def _form(
    request: Request, asked: Asked, given: Mapping[str, list[str]], wrong: dict[str, Text], status: int = 200
) -> Response:
    lang = lang_of(request)
    other = "zh" if lang == "en" else "en"
    said = FOR(name=asked.name, count=len(asked.questions), score=asked.quiz.pass_score, left=asked.left).say(lang)
    text = ""
    if asked.reading:
        opened = "" if asked.paper.tries else " open"
        text = (
            f"<details{opened}><summary>{escape(READ_FIRST.say(lang))}</summary>"
            f'<p class="lines">{escape(asked.reading)}</p></details>'
        )
    names = {f"q{row.id}" for row in asked.questions}
    above = next((text for name, text in wrong.items() if name not in names), CHECK if wrong else None)
    questions = "".join(_question(row, at, lang, given, wrong) for at, row in enumerate(asked.questions, 1))
    body = (
        f"{STYLE}<h1>{escape(asked.quiz.title)}</h1><p>{escape(said)}</p>{text}{alert(above, lang)}"
        f'<form method="post" action="?lang={lang}">{questions}<button class="go">{escape(SEND.say(lang))}</button></form>'
        f'<footer><span></span><a href="?lang={other}">{escape(OTHER_LANGUAGE.say(lang))}</a></footer>'
    )
    return page(lang, Text(asked.quiz.title, asked.quiz.title), body, status)


def _question(row: Row, at: int, lang: str, given: Mapping[str, list[str]], wrong: dict[str, Text]) -> str:
    name, many = f"q{row.id}", row.kind == "multiple"
    note = f"<small>{escape(MANY.say(lang))}</small>" if many else ""
    kind = "checkbox" if many else "radio"
    boxes = "".join(box(kind, name, word, word, given.get(name, []), not many) for word in row.offered or ())
    legend = f"<legend>{at}. {escape(row.wording)}{note}</legend>"
    return f'<fieldset>{legend}<div class="row list">{boxes}</div>{alert(wrong.get(name), lang)}</fieldset>'


def _outcome(request: Request, outcome: Outcome) -> Response:
    lang, quiz = lang_of(request), outcome.asked.quiz
    said = (PASSED if outcome.passed else FAILED)(score=outcome.score, pass_score=quiz.pass_score).say(lang)
    lines = "".join(
        f"<li>{at}. {escape(row.wording)}"
        + (f"<br><small>{escape(row.because)}</small>" if row.because else "")
        + "</li>"
        for at, row in outcome.wrong
    )
    wrong = f"<h2>{escape(WRONG.say(lang))}</h2><ul>{lines}</ul>" if lines else ""
    if outcome.passed:
        end = f"<p>{escape(DONE.say(lang))}</p>"
    elif outcome.left:
        end = f'<p><a href="?lang={lang}">{escape(AGAIN(left=outcome.left).say(lang))}</a></p>'
    else:
        end = f"<p>{escape(TOMORROW.say(lang))}</p>"
    body = f"{STYLE}<h1>{escape(said)}</h1><p>{escape(quiz.title)}</p>{wrong}{end}"
    return page(lang, Text(quiz.title, quiz.title), body)


# On the page of a paper --------------------------------------------------------------------------------------------------


def is_mine(paper: dict[str, Any], who: Who) -> bool:
    """Whether this person is the one who is to answer."""
    employee = paper.get("employee")
    mine = employee["id"] if isinstance(employee, dict) else employee
    return who.employee_id is not None and mine == who.employee_id


def may_open(paper: dict[str, Any], who: Who) -> bool:
    """Whoever is to answer, and who leads those who are: he hands the code to somebody without an account."""
    return is_mine(paper, who) or may(who, "approve", QuizPaper)


class PaperPage(RecordPage):
    """The record page of a paper, with the way to answer it on top while it waits."""

    def __init__(self, *given: Any, base: str):
        self.base = base
        super().__init__(*given)

    def _draw(self, row: dict[str, Any], title: str, who: Who) -> None:
        super()._draw(row, title, who)
        if row.get("state") in ("open", "failed") and may_open(row, who):
            with self.first, card(ANSWER.say(who.lang)):
                with tag("div", "o-line"):
                    if is_mine(row, who):  # nobody answers for another
                        button(BEGIN.say(who.lang), self._begin, icon="edit", kind="o-go", mark="begin")
                    button(CODE.say(who.lang), self._show, icon="qr_code_2", mark="code")
                tag("div", "o-faint", HOW.say(who.lang))
                self.shown = tag("div", "o-stack")

    async def _link(self) -> str | None:
        who = viewer()
        row = await ask(read_page, QuizPaper, self.id, who)
        if row[0] is None or not may_open(row[0], who):
            return None
        try:
            return "q/" + await ask(new_link, self.id, who=who)
        except Refused as refused:
            notice(refused.text.say(who.lang), bad=True)
            return None

    async def _begin(self) -> None:
        if path := await self._link():
            ui.navigate.to("/" + path)

    async def _show(self) -> None:
        path, who = await self._link(), viewer()
        if path is None:
            return
        self.shown.clear()
        with self.shown:
            link_code(self.base + path, who)
