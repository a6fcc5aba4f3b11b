"""Plain HTML pages that need neither NiceGUI nor a script: signing in, passwords, and apologies."""

from html import escape
from typing import Any

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response

from models.kit.text import Text

STYLE = """
:root{color-scheme:light dark;--ink:#1d2733;--soft:#5b6876;--paper:#f4f6f8;--card:#fff;--line:#cfd6dd;
 --go:#1f6f54;--go-ink:#fff;--bad:#b3261e;--bad-bg:#fdecea}
@media(prefers-color-scheme:dark){:root{--ink:#e6eaee;--soft:#9aa7b4;--paper:#14181d;--card:#1d232a;
 --line:#3a444f;--go:#3fa37f;--go-ink:#08130e;--bad:#ffb4ab;--bad-bg:#3b1512}}
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--paper);color:var(--ink);
 font:16px/1.6 system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{width:min(24rem,calc(100vw - 2rem));background:var(--card);border:1px solid var(--line);border-radius:12px;padding:2rem;margin:1rem 0}
h1{font-size:1.35rem;margin:0 0 .25rem}p{margin:.25rem 0 1rem;color:var(--soft)}
label{display:block;margin:1rem 0 .25rem;font-size:.9rem}
input{width:100%;padding:.6rem .75rem;font:inherit;color:inherit;background:var(--paper);border:1px solid var(--line);border-radius:8px}
input:focus-visible,button:focus-visible,a:focus-visible{outline:3px solid var(--go);outline-offset:1px}
button{font:inherit;cursor:pointer}a{color:var(--go)}
.go{width:100%;margin-top:1.5rem;padding:.7rem;border:0;border-radius:8px;background:var(--go);color:var(--go-ink);font-weight:600}
.link{border:0;background:none;color:var(--soft);padding:.25rem;text-decoration:underline}
.bad{background:var(--bad-bg);color:var(--bad);border-radius:8px;padding:.6rem .75rem;margin:1rem 0 0}
.hint{margin:1rem 0 0;font-size:.9rem}
footer{margin-top:1.25rem;display:flex;justify-content:space-between;font-size:.9rem}
code{font-size:1.1rem;letter-spacing:.05em}
"""
APP_NAME = Text("运营台", "OpsDesk")


def language_of(connection: HTTPConnection) -> str:
    """The language a person chose here before, else the browser's first choice; Chinese when it names neither."""
    chosen = connection.cookies.get("ops_lang")
    if chosen in ("zh", "en"):
        return chosen
    for part in connection.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()
        if tag[:2] in ("zh", "en"):
            return tag[:2]
    return "zh"


def wants_page(connection: HTTPConnection) -> bool:
    """Whether a person's browser is waiting for a page, rather than a program for data."""
    path = connection.scope["path"]
    return not path.startswith("/api/") and "text/html" in connection.headers.get("accept", "")


def takes_page(connection: HTTPConnection) -> bool:
    """Whether a page is the better answer to a fault: who opens an address by a program that takes anything reads it as well."""
    accept = connection.headers.get("accept", "*/*")
    opened = connection.scope.get("method") in ("GET", "HEAD") and not connection.scope["path"].startswith("/api/")
    return wants_page(connection) or (opened and "*/*" in accept and "json" not in accept)


def page(lang: str, title: Text, body: str, status: int = 200, again: int | None = None) -> HTMLResponse:
    """A whole page around `body`, which is HTML with everything foreign in it already escaped.

    again: seconds after which the browser asks once more by itself.
    """
    html_lang = "en" if lang == "en" else "zh-CN"
    heads = (title.say(lang), APP_NAME.say(lang))
    anew = "" if again is None else f'<meta http-equiv="refresh" content="{again}">'
    return HTMLResponse(
        f'<!doctype html><html lang="{html_lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"{anew}<title>{escape(' · '.join(dict.fromkeys(heads)))}</title><style>{STYLE}</style></head>"
        f"<body><main>{body}</main></body></html>",
        status,
    )


def answer(
    connection: HTTPConnection,
    status: int,
    text: Text,
    *,
    title: Text | None = None,
    as_page: bool | None = None,
    again: int | None = None,
    **more: Any,
) -> Response:
    """One sentence, as a page for people and as JSON for programs; again: seconds after which it is worth another try."""
    lang, as_page = language_of(connection), wants_page(connection) if as_page is None else as_page
    if as_page:
        heading = (title or APP_NAME).say(lang)
        home = Text("回到首页", "Back to the start").say(lang)
        body = f'<h1>{escape(heading)}</h1><p>{escape(text.say(lang))}</p><a href="/">{escape(home)}</a>'
        response: Response = page(lang, title or APP_NAME, body, status, again)
    else:
        response = JSONResponse({"message": text.say(lang), **more}, status)
    if again is not None:
        response.headers["Retry-After"] = str(again)
    return response
