"""What is answered from outside, a survey or a form: plain HTML for a phone, and what comes back from it."""

from html import escape

from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import Request

from models.kit.text import Text

from ..guard.bodies import ANSWER
from ..guard.plain import language_of

MOST_FIELDS = 500
OTHER_LANGUAGE = Text("English", "中文")
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


async def given_of(request: Request) -> dict[str, list[str]] | None:
    """The values by name; None when it is no form of ours."""
    try:
        async with request.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=ANSWER) as form:
            pairs = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
        "".join(value for _, value in pairs).encode()  # half a character is a ValueError here
    except (ValueError, HTTPException, MultiPartException):
        return None
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    return given


def lang_of(request: Request) -> str:
    """The language that was chosen on the page, else that of the browser."""
    asked = request.query_params.get("lang")
    return asked if asked in ("zh", "en") else language_of(request)


def alert(text: Text | None, lang: str) -> str:
    return f'<div class="bad" role="alert">{escape(text.say(lang))}</div>' if text else ""


def box(kind: str, name: str, value: str, label: str, chosen: list[str], required: bool) -> str:
    """A radio button or a check box with its label."""
    marks = (" checked" if value in chosen else "") + (" required" if required else "")
    return f'<label><input type="{kind}" name="{name}" value="{escape(value)}"{marks}>{escape(label)}</label>'
