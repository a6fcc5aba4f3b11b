"""What openpyxl is told of a cell's look; apart from what the looks are, for whoever only names them."""

from functools import lru_cache

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from .styles import CHINESE, FONT, GREEN, LINE, SANS


@lru_cache(maxsize=256)
def font(size: float, colour: str, bold: bool, linked: bool = False) -> Font:
    line = "single" if linked else None
    return Font(name=FONT, size=size, color=colour, bold=bold, underline=line, family=SANS, charset=CHINESE)


@lru_cache(maxsize=64)
def filling(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


@lru_cache(maxsize=16)
def placing(align: str, inset: bool = True, wrap: bool = True) -> Alignment:
    return Alignment(horizontal=align, vertical="center", wrap_text=wrap, indent=int(inset and align != "center"))


_HAIR = Side(style="thin", color=LINE)
GRID = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
UNDER = Border(bottom=Side(style="medium", color=GREEN))
