"""Attachments 附件: what a file really is by its content; pictures are drawn anew, PDFs that can act are refused."""

import hashlib
import io
import re
import secrets
import unicodedata
import zlib
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from models.kit.text import Refused, Text

MOST_BYTES, MOST_PIXELS, LONGEST_SIDE, THUMB = 20 * 1024**2, 50_000_000, 2560, 320
PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
PDF = "application/pdf"
EMPTY = Text("“{name}”是空文件", "“{name}” is empty")
TOO_LARGE = Text("“{name}”超过 {most} MB，请压缩后再传", "“{name}” is over {most} MB; make it smaller first")
NOT_ALLOWED = Text(
    "“{name}”不是可用的图片或 PDF（支持 JPG、PNG、WebP、GIF、PDF）",
    "“{name}” is no picture or PDF we take (JPG, PNG, WebP, GIF, PDF)",
)
ACTIVE = Text(
    "“{name}”带有脚本或内嵌文件，不能上传；请另存为普通 PDF",
    "“{name}” holds a script or an embedded file; save it as a plain PDF",
)
DOES_THINGS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|AA)\b")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")


def keep(data: bytes, name: str, folder: Path) -> dict[str, Any]:
    """Check a file and put it under a random name. Returns name, kind, size, stored, digest. Raises Refused."""
    name = tidy(name)
    kind, data = checked(data, name)
    stored = secrets.token_hex(16)
    part = folder / f"{stored}.part"
    part.write_bytes(data)
    part.chmod(0o600)
    part.replace(folder / stored)
    return {"name": name, "kind": kind, "size": len(data), "stored": stored, "digest": hashlib.sha256(data).hexdigest()}


def checked(data: bytes, name: str) -> tuple[str, bytes]:
    """What it is by its content, and the bytes that are kept."""
    if not data:
        raise Refused(EMPTY(name=name))
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE(name=name, most=MOST_BYTES // 1024**2))
    if data.startswith(b"%PDF-"):
        return PDF, _plain_pdf(data, name)
    return _picture(data, name)


def tidy(name: str) -> str:
    """A file name that is only a name: no folders, no control or direction marks, not endless."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(one for one in unicodedata.normalize("NFC", bare) if unicodedata.category(one)[0] != "C")
    return bare.strip(". ")[-120:] or "file"


def thumbnail(path: Path) -> bytes:
    """A small picture of a picture, as WebP."""
    with Image.open(path) as picture:
        small = ImageOps.exif_transpose(picture).convert("RGB")
        small.thumbnail((THUMB, THUMB))
        return _saved(small, "WEBP", quality=80)


def _picture(data: bytes, name: str) -> tuple[str, bytes]:
    """Drawn anew: what was hidden behind the pixels (a script, a place, a second file) stays behind."""
    try:
        with Image.open(io.BytesIO(data), formats=tuple(PICTURES)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused(TOO_LARGE(name=name, most=MOST_BYTES // 1024**2))
            kind = picture.format
            drawn = ImageOps.exif_transpose(picture)
            drawn = drawn.convert("RGB") if kind == "JPEG" else drawn.convert("RGBA" if kind != "GIF" else "P")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise Refused(NOT_ALLOWED(name=name)) from error
    drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return PICTURES[kind], _saved(drawn, kind, **({"quality": 88} if kind in ("JPEG", "WEBP") else {}))


def _saved(picture: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def _plain_pdf(data: bytes, name: str) -> bytes:
    if b"%%EOF" not in data[-2048:]:
        raise Refused(NOT_ALLOWED(name=name))
    if any(DOES_THINGS.search(HEX_NAME.sub(_byte, part)) for part in (data, *_unpacked(data))):
        raise Refused(ACTIVE(name=name))
    return data


def _unpacked(data: bytes):
    """The packed streams of a PDF, as far as they are plain deflate; names of actions may hide in them."""
    for found in STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(found[1], 4 * 1024**2)
        except zlib.error:
            continue


def _byte(found: re.Match) -> bytes:
    return bytes([int(found[1], 16)])
