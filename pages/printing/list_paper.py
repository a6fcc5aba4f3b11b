"""A list for the printer: plain HTML whose style sheet sets A4, the heads of tables on every page, and page numbers."""

from html import escape

from models.kit.clock import local, now
from models.kit.declare.access import Who
from models.kit.text import Text

from .listing import MOST_ROWS, Sheet

NAME = Text("运营台", "OpsDesk")
PRINT, BACK = Text("打印", "Print"), Text("返回", "Back")
ROWS, CUT = (
    Text("共 {n} 行", "{n} rows"),
    Text(
        "共 {n} 行，这里是前 {most} 行；要全部的，请先筛选，或导出 Excel",
        "{n} rows, of which these are the first {most}; filter first, or export a workbook",
    ),
)
BY = Text("{name} 打印于 {at}", "Printed by {name} on {at}")
SUM, NOTHING = Text("合计", "Total"), Text("没有符合条件的行", "No rows fit")
MOST_UPRIGHT, MOST_CELLS = 7, 14  # columns that fit upright; beyond the second they are set smaller
STYLE = """
@page { size: A4 %(way)s; margin: 14mm 12mm 16mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8.5pt sans-serif; color: #555; }
  @bottom-left { content: "%(foot)s"; font: 8.5pt sans-serif; color: #555; } }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: #111; font-variant-numeric: tabular-nums;
  font: %(size)spt/1.45 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main { max-width: %(wide)s; margin: 0 auto; }
header { display: flex; align-items: baseline; gap: 12px; padding-bottom: 6px; border-bottom: 1.5px solid #111; }
h1 { flex: 1; margin: 0; font-size: 15pt; overflow-wrap: anywhere; } h2 { margin: 14px 0 4px; font-size: 11pt; break-after: avoid; }
.soft { color: #555; font-size: 9pt; }
table { width: 100%%; margin-top: 8px; border-collapse: collapse; }
thead { display: table-header-group; } tr { break-inside: avoid; }
th, td { padding: 3px 5px; border: 1px solid #bbb; text-align: left; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line; }
th { background: #f0f2f3; font-weight: 600; } .right { text-align: right; } .sum td { font-weight: 600; }
nav { display: flex; gap: 8px; margin: 12px 0; }
nav a, nav button { padding: 6px 16px; border: 1px solid #888; border-radius: 6px; background: #fff; color: #111;
  font: inherit; text-decoration: none; cursor: pointer; }
@media screen { main { padding: 8px 16px 32px; } }
@media screen and (max-width: 640px) { .wide { overflow-x: auto; } }
@media print { nav { display: none; } }
"""
SCRIPT = """
const go = () => window.print();
document.querySelector("#go").addEventListener("click", go);
if (!matchMedia("(max-width: 640px)").matches) addEventListener("load", () => setTimeout(go, 200), { once: true });
"""


def list_of(sheet: Sheet, view: str, who: Who, nonce: str) -> str:
    """view: how the view is called that the list stood in."""
    label = sheet.record.sheet.label.say(who.lang)
    said = ROWS if sheet.total <= len(sheet.rows) else CUT
    count = said(n=f"{sheet.total:,}", most=f"{MOST_ROWS:,}").say(who.lang)
    body = _table(sheet, who) if sheet.rows else f"<p>{escape(NOTHING.say(who.lang))}</p>"
    title = f"{label} · {view}" if view else label
    return _whole(title, count, body, f"/t/{sheet.record.key()}", len(sheet.names), who, nonce)


def _table(sheet: Sheet, who: Who) -> str:
    kinds = [' class="right"' if name in sheet.right else "" for name in sheet.names]
    heads = "".join(f"<th{kind}>{escape(label)}</th>" for kind, label in zip(kinds, sheet.labels, strict=True))
    rows = "".join(
        "<tr>" + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, row, strict=True)) + "</tr>"
        for row in sheet.rows
    )
    foot = ""
    if sheet.sums:
        sums = [sheet.sums.get(name, "") for name in sheet.names]
        sums[0] = sums[0] or SUM.say(who.lang)
        cells = "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds, sums, strict=True))
        foot = f'<tbody class="sum"><tr>{cells}</tr></tbody>'
    return f'<div class="wide"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>{foot}</table></div>'


def _whole(title: str, beside: str, body: str, back: str, columns: int, who: Who, nonce: str) -> str:
    by = BY(name=who.name, at=f"{local(now()):%Y-%m-%d %H:%M}").say(who.lang)
    upright = columns <= MOST_UPRIGHT
    style = STYLE % {
        "way": "portrait" if upright else "landscape",
        "wide": "190mm" if upright else "277mm",
        "size": "10" if columns <= MOST_CELLS else "7.5",
        "foot": _quoted(f"{NAME.say(who.lang)} · {title[:40]}"),
    }
    return (
        f'<!DOCTYPE html><html lang="{"en" if who.lang == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{style}</style></head><body><main><nav><button id=go type=button>{escape(PRINT.say(who.lang))}</button>"
        f'<a href="{escape(back)}">{escape(BACK.say(who.lang))}</a></nav>'
        f'<header><h1>{escape(title)}</h1><span class="soft">{escape(beside)}</span></header>'
        f'{body}<p class="soft">{escape(by)}</p></main><script nonce="{nonce}">{SCRIPT}</script></body></html>'
    )


def _quoted(text: str) -> str:
    """A text within a style sheet: only what can't end the string, the sheet or the element it stands in."""
    return "".join(f"\\{ord(sign):x} " if sign in '"\\<>&\n\r\f' else sign for sign in text)
