"""The sheet's own files for the browser: one script, one style sheet, kept there for ever under names that change with them."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from fastapi import HTTPException, Response
from nicegui import app, dependencies
from nicegui.version import __version__

from .bundle import bundle

WEB = Path(__file__).parent / "web"
PREFIX = "/assets/"
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
GRID = "nicegui-aggrid"


@dataclass(frozen=True)
class Asset:
    """One file, as the browser gets it."""

    name: str
    kind: str
    body: bytes

    @property
    def url(self) -> str:
        stem, _, ending = self.name.rpartition(".")
        return f"{PREFIX}{stem}-{hashlib.sha256(self.body).hexdigest()[:16]}.{ending}"


@cache
def script() -> Asset:
    return Asset("sheet.js", "text/javascript", bundle(WEB).encode())


@cache
def style() -> Asset:
    return Asset("sheet.css", "text/css", b"".join(file.read_bytes() for file in sorted(WEB.glob("*.css"))))


def head() -> str:
    """What a page says before all else, so that the large files are on their way while it is read."""
    grid = next(key for key, module in dependencies.esm_modules.items() if module.name == GRID)
    return f"""<link rel="stylesheet" href="{style().url}" />
<link rel="modulepreload" href="/_nicegui/{__version__}/esm/{grid}/index.js" />
<link rel="modulepreload" href="{script().url}" />"""


def embedded(id: str, what: Any) -> str:
    """A value for our script to find in the page; no text in it can end the element it stands in."""
    text = orjson.dumps(what).decode().replace("<", "\\u003c")
    return f'<script type="application/json" id="{id}">{text}</script>'


def mount(*further: Asset) -> None:
    """Serve them, and further ones, and give the script the name by which the sheet's component imports it."""
    dependencies.register_importmap_override("ops-sheet", script().url)
    known = {asset.url: asset for asset in (script(), style(), *further)}

    @app.get(PREFIX + "{name}", include_in_schema=False)
    def asset(name: str) -> Response:
        asset = known.get(PREFIX + name)
        if asset is None:
            raise HTTPException(404)
        return Response(asset.body, media_type=asset.kind, headers=FOR_EVER)
