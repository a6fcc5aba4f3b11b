"""Attachments 附件: looked at and drawn anew in a process of their own, kept under random names; a refused one is a sentence."""

import hashlib
import io
import secrets
import threading
import unicodedata
from pathlib import Path
from typing import Any

from PIL import Image

from models.kit.server.beside import Ended, whole
from models.kit.server.turns import Turns
from models.kit.text import Refused, Text

from .drawing import LONGEST_SIDE, MOST_MEMORY, MOST_SECONDS

__all__ = ["LONGEST_SIDE", "MOST_BYTES", "PDF", "THUMB", "checked", "keep", "thumbnail", "tidy"]
MOST_BYTES, THUMB = 20 * 1024**2, 320
PDF = "application/pdf"
EMPTY = Text("“{name}”是空文件", "“{name}” is empty")
TOO_LARGE = Text("“{name}”超过 {most} MB，请压缩后再传", "“{name}” is over {most} MB; make it smaller first")
WRONG = {
    "unknown": Text(
        "“{name}”不是可用的图片或 PDF（支持 JPG、PNG、WebP、GIF、PDF）",
        "“{name}” is no picture or PDF we take (JPG, PNG, WebP, GIF, PDF)",
    ),
    "broken": Text(
        "“{name}”不完整或已损坏，请重新拍照或重新导出后再传",
        "“{name}” is not whole or is damaged; take or save it again and send that",
    ),
    "heif": Text(
        "“{name}”是 HEIC/HEIF 格式，电脑上大多打不开；请在手机“设置 → 相机 → 格式”选“兼容性最佳”，或转成 JPG 再传",
        "“{name}” is a HEIC/HEIF picture, which most computers can't show; set the phone's camera to “Most Compatible” or "
        "save it as JPG",
    ),
    "pixels": Text(
        "“{name}”的像素太多，请缩小尺寸后再传", "“{name}” has too many pixels; make it smaller and send it again"
    ),
    "heavy": Text(
        "“{name}”太复杂，在限定的时间和内存内处理不完；请缩小尺寸或另存后再传",
        "“{name}” could not be worked through within the limits of time and memory; make it smaller or save it anew",
    ),
    "active": Text(
        "“{name}”带有脚本或内嵌文件，不能上传；请另存为普通 PDF",
        "“{name}” holds a script or an embedded file; save it as a plain PDF",
    ),
}
# Pictures take a second each and somebody stands there with a phone: they don't wait behind what takes minutes.
TURNS = Turns(at_once=2, waiting=12, seconds=60, each=6)
_small = threading.Semaphore(2)


def keep(data: bytes, name: str, folder: Path, person: Any = None) -> dict[str, Any]:
    """Check a file and put it under a random name. Returns name, kind, size, stored, digest. Raises Refused."""
    kept = begin(data, name, folder, person)
    settle(folder, kept["stored"], True)
    return kept


def begin(data: bytes, name: str, folder: Path, person: Any = None) -> dict[str, Any]:
    """The same, with a mark beside it until `settle` says whether the database knows it: so a kill in between leaves nothing."""
    name = tidy(name)
    kind, data = checked(data, name, person)
    return placed(data, name, kind, folder)


def placed(data: bytes, name: str, kind: str, folder: Path) -> dict[str, Any]:
    """The bytes of a file that was looked at already, with the mark beside it until `settle`."""
    name, stored = tidy(name), secrets.token_hex(16)
    file = folder / stored
    try:
        mark(file)
        file.write_bytes(data)
        file.chmod(0o600)
    except BaseException:
        settle(folder, stored, False)
        raise
    return {"name": name, "kind": kind, "size": len(data), "stored": stored, "digest": hashlib.sha256(data).hexdigest()}


def mark(file: Path) -> Path:
    """What stands beside a file of which the database may not know yet."""
    made = file.with_name(f"{file.name}.part")
    made.touch(0o600)
    return made


def settle(folder: Path, stored: str, there: bool) -> None:
    """The end of an upload: its bytes stay when there is a row for them."""
    if not there:
        (folder / stored).unlink(missing_ok=True)
    (folder / f"{stored}.part").unlink(missing_ok=True)


def checked(data: bytes, name: str, person: Any = None) -> tuple[str, bytes]:
    """What it is by its content, and the bytes that are kept. Raises Refused."""
    if not data:
        raise Refused(EMPTY(name=name))
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE(name=name, most=MOST_BYTES // 1024**2))
    with TURNS.turn(person):
        answer, kept = _aside(data)
    if why := WRONG.get(answer.get("wrong")):
        raise Refused(why(name=name))
    return answer["kind"], kept


def _aside(data: bytes) -> tuple[dict[str, str], bytes]:
    """What the other process says of a file; whatever ends that process badly was too much for its limits."""
    try:
        kept, answer = whole("exports.drawing:answer", data, alone=True, limit=MOST_SECONDS * 2, memory=MOST_MEMORY)
    except Ended:
        return {"wrong": "heavy"}, b""
    return answer, kept


def tidy(name: str) -> str:
    """A file name that is only a name: no folders, no control or direction marks, not endless."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    bare = "".join(sign for sign in unicodedata.normalize("NFC", bare) if unicodedata.category(sign)[0] != "C")
    return bare.strip(". ")[-120:] or "file"


def thumbnail(path: Path) -> bytes:
    """A small picture of a picture, as WebP; it was drawn by us and is no larger than LONGEST_SIDE."""
    with _small, Image.open(path) as picture:
        picture.draft("RGB", (THUMB, THUMB))
        small = picture.convert("RGB")
        small.thumbnail((THUMB, THUMB))
        out = io.BytesIO()
        small.save(out, "WEBP", quality=80)
        return out.getvalue()
