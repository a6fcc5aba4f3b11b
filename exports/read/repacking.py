"""Workbooks that are honest but unusual, laid out anew as every reader expects: backslashes, other folders, UTF-16."""

import io
import posixpath
import re
import zipfile

_TARGET = re.compile(rb"<[\w:]*Relationship\b[^<>]*>")
_WORKBOOK = re.compile(rb"officeDocument[\"']")
_PATH = re.compile(rb"\bTarget\s*=\s*[\"']([^\"'<>]*)[\"']")
_ABSOLUTE = re.compile(rb"(\bTarget\s*=\s*[\"'])/([^\"'<>]*)")
_ENCODING = re.compile(r"^\s*<\?xml[^>]*\?>")
USUAL = "xl/workbook.xml"


def regular(data: bytes) -> bytes:
    """The same bytes, or where calamine would not find its way, the same parts under their usual names and in UTF-8."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = {name: name.replace("\\", "/") for name in archive.namelist()}
        wide = {name for name in names if name.lower().endswith((".xml", ".rels")) and _is_wide(archive, name)}
        book = _book(archive, names)
        if not wide and book == USUAL and all(name == path for name, path in names.items()):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as new:
            for name, path in names.items():
                content = archive.read(name)
                if name in wide:
                    content = _narrow(content)
                new.writestr(_moved(path, book), _linked(content, book) if path.endswith(".rels") else content)
    return out.getvalue()


def replaced(data: bytes, parts: dict[str, bytes]) -> bytes:
    """The archive with other contents for some of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as new:
        for name in archive.namelist():
            new.writestr(name, parts[name] if name in parts else archive.read(name))
    return out.getvalue()


def _is_wide(archive: zipfile.ZipFile, name: str) -> bool:
    with archive.open(name) as part:
        start = part.read(4)
    return start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start


def _narrow(content: bytes) -> bytes:
    """UTF-16 as UTF-8, so that what is looked for in it is found."""
    text = content.decode(
        "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le" if content[1:2] == b"\0" else "utf-16-be"
    )
    return _ENCODING.sub("", text.removeprefix("\ufeff")).encode()


def _book(archive: zipfile.ZipFile, names: dict[str, str]) -> str:
    """The part that is the workbook, as the archive's own relations say."""
    by_path = {path: name for name, path in names.items()}
    if USUAL in by_path or "_rels/.rels" not in by_path:
        return USUAL
    for relation in _TARGET.findall(archive.read(by_path["_rels/.rels"])):
        path = _PATH.search(relation)
        if _WORKBOOK.search(relation) and path:
            return posixpath.normpath(path[1].decode("utf-8", "replace").replace("\\", "/")).lstrip("/")
    return USUAL


def _moved(path: str, book: str) -> str:
    folder, _, name = book.rpartition("/")
    if book == USUAL or path.startswith(("_rels/", "docProps/", "[Content")):
        return path
    if path == book:
        return USUAL
    inside = path.removeprefix(f"{folder}/") if folder else path
    if inside == f"_rels/{name}.rels":
        return "xl/_rels/workbook.xml.rels"
    return f"xl/{inside}" if not folder or inside != path else path


def _linked(content: bytes, book: str) -> bytes:
    """Relations that name parts from the root, and the archive's own, follow them to their new places."""
    content = content.replace(b'"' + book.encode() + b'"', b'"' + USUAL.encode() + b'"')
    return _ABSOLUTE.sub(
        lambda link: link[1] + b"/" + _moved(link[2].decode("utf-8", "replace"), book).encode(), content
    )
