"""A link as a QR code with its address under it: for a poster, or for somebody's phone."""

import segno

from models.kit.declare.access import Who
from models.kit.text import Text

from .pieces import copy_button, tag

QR = Text("二维码", "QR code")
COPY, COPIED = Text("复制链接", "Copy the link"), Text("链接已复制", "The link is copied")


def link_code(address: str, who: Who) -> None:
    """The code as a picture, and the address under it to be copied."""
    made = tag("img", "o-qr").mark("qr")
    made.props["src"], made.props["alt"] = qr_picture(address), QR.say(who.lang)
    tag("code", "o-soft o-address", address).mark("address")
    with tag("div", "o-line"):
        copy_button(COPY.say(who.lang), address, COPIED.say(who.lang))


def qr_picture(address: str) -> str:
    """A QR code as a data URI; medium correction survives a crease on the poster."""
    return segno.make(address, error="m", micro=False).png_data_uri(scale=8, border=4)
