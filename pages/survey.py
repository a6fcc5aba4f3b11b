"""Answering a survey on a phone, without an account: plain HTML, one form and a small script, so nothing of the app opens to strangers."""

import json
import secrets
from collections.abc import Mapping
from html import escape
from typing import Any

from nicegui import app
from starlette.requests import Request
from starlette.responses import Response

from models.kit.declare.record import Row
from models.kit.server.database import reading
from models.kit.text import Refused, Text
from models.service.answering import UNKNOWN, Paper, Shut, answer, open_paper

from .forms.drawing import scripted
from .forms.words import ANEW, KEPT
from .guard.crowd import TOO_FAST, Bucket, address_of
from .guard.plain import page
from .parts.outside import OTHER_LANGUAGE, STYLE, alert, box, given_of, lang_of

AT_ONCE, PER_SECOND = 30, 0.5  # answers from one address: a store's customers may share its network
YEAR = 365 * 24 * 3600
DEVICE, SCRIPT = "ops_survey", "survey.js"

SURVEY = Text("满意度调查", "Survey")
SEND = Text("提交", "Send")
THANKS = Text("谢谢！你的意见已经收到。", "Thank you! We have your answers.")
CLOSE_NOW = Text("可以关闭这个页面了。", "You may close this page now.")
MUST = Text("必答", "required")
MANY = Text("可多选", "choose any")
LEAST, MOST = Text("1 很不满意", "1 very poor"), Text("5 非常满意", "5 very good")
NEVER, SURELY = Text("0 完全不会推荐", "0 not at all"), Text("10 一定推荐", "10 certainly")
NAMELESS = Text("本问卷匿名，不记录你是谁。", "This survey is anonymous: we don't keep who you are.")
NO_COOKIE = Text("请允许浏览器保存 Cookie 后再提交", "Please allow cookies, then send again")
MALFORMED = Text("提交的内容不完整，请再试一次", "What was sent is incomplete; please try again")
CHECK = Text("还有题目没有答好，请看红色提示", "Some answers are missing; see the notes in red")


def mount() -> None:
    app.state.survey_pace = Bucket(AT_ONCE, PER_SECOND)
    app.add_route("/s/{token}", survey_page, methods=["GET"], include_in_schema=False)
    app.add_route("/s/{token}", take_answers, methods=["POST"], include_in_schema=False)


async def survey_page(request: Request) -> Response:
    """The questions, or the word why there is nothing to answer."""
    device = request.cookies.get(DEVICE, "")[:64]
    try:
        paper = await request.app.state.guard.read(_open, request.path_params["token"], device)
    except Shut as shut:
        return _said(request, shut)
    response = _form(request, paper, {}, {})
    if paper.link.kind == "poster" and not device:
        response.set_cookie(
            DEVICE,
            secrets.token_urlsafe(18),
            max_age=YEAR,
            path="/s/",
            httponly=True,
            samesite="lax",
            secure=request.scope["scheme"] == "https",
        )
    return response


async def take_answers(request: Request) -> Response:
    """Keep the answers once; what is missing is said at its question, and nothing typed is lost."""
    if not request.app.state.survey_pace.take(address_of(request.scope)):
        response = _message(request, TOO_FAST, status=429)
        response.headers["Retry-After"] = "10"
        return response
    token, device = request.path_params["token"], request.cookies.get(DEVICE, "")[:64]
    given = await given_of(request)
    if given is None:
        return _message(request, MALFORMED, status=400)
    guard = request.app.state.guard
    try:
        paper = await guard.read(_open, token, device)
        if paper.link.kind == "poster" and not device:
            return _form(request, paper, given, {"": NO_COOKIE}, 400)
        await guard.write(answer, token, given, device)
    except Shut as shut:
        return _said(request, shut)
    except Refused as refused:
        return _form(request, paper, given, {refused.field or "": refused.text}, 400)
    return scripted(_message(request, CLOSE_NOW, heading=THANKS), _nonce(request), SCRIPT)


def _open(token: str, device: str) -> Paper:
    with reading():
        return open_paper(token, device)


