"""Answering a survey on a phone, without an account: plain HTML and one form, so nothing of the app opens to strangers."""

import secrets
from collections.abc import Mapping
from html import escape
from typing import Any

from nicegui import app
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import Response

from models.kit.declare.record import Row
from models.kit.server.database import reading
from models.kit.text import Refused, Text
from models.service.answering import UNKNOWN, Paper, Shut, answer, open_paper

from .guard.crowd import TOO_FAST, Bucket, address_of
from .guard.plain import language_of, page

AT_ONCE, PER_SECOND = 30, 0.5  # answers from one address: a store's customers may share its network
MOST_FIELDS, LARGEST_FIELD, YEAR = 500, 64 * 1024, 365 * 24 * 3600
DEVICE = "ops_survey"

SURVEY = Text("满意度调查", "Survey")
SEND = Text("提交", "Send")
THANKS = Text("谢谢！你的意见已经收到。", "Thank you! We have your answers.")
CLOSE_NOW = Text("可以关闭这个页面了。", "You may close this page now.")
MUST = Text("必答", "required")
MANY = Text("可多选", "choose any")
LEAST, MOST = Text("1 很不满意", "1 very poor"), Text("5 非常满意", "5 very good")
NEVER, SURELY = Text("0 完全不会推荐", "0 not at all"), Text("10 一定推荐", "10 certainly")
NAMELESS = Text("本问卷匿名，不记录你是谁。", "This survey is anonymous: we don't keep who you are.")
OTHER_LANGUAGE = Text("English", "中文")
NO_COOKIE = Text("请允许浏览器保存 Cookie 后再提交", "Please allow cookies, then send again")
MALFORMED = Text("提交的内容不完整，请再试一次", "What was sent is incomplete; please try again")
CHECK = Text("还有题目没有答好，请看红色提示", "Some answers are missing; see the notes in red")

STYLE = """<style>
body{place-items:start center}main{width:min(34rem,100vw);margin:0;border-radius:0;border-width:0 0 1px;padding:1.25rem 1rem 2.5rem}
@media(min-width:36rem){main{border-width:1px;border-radius:12px;margin:1.5rem 0;padding:2rem}}
fieldset{border:0;margin:1.5rem 0 0;padding:0;min-width:0}legend{padding:0;font-weight:600;overflow-wrap:anywhere}
legend small{color:var(--soft);font-weight:400;margin-left:.4rem}
.row{display:grid;gap:.4rem;margin-top:.6rem}.five{grid-template-columns:repeat(5,1fr)}.eleven{grid-template-columns:repeat(6,1fr)}
.row label{display:flex;align-items:center;justify-content:center;min-height:2.9rem;margin:0;border:1px solid var(--line);border-radius:8px;
 background:var(--paper);font-size:1rem;cursor:pointer;overflow-wrap:anywhere}
.list label{justify-content:flex-start;padding:.4rem .75rem;gap:.6rem}
.row input{width:1.15rem;height:1.15rem;flex:none;accent-color:var(--go)}
.five input,.eleven input{position:absolute;opacity:0;width:1px;height:1px}
.row label:has(input:checked){border-color:var(--go);background:var(--go);color:var(--go-ink);font-weight:600}
.list label:has(input:checked){background:none;color:inherit;box-shadow:inset 0 0 0 1px var(--go)}
.row label:has(input:focus-visible){outline:3px solid var(--go);outline-offset:1px}
.ends{display:flex;justify-content:space-between;color:var(--soft);font-size:.85rem;margin-top:.25rem}
textarea{width:100%;min-height:6rem;margin-top:.6rem;padding:.6rem .75rem;
 font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px}
.go{min-height:3rem}.bad{margin:.6rem 0 0}.lines{white-space:pre-line}
</style>"""


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
    given = await _given(request)
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
    return _message(request, CLOSE_NOW, heading=THANKS)


def _open(token: str, device: str) -> Paper:
    with reading():
        return open_paper(token, device)


