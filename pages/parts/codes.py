"""Codes on a record page: drawn so that a scanner reads them off the screen, and read with a phone's camera."""

from collections.abc import Callable
from functools import singledispatch
from typing import Any
from urllib.parse import quote

import segno
from nicegui import ui

from models.kit.declare.access import Who
from models.kit.fields import BarcodeField, Described
from models.kit.text import Text

from .pieces import span, tag

CODE = Text("{code} 的条码", "The code of {code}")
SCAN, NONE_FOUND = (
    Text("扫码", "Scan"),
    Text("照片里没有认出条码，请对准后再拍", "No code in the picture; take it again, closer"),
)
LEFT = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
RIGHT = tuple(bars.translate(str.maketrans("01", "10")) for bars in LEFT)
TURNED = tuple(bars[::-1] for bars in RIGHT)
# Which of the six digits on the left are turned says the first digit, which has no bars of its own.
FIRST = ("000000", "001011", "001101", "001110", "010011", "011001", "011100", "010101", "010110", "011010")
BARCODE_HIGH, QUIET = 40, 9
# Browsers without a reader of codes don't show the button: a scanner's keys go into the field anyhow.
READ = """
async (e) => {
  const field = e.target, file = field.files[0];
  field.value = '';
  if (!file) return;
  const found = await new BarcodeDetector().detect(await createImageBitmap(file)).catch(() => []);
  emit(found.length ? found[0].rawValue : '');
}
"""
OFFER = "document.documentElement.classList.toggle('o-scans', 'BarcodeDetector' in window)"


@singledispatch
def beneath(item: Described, wire: Any, who: Who) -> None:
    """What stands under the input of a field, as it is stored now; nothing for most kinds."""


@beneath.register
def _(item: BarcodeField, wire: Any, who: Who) -> None:
    if isinstance(wire, str) and wire:
        drawn(wire, who)


def drawn(code: str, who: Who) -> None:
    with tag("div", "o-code"):
        made = tag("img").mark("drawn-code")
        made.props["src"], made.props["alt"] = picture(code), CODE(code=code).say(who.lang)
        span(code, "o-faint")


def picture(code: str) -> str:
    """As bars where it is an article's number, else as a QR code; black on white whatever the page is."""
    return (
        _bars(code)
        if is_article(code)
        else segno.make(code, error="m", micro=False).svg_data_uri(scale=3, light="#fff")
    )


def is_article(code: str) -> bool:
    """Thirteen digits of which the last one follows from the others (EAN-13, as 69…)."""
    if len(code) != 13 or not (code.isascii() and code.isdecimal()):
        return False
    return sum(int(digit) * (3 if at % 2 else 1) for at, digit in enumerate(code)) % 10 == 0


def modules(code: str) -> str:
    """The bars of an article's number, 1 for black, from guard to guard."""
    turned = FIRST[int(code[0])]
    left = "".join((TURNED if turned[at] == "1" else LEFT)[int(digit)] for at, digit in enumerate(code[1:7]))
    return f"101{left}01010{''.join(RIGHT[int(digit)] for digit in code[7:])}101"


def _bars(code: str) -> str:
    wide = len(modules(code)) + 2 * QUIET
    bars = "".join(f"M{QUIET + at}.5 4v{BARCODE_HIGH}" for at, module in enumerate(modules(code)) if module == "1")
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide * 2}" height="{(BARCODE_HIGH + 8) * 2}" '
        f'viewBox="0 0 {wide} {BARCODE_HIGH + 8}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{wide}v{BARCODE_HIGH + 8}H0z"/>'
        f'<path stroke="#000" d="{bars}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(svg)}"


def scanner(who: Who, read: Callable[[str], None], missed: Callable[[Text], None]) -> None:
    """A button that takes a picture and reads the code in it, where the browser can."""

    def on_read(event: Any) -> None:
        code = str(event.args or "")[:500]
        read(code) if code else missed(NONE_FOUND)

    with tag("label", "o-button o-small o-scan"):
        ui.icon("qr_code_scanner")
        span(SCAN.say(who.lang))
        field = tag("input", "o-unseen")
        field.props["type"], field.props["accept"], field.props["capture"] = "file", "image/*", "environment"
        field.props["aria-label"] = SCAN.say(who.lang)
        field.on("change", on_read, js_handler=READ)
    ui.run_javascript(OFFER)
