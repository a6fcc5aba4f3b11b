"""The search box and the star, which the header of every page has; what they do stands in one script for all pages."""

from functools import cache
from pathlib import Path

import orjson
from nicegui import ui

from ..sheet.assets import Asset
from ..sheet.bundle import bundle
from .words import WORDS

WEB = Path(__file__).parent / "web"


@cache
def script() -> Asset:
    return Asset("find.js", "text/javascript", bundle(WEB).encode())


def mount() -> None:
    """Into the head of every page."""
    ui.add_head_html("<style>" + (WEB / "find.css").read_text(encoding="utf-8") + "</style>", shared=True)
    ui.add_head_html(script_tag(), shared=True)


def script_tag() -> str:
    return f'<script type="module" src="{script().url}"></script>'


@cache
def words_in(lang: str) -> orjson.Fragment:
    """What the box and the star say, as JSON that is made once."""
    return orjson.Fragment(orjson.dumps({name: text.say(lang) for name, text in WORDS.items()}))