# Drawing ----------------------------------------------------------------------------------------------------------------


def _said(request: Request, shut: Shut) -> Response:
    return _message(request, shut.text, status=404 if shut.text is UNKNOWN else 410)


def _message(request: Request, text: Text, *, heading: Text = SURVEY, status: int = 200) -> Response:
    lang = lang_of(request)
    return page(lang, SURVEY, f"{STYLE}<h1>{escape(heading.say(lang))}</h1><p>{escape(text.say(lang))}</p>", status)


def _form(
    request: Request, paper: Paper, given: Mapping[str, list[str]], wrong: dict[str, Text], status: int = 200
) -> Response:
    """given: what was sent and came back; without it the page begins with what this tab keeps."""
    lang, survey = lang_of(request), paper.survey
    title = Text(survey.title, survey.title_en or survey.title)
    greeting = (survey.greeting_en if lang == "en" else None) or survey.greeting or ""
    note = f"<p>{escape(NAMELESS.say(lang))}</p>" if survey.anonymous else ""
    other = "zh" if lang == "en" else "en"
    questions = "".join(_question(question, at, lang, given, wrong) for at, question in enumerate(paper.questions, 1))
    top = wrong.get("") or (CHECK if wrong else None)
    said = json.dumps({"kept": KEPT.say(lang), "anew": ANEW.say(lang)}, ensure_ascii=False)
    marks = f'data-words="{escape(said)}"{" data-returned" if given or wrong else ""}'
    body = (
        f'{STYLE}<h1>{escape(title.say(lang))}</h1><p class="lines">{escape(greeting)}</p>{note}{alert(top, lang)}'
        f'<form method="post" action="?lang={lang}" {marks}>{questions}<button class="go">{escape(SEND.say(lang))}</button></form>'
        f'<footer><span></span><a href="?lang={other}">{escape(OTHER_LANGUAGE.say(lang))}</a></footer>'
    )
    return scripted(page(lang, title, body, status), _nonce(request), SCRIPT)


def _nonce(request: Request) -> str:
    return request.scope.get("ops.nonce", "")


def _question(question: Row, at: int, lang: str, given: Mapping[str, list[str]], wrong: dict[str, Text]) -> str:
    name = f"q{question.id}"
    wording = (question.wording_en if lang == "en" else None) or question.wording
    notes = [
        text.say(lang) for text, holds in ((MUST, question.required), (MANY, question.kind == "multiple")) if holds
    ]
    legend = f"{at}. {escape(wording)}" + "".join(f"<small>{escape(note)}</small>" for note in notes)
    inputs = DRAWN[question.kind](name, question, lang, given.get(name, []))
    return f"<fieldset><legend>{legend}</legend>{inputs}{alert(wrong.get(name), lang)}</fieldset>"


def _scale(numbers: range, shape: str, ends: tuple[Text, Text]) -> Any:
    def draw(name: str, question: Row, lang: str, chosen: list[str]) -> str:
        boxes = "".join(box("radio", name, str(n), str(n), chosen, question.required) for n in numbers)
        said = "".join(f"<span>{escape(end.say(lang))}</span>" for end in ends)
        return f'<div class="row {shape}">{boxes}</div><div class="ends">{said}</div>'

    return draw


def _list(kind: str) -> Any:
    def draw(name: str, question: Row, lang: str, chosen: list[str]) -> str:
        required = question.required and kind == "radio"  # a browser would want every box of several ticked
        boxes = "".join(box(kind, name, option, option, chosen, required) for option in question.offered or ())
        return f'<div class="row list">{boxes}</div>'

    return draw


def _words(name: str, question: Row, lang: str, chosen: list[str]) -> str:
    required = " required" if question.required else ""
    return f'<textarea name="{name}" rows="4"{required}>{escape("".join(chosen[:1]))}</textarea>'


DRAWN = {
    "score": _scale(range(1, 6), "five", (LEAST, MOST)),
    "nps": _scale(range(11), "eleven", (NEVER, SURELY)),
    "single": _list("radio"),
    "multiple": _list("checkbox"),
    "text": _words,
}
