"""A form as a page: plain HTML for a phone, with one small script of our own."""

import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path

from starlette.responses import Response

from exports.waiting import Waiting
from models.design.forms.answering import Sent
from models.design.forms.forms import titled
from models.design.forms.paper import Asked, Paper
from models.kit.text import Text

from ..guard.plain import page
from ..parts.outside import OTHER_LANGUAGE, STYLE, alert
from . import words
from .inputs import drawn

OWN = """<style>
h2{font-size:1.05rem;margin:2rem 0 -.5rem;padding-top:1rem;border-top:1px solid var(--line)}
fieldset>input,select{width:100%;margin-top:.6rem;min-height:2.9rem}
select{padding:.6rem .75rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px}
select:focus-visible,textarea:focus-visible,.add:focus-within{outline:3px solid var(--go);outline-offset:1px}
.help{color:var(--soft);font-size:.9rem;margin:.2rem 0 0;white-space:pre-line}
.add{display:flex;align-items:center;justify-content:center;min-height:2.9rem;margin:.6rem 0 0;border:1px dashed var(--line);
 border-radius:8px;cursor:pointer;font-size:1rem}.add input{position:absolute;opacity:0;width:1px;height:1px}
.files{list-style:none;margin:.6rem 0 0;padding:0;display:grid;gap:.4rem}.files li{display:flex;align-items:center;gap:.6rem;min-height:2.9rem}
.files span{flex:1;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.files img{width:2.9rem;height:2.9rem;object-fit:cover;border-radius:6px}
.files .busy{opacity:.55}.files .link{min-height:2.75rem;padding:.25rem .5rem}
.said:not(:empty){background:var(--bad-bg);color:var(--bad);border-radius:8px;padding:.6rem .75rem;margin:.6rem 0 0}
.number{font-size:1.5rem;font-weight:600;color:var(--ink);overflow-wrap:anywhere}[hidden]{display:none!important}
.go:disabled{opacity:.6}footer a{padding:.5rem 0}
</style>"""


WEB = Path(__file__).parent / "web"
IMPORTED = re.compile(r'^import .* from "\./(\w+\.js)";\n', re.MULTILINE)


@cache
def script(name: str = "form.js") -> str:
    """One of our scripts with what it imports before it: a page from outside asks for nothing further."""
    text = (WEB / name).read_text("utf-8")
    parts = [(WEB / other).read_text("utf-8") for other in IMPORTED.findall(text)]
    return "".join([*parts, IMPORTED.sub("", text)])


def scripted(made: Response, nonce: str, name: str = "form.js") -> Response:
    """The page with a script of ours, where the policy of the answer has a place for it."""
    if not nonce:
        return made
    ours = f'<script type="module" nonce="{nonce}">{script(name)}</script></body>'
    return Response(bytes(made.body).decode().replace("</body>", ours), made.status_code, media_type="text/html")


def form_page(
    paper: Paper,
    lang: str,
    *,
    op: str,
    nonce: str = "",
    given: Mapping[str, list[str]] | None = None,
    files: list[Waiting] | None = None,
    wrong: Mapping[str, Text] | None = None,
    status: int = 200,
) -> Response:
    """The questions with what was answered so far, and what is wrong with it."""
    given, wrong = given or {}, wrong or {}
    title = titled(paper.form)
    parts = "".join(
        (f"<h2>{escape(heading.say(lang))}</h2>" if heading else "")
        + "".join(_question(asked, lang, given, files or [], wrong.get(asked.name)) for asked in questions)
        for heading, questions in paper.parts
    )
    intro = f'<p class="lines">{escape(paper.body.intro.say(lang))}</p>' if paper.body.intro else ""
    top = wrong.get("") or (words.CHECK if wrong else None)
    body = (
        f"{STYLE}{OWN}<h1>{escape(title.say(lang))}</h1>{intro}{alert(top, lang)}"
        f"<noscript>{alert(words.NO_SCRIPT, lang)}</noscript>"
        f'<form method="post" action="?lang={lang}" novalidate data-words="{escape(_said(lang))}">'
        f'<input type="hidden" name="op" value="{escape(op)}">{parts}'
        f'<div class="bad unsent" role="alert" hidden></div><button class="go">{escape(words.SEND.say(lang))}</button></form>'
        f"{_footer(lang)}"
    )
    return _page(lang, title, body, nonce, status)


def sent_page(paper_title: Text, sent: Sent, label: Text | None, lang: str, more: bool, nonce: str = "") -> Response:
    """It has arrived; with the number it got where the form tells that."""
    number = ""
    if sent.number and label:
        said = f"{label.say(lang)}{'：' if lang != 'en' else ': '}"
        number = f'<p>{escape(said)}</p><p class="number">{escape(sent.number)}</p>'
    thanks = escape((sent.body.thanks or words.THANKS).say(lang))
    again = f'<footer><a href="?lang={lang}">{escape(words.AGAIN.say(lang))}</a></footer>' if more else ""
    body = f'{STYLE}{OWN}<h1>{escape(words.SENT.say(lang))}</h1>{number}<p class="lines">{thanks}</p>{again}'
    return _page(lang, paper_title, body, nonce, 200)


def word_page(text: Text, lang: str, status: int) -> Response:
    """One sentence, where there is nothing to answer."""
    heading = escape(words.FORM.say(lang))
    return page(
        lang, words.FORM, f"{STYLE}{OWN}<h1>{heading}</h1><p>{escape(text.say(lang))}</p>{_footer(lang)}", status
    )


def _page(lang: str, title: Text, body: str, nonce: str, status: int) -> Response:
    return scripted(page(lang, title, body, status), nonce)


def _said(lang: str) -> str:
    said = {"failed": words.FAILED, "unsent": words.UNSENT, "busy": words.BUSY, "off": words.OFF}
    said |= {"kept": words.KEPT, "anew": words.ANEW}
    return json.dumps({name: text.say(lang) for name, text in said.items()}, ensure_ascii=False)


def _footer(lang: str) -> str:
    other = "zh" if lang == "en" else "en"
    return f'<footer><span></span><a href="?lang={other}">{escape(OTHER_LANGUAGE.say(lang))}</a></footer>'


def _question(asked: Asked, lang: str, given: Mapping[str, list[str]], files: list[Waiting], wrong: Text | None) -> str:
    note = f"<small>{escape(words.MUST.say(lang))}</small>" if asked.required else ""
    text = asked.question.help or asked.item.hint
    help = f'<p class="help">{escape(text.say(lang))}</p>' if text else ""
    said = escape(json.dumps(asked.question.when, ensure_ascii=False))
    when = f' data-when="{said}"' if asked.question.when else ""
    there = (
        [_file(file, lang) for file in files if file.field == asked.name]
        if asked.item.uploaded
        else list(given.get(asked.name, []))
    )
    return (
        f'<fieldset data-name="{escape(asked.name)}"{when}>'
        f"<legend>{escape(asked.label.say(lang))}{note}</legend>{help}"
        f"{drawn(asked.item, asked, lang, there)}{alert(wrong, lang)}</fieldset>"
    )


def _file(file: Waiting, lang: str) -> str:
    off = escape(words.OFF.say(lang))
    name = escape(file.name)
    return f'<li data-key="{file.key}"><span>{name}</span><button type="button" class="link">{off}</button></li>'
