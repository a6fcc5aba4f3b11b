"""Printed papers as one HTML page on A4: letterhead, head, tables, words, signatures, each paper on pages of its own."""

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import segno

from models.kit.clock import local, now
from models.kit.declare.access import Who
from models.kit.declare.paper import Paper
from models.kit.text import Text

from .contents import Printed, Table

STYLE = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
PRINT, OTHER = Text("打印", "Print"), Text("English", "中文")
AS_PDF = Text(
    "在打印窗口里选“另存为 PDF”，就存成 PDF 文件。", "Choose “Save as PDF” in the print window to keep a file."
)
BY = Text("打印人：{name}　打印时间：{at}", "Printed by {name} on {at}")
TOTAL, COUNT = Text("合计", "Total"), Text("共 {n} 行", "{n} lines")
DAY = Text("日期", "Date")
CODE = Text("{title} 的二维码", "The code of {title}")
NONE_LEFT = Text("没有可以打印的记录", "Nothing here to be printed")
ON_PRESS = "document.getElementById('print').addEventListener('click', () => print());"


def document(paper: Paper, printed: list[Printed], head: Any, who: Who, base: str, other: str, nonce: str) -> str:
    """The whole page. base: the address of the app, for the codes; other: the address of this page in the other language."""
    lang, title = who.lang, paper.label.say(who.lang)
    sheets = "".join(_paper(paper, each, head, who, base) for each in printed) or f"<p>{_say(NONE_LEFT, lang)}</p>"
    wide = "@page { size: A4 landscape; }" if paper.wide else ""
    return (
        f'<!doctype html><html lang="{"en" if lang == "en" else "zh-CN"}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{STYLE}{wide}</style></head><body>"
        f'<nav><button type="button" id="print">{_say(PRINT, lang)}</button><span>{_say(AS_PDF, lang)}</span>'
        f'<a href="{escape(other)}">{_say(OTHER, lang)}</a></nav>'
        f'{sheets}<script nonce="{nonce}">{ON_PRESS}</script></body></html>'
    )


def _paper(paper: Paper, printed: Printed, head: Any, who: Who, base: str) -> str:
    lang = who.lang
    code = segno.make(f"{base}r/{paper.record.key()}/{printed.id}", error="m").svg_data_uri(scale=2, border=1)
    alt = escape(CODE(title=printed.title).say(lang))
    signs = "".join(f"<div>{_say(sign, lang)}<i></i>{_say(DAY, lang)}<i></i></div>" for sign in paper.signs)
    words = "".join(f"<p>{_say(text, lang)}</p>" for text in paper.words)
    pictures = "".join(
        f'<figure><img src="/api/v1/files/{id}" alt="{escape(name)}"><figcaption>{escape(name)}</figcaption></figure>'
        for id, name in printed.pictures
    )
    at = f"{local(now()):%Y-%m-%d %H:%M}"
    return (
        f"<article>{_letterhead(head, lang)}"
        f"<header><div><h1>{_say(paper.label, lang)}</h1><h2>{escape(printed.title)}<small>{escape(printed.about)}</small></h2>"
        f'</div><img class="code" src="{code}" alt="{alt}"></header>'
        f"{_head(printed)}{''.join(_table(table, lang) for table in printed.tables)}"
        f'<div class="pictures">{pictures}</div>'
        f'<div class="close"><div class="words">{words}</div><div class="signs">{signs}</div></div>'
        f"<footer><span>{escape(_of_head(head, 'foot', lang)) if head else ''}</span><span>{escape(BY(name=who.name, at=at).say(lang))}</span>"
        f"</footer></article>"
    )


def _letterhead(head: Any, lang: str) -> str:
    if head is None:
        return ""
    name = _of_head(head, "name", lang)
    parts = (_of_head(head, "address", lang), head.phone, head.credit_code, _of_head(head, "bank", lang))
    lines = " · ".join(escape(text) for text in parts if text)
    logo = f'<img src="/api/v1/files/{int(head.logo[-1]["id"])}" alt="">' if head.logo else ""
    return f'<div class="letterhead">{logo}<div><b>{escape(name)}</b><span>{lines}</span></div></div>'


def _of_head(head: Any, name: str, lang: str) -> str:
    """A text of the letterhead in the language of the paper: in English where it is filled in."""
    return (getattr(head, f"{name}_en") if lang == "en" else None) or getattr(head, name) or ""


def _head(printed: Printed) -> str:
    pairs = (
        f"<div{' class=wide' if pair.wide else ''}><dt>{escape(pair.label)}</dt><dd>{_lines(pair.text)}</dd></div>"
        for pair in printed.head
    )
    return f"<dl>{''.join(pairs)}</dl>"


def _table(table: Table, lang: str) -> str:
    numeric = [number for _, number in table.heads]
    heads = "".join(f"<th{_side(number)}>{escape(label)}</th>" for label, number in table.heads)
    rows = "".join(_row([str(at), *row], numeric) for at, row in enumerate(table.rows, 1))
    empty = [""] * (len(numeric) + 1)
    rows += "".join(_row(empty, numeric) for _ in range(max(0, table.blank - len(table.rows))))
    foot = f"<tfoot>{_row([_say(TOTAL, lang), *table.totals], numeric)}</tfoot>" if table.totals else ""
    count = _say(COUNT(n=len(table.rows)), lang) if table.rows else ""
    return (
        f"<section><h3>{escape(table.label)}<small>{count}</small></h3><table><thead><tr><th>#</th>{heads}</tr></thead>"
        f"<tbody>{rows}</tbody>{foot}</table></section>"
    )


def _row(cells: list[str], numeric: Iterable[bool]) -> str:
    first, *rest = cells
    cells_html = "".join(f"<td{_side(number)}>{_lines(cell)}</td>" for cell, number in zip(rest, numeric, strict=True))
    return f"<tr><td>{escape(first)}</td>{cells_html}</tr>"


def _side(number: bool) -> str:
    return " class=n" if number else ""


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def _say(text: Text, lang: str) -> str:
    return escape(text.say(lang))