async def _given(request: Request) -> dict[str, list[str]] | None:
    """The values by name; None when it is no form of ours."""
    try:
        async with request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_FIELD) as form:
            pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        "".join(value for _, value in pairs).encode()  # half a character is a ValueError here
    except (ValueError, HTTPException, MultiPartException):
        return None
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


# Drawing ----------------------------------------------------------------------------------------------------------------


def _lang(request: Request) -> str:
    asked = request.query_params.get("lang")
    return asked if asked in ("zh", "en") else language_of(request)


def _said(request: Request, shut: Shut) -> Response:
    return _message(request, shut.text, status=404 if shut.text is UNKNOWN else 410)


def _message(request: Request, text: Text, *, heading: Text = SURVEY, status: int = 200) -> Response:
    lang = _lang(request)
    return page(lang, SURVEY, f"{STYLE}<h1>{escape(heading.say(lang))}</h1><p>{escape(text.say(lang))}</p>", status)


def _form(
    request: Request, paper: Paper, given: Mapping[str, list[str]], wrong: dict[str, Text], status: int = 200
) -> Response:
    lang, survey = _lang(request), paper.survey
    title = Text(survey.title, survey.title_en or survey.title)
    greeting = (survey.greeting_en if lang == "en" else None) or survey.greeting or ""
    note = f"<p>{escape(NAMELESS.say(lang))}</p>" if survey.anonymous else ""
    other = "zh" if lang == "en" else "en"
    questions = "".join(_question(question, at, lang, given, wrong) for at, question in enumerate(paper.questions, 1))
    top = wrong.get("") or (CHECK if wrong else None)
    body = (
        f'{STYLE}<h1>{escape(title.say(lang))}</h1><p class="lines">{escape(greeting)}</p>{note}{_alert(top, lang)}'
        f'<form method="post" action="?lang={lang}">{questions}<button class="go">{escape(SEND.say(lang))}</button></form>'
        f'<footer><span></span><a href="?lang={other}">{escape(OTHER_LANGUAGE.say(lang))}</a></footer>'
    )
    return page(lang, title, body, status)


def _question(question: Row, at: int, lang: str, given: Mapping[str, list[str]], wrong: dict[str, Text]) -> str:
    name = f"q{question.id}"
    wording = (question.wording_en if lang == "en" else None) or question.wording
    notes = [
        text.say(lang) for text, holds in ((MUST, question.required), (MANY, question.kind == "multiple")) if holds
    ]
    legend = f"{at}. {escape(wording)}" + "".join(f"<small>{escape(note)}</small>" for note in notes)
    inputs = DRAWN[question.kind](name, question, lang, given.get(name, []))
    return f"<fieldset><legend>{legend}</legend>{inputs}{_alert(wrong.get(name), lang)}</fieldset>"


def _box(kind: str, name: str, value: str, label: str, chosen: list[str], required: bool) -> str:
    marks = (" checked" if value in chosen else "") + (" required" if required else "")
    return f'<label><input type="{kind}" name="{name}" value="{escape(value)}"{marks}>{escape(label)}</label>'


def _scale(numbers: range, shape: str, ends: tuple[Text, Text]) -> Any:
    def draw(name: str, question: Row, lang: str, chosen: list[str]) -> str:
        boxes = "".join(_box("radio", name, str(n), str(n), chosen, question.required) for n in numbers)
        said = "".join(f"<span>{escape(end.say(lang))}</span>" for end in ends)
        return f'<div class="row {shape}">{boxes}</div><div class="ends">{said}</div>'

    return draw


def _list(kind: str) -> Any:
    def draw(name: str, question: Row, lang: str, chosen: list[str]) -> str:
        required = question.required and kind == "radio"  # a browser would want every box of several ticked
        boxes = "".join(_box(kind, name, option, option, chosen, required) for option in question.offered or ())
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


def _alert(text: Text | None, lang: str) -> str:
    return f'<div class="bad" role="alert">{escape(text.say(lang))}</div>' if text else ""
