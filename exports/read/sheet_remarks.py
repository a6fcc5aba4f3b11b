"""What is said of a sheet outside its cells: the comments on the first rows, and the header and footer of its pages."""

import html
import posixpath
import re
import zipfile

MOST_BYTES, MOST_ROWS = 4_000_000, 60  # comments below the header are about records, and nobody's unit
PAGE = (0, 0)
_P = rb"(?:[\w.-]+:)?"
_PAGE = re.compile(rb"<" + _P + rb"(?:odd|even|first)(?:Header|Footer)\b[^<>]*(?<!/)>([^<]*)<")
_PAGE_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d{1,3}|[A-Za-z])')
_LINK = re.compile(rb"<" + _P + rb"Relationship\b([^<>]*)>")
_TARGET = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']+)[\"']")
_COMMENT = re.compile(
    rb"<" + _P + rb"comment\b[^<>]*\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7})[\"'][^<>]*>(.*?)</" + _P + rb"comment\s*>",
    re.DOTALL,
)
_TEXT = re.compile(rb"<" + _P + rb"t\b[^<>]*>([^<]*)<")


def page_text(xml: bytes) -> str:
    """The headers and footers of the printed pages, in one text; empty for most sheets."""
    if b"Header" not in xml and b"Footer" not in xml:
        return ""
    return " ".join(filter(None, (_PAGE_CODE.sub(" ", _plain(part)).strip() for part in _PAGE.findall(xml))))


def comments_part(archive: zipfile.ZipFile, part: str) -> str | None:
    """The part of the archive that holds the comments of a sheet; None where it has none, or more than anybody wrote."""
    folder, name = posixpath.split(part)
    links = f"{folder}/_rels/{name}.rels"
    if links not in archive.NameToInfo:
        return None
    for attributes in _LINK.findall(archive.read(links)):
        target = _TARGET.search(attributes)
        if target and re.search(rb"/comments[\"']", attributes):
            path = posixpath.normpath(posixpath.join("/", folder, target[1].decode("utf-8", "replace"))).lstrip("/")
            there = archive.NameToInfo.get(path)
            return path if there is not None and there.file_size <= MOST_BYTES else None
    return None


def comments(xml: bytes) -> dict[tuple[int, int], str]:
    """Place → text of the comments on the first rows."""
    texts = {}
    for letters, row, inside in _COMMENT.findall(xml):
        if int(row) <= MOST_ROWS:
            column = 0
            for letter in letters:
                column = column * 26 + letter - 64
            texts[int(row), column] = "".join(map(_plain, _TEXT.findall(inside)))[:500]
    return texts


def _plain(text: bytes) -> str:
    return html.unescape(text.decode("utf-8", "replace"))
