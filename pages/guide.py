"""Help 帮助: the users' guide of docs/ and what is new, drawn here, so that it is at hand without a network and opens where one is."""

import re

from fastapi import HTTPException, Response
from fastapi.responses import FileResponse
from nicegui import app, ui

from models.kit.text import Text

from .frame import page
from .guide_text import DOCS, NEWS, parts_of, sections
from .parts.pieces import card, link, span, tag
from .parts.session import viewer

PATH = "/help"
NEWS_PATH = "/news"
PICTURES = {path.name: path for path in (DOCS / "guide").glob("*.png")}
PICTURE = re.compile(r"!\[(.+?)\]\(guide/([\w-]+\.png)\)")
INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<target>[^)]+)\)")
TITLE, CONTENTS, WHATS_NEW = Text("帮助", "Help"), Text("目录", "Contents"), Text("更新内容", "What's new")


def mount() -> None:
    @ui.page(PATH)
    def help_page() -> None:
        who = viewer()
        with page(TITLE.say(who.lang), "help"):
            link(WHATS_NEW.say(who.lang), NEWS_PATH, "o-button o-small", icon="new_releases")
            _draw(*sections(who.lang), contents=CONTENTS.say(who.lang))

    @ui.page("/news")
    def news_page() -> None:
        who = viewer()
        with page(WHATS_NEW.say(who.lang), NEWS_PATH, "first"):
            _draw(*parts_of(NEWS[who.lang]))

    @app.get(PATH + "/pictures/{name}", include_in_schema=False)
    def picture(name: str) -> Response:
        if name not in PICTURES:
            raise HTTPException(404)
        return FileResponse(PICTURES[name], headers={"Cache-Control": "private, max-age=3600"})


def found_in_guide(text: str, lang: str, most: int = 4) -> list[dict[str, str]]:
    """The parts of the guide that speak of it, those with all of it in the heading first."""
    wanted = text.lower().split()
    met = []
    for place, part in sections(lang)[1].items():
        heading, _, body = part.removeprefix("## ").partition("\n")
        if wanted and all(word in part.lower() for word in wanted):
            inside = not all(word in heading.lower() for word in wanted)
            met.append((inside, {"path": f"{PATH}#{place}", "label": heading, "hint": _around(body, wanted)}))
    return [part for _, part in sorted(met, key=lambda pair: pair[0])[:most]]


def _around(body: str, wanted: list[str]) -> str:
    """The line in which it stands, as plain words."""
    line = next((line for line in body.split("\n") if all(word in line.lower() for word in wanted)), "")
    plain = re.sub(r"[*`|]|!?\[|\]\([^)]*\)", "", line).strip("- ")
    at = max(plain.lower().find(wanted[0]) - 15, 0)
    return ("…" if at else "") + plain[at : at + 60]


def _draw(before: str, parts: dict[str, str], contents: str = "") -> None:
    with tag("article", "o-guide"):
        _blocks(before)
        if contents:
            with card(contents), tag("ul"):
                for place, text in parts.items():
                    with tag("li"):
                        link(text.split("\n", 1)[0].removeprefix("## "), f"#{place}")
        for place, text in parts.items():
            with tag("section", "o-place") as made:
                made.props["id"] = place
                _blocks(text)


def _blocks(text: str) -> None:
    for block in re.split(r"\n{2,}", text.strip("\n")):
        lines = block.split("\n")
        if block.startswith("#"):
            marks, words = block.split(" ", 1)
            tag(f"h{len(marks)}", "o-h1" if marks == "#" else "", words)
        elif shown := PICTURE.fullmatch(block):
            _picture(*shown.groups())
        elif block.startswith("    "):
            tag("pre", "", "\n".join(line[4:] for line in lines))
        elif block.startswith("|"):
            _table(lines)
        elif block.startswith("- "):
            with tag("ul"):
                for item in re.split(r"\n(?=- )", block):
                    with tag("li"):
                        _inline(_joined(item[2:].split("\n")))
        else:
            with tag("p"):
                _inline(_joined(lines))


def _picture(words: str, name: str) -> None:
    made = tag("img")
    made.props.update({"src": f"{PATH}/pictures/{name}", "alt": words, "loading": "lazy"})


def _table(lines: list[str]) -> None:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if not set(line) <= set("|-: ")]
    with tag("div", "o-scroll"), tag("table", "o-table"):
        for at, row in enumerate(rows):
            with tag("tr"):
                for cell in row:
                    with tag("td" if at else "th"):
                        _inline(cell)


def _joined(lines: list[str]) -> str:
    """Lines of one paragraph; between Chinese ones there is no blank."""
    text = ""
    for line in map(str.strip, lines):
        text += " " if text and text[-1].isascii() and line[:1].isascii() else ""
        text += line
    return text


def _inline(text: str) -> None:
    at = 0
    for match in INLINE.finditer(text):
        if match.start() > at:
            span(text[at : match.start()])
        if match["bold"]:
            tag("b", "", match["bold"])
        elif match["code"]:
            tag("code", "", match["code"])
        elif match["target"].startswith(("/", "#")):
            link(match["text"], match["target"])
        else:
            span(match["text"])
        at = match.end()
    if at < len(text):
        span(text[at:])
