"""Field kind → grid column: what GET /records says of a type, in one language and with how each kind is drawn."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

DIGITS = ("numeric", "decimal")  # pads as the attribute inputmode names them


@dataclass(frozen=True)
class Look:
    """How a kind of field stands in a grid."""

    width: int = 140
    align: str = "left"
    sortable: bool = True
    inputmode: str | None = None
    sample: str | None = None  # the longest that is usual: the column has room for it, whatever the font


LINE = Look()
LOOKS = {
    "note": Look(width=220, sortable=False),
    "phone": Look(width=130, inputmode="tel", sample="0830-12345678"),
    "idnumber": Look(width=180, sample="0" * 18),
    "running": Look(width=130),
    "barcode": Look(width=150, sample="6901234567892"),
    "tags": Look(width=160, sortable=False),
    "names": Look(width=180, sortable=False),
    "count": Look(width=100, align="right", inputmode="numeric", sample="9,999,999"),
    "money": Look(width=120, align="right", inputmode="decimal", sample="-¥9,999,999.99"),
    "quantity": Look(width=100, align="right", inputmode="decimal", sample="99,999.999"),
    "day": Look(width=112, sample="2026-12-28"),
    "month": Look(width=90, sample="2026-12"),
    "moment": Look(width=150, sample="2026-12-28 23:59"),
    "flag": Look(width=80),
    "rating": Look(width=110, inputmode="numeric"),
    "progress": Look(width=120, inputmode="numeric"),
    "email": Look(width=180, inputmode="email"),
    "url": Look(width=180, inputmode="url"),
    "choice": Look(width=110),
}


def sheet_of(described: dict[str, Any], lang: str) -> dict[str, Any]:
    """One record type of GET /records as the sheet takes it: labels in the person's language, looks by kind."""
    return {
        "name": described["name"],
        "label": said(described["label"], lang),
        "may": list(described["may"]),
        "title": described["title"],
        "columns": list(described["columns"]),
        "order": list(described["order"]),
        "search": described.get("search", True),
        "opens": described.get("opens", {}),
        "shapes": described.get("shapes", {}),
        "freezes": described.get("freezes", False),
        "view": described.get("view"),
        "starter": said(described.get("starter"), lang),
        "awaits": said(described.get("awaits"), lang),
        "design": described.get("design", False),
        "settable": described.get("settable", False),
        "overview": described.get("overview", False),
        "trash": described.get("trash", False),
        "views": described.get("views", []),
        "share": described.get("share", False),
        "figures": described.get("figures", False),
        "forms": described.get("forms", False),
        "papers": described.get("papers", []),
        "templates": described.get("templates", False),
        "returning": described.get("returning"),
        "fields": [column(field, lang) for field in described["fields"]],
        "actions": [
            {
                "name": action["name"],
                "label": said(action["label"], lang),
                "hint": said(action.get("hint"), lang),
                "danger": action.get("danger", False),
                "when": action.get("when", {}),
                "many": action.get("many", False),
                "leads": action.get("leads"),
                "photos": action.get("photos", False),
                "tells": action.get("tells", []),
                "leaves": action.get("leaves", False),
                "offer": action.get("offer") and {**action["offer"], "text": said(action["offer"]["text"], lang)},
                "asks": [column(field, lang) for field in action["asks"]],
            }
            for action in described.get("actions", ())
        ],
    }


def column(field: dict[str, Any], lang: str) -> dict[str, Any]:
    """One field of GET /records in one language, with its look; a width declared on the field wins."""
    look = LOOKS.get(field["kind"], LINE)
    return {
        **field,
        "label": said(field["label"], lang),
        "hint": said(field.get("hint"), lang),
        "why": said(field.get("why"), lang),
        "options": [
            {**option, "label": said(option["label"], lang)}
            for option in field.get("options") or field.get("offers") or ()
        ],
        "width": field.get("width") or look.width,
        "align": look.align,
        "sortable": look.sortable,
        "inputmode": keypad(look.inputmode, field.get("least")),
        "sample": field["auto"] if field.get("auto") else look.sample,
    }


def keypad(wanted: str | None, least: Any) -> str | None:
    """Which keys a phone offers. Its pads of digits have no minus: what may be below nothing takes the whole keyboard."""
    return None if wanted in DIGITS and (least is None or Decimal(str(least)) < 0) else wanted


def said(text: dict[str, str] | None, lang: str) -> str | None:
    return text and text["en" if lang == "en" else "zh"]
