"""All files of what is written, or none: what is to be stands in a journal first, so that whoever comes after a crash finishes it."""

import json
import os
from pathlib import Path

from models.kit.text import Refused, Text

from .source import ROOT

JOURNAL = ".ejecting"
HALF = Text(
    "上次 main.py design eject 写到一半中断了；请再运行一次 main.py design eject，它会先把剩下的写完",
    "main.py design eject was cut off halfway; run main.py design eject once more, and it writes the rest first",
)
FINISHED = Text(
    "上次中断的 design eject 已写完：{paths}；请审阅并提交",
    "What design eject was cut off at is written now: {paths}; review and commit it",
)


def put(files: dict[Path, str]) -> None:
    """Write these in their order: new modules before what imports them, so that the program can be loaded at any moment."""
    wanted = [[str(path.relative_to(ROOT)), text] for path, text in files.items()]
    _replace(_journal(), json.dumps(wanted, ensure_ascii=False))
    _finish()


def is_half() -> bool:
    """Whether somebody was cut off while writing."""
    return _journal().exists()


def refuse_half() -> None:
    """Raises Refused where the source on the disk may be half of what was to be: no database is opened with that."""
    if is_half():
        raise Refused(HALF)


def finish() -> Text:
    """Write what is left. Whatever is written already is written once more, as it was to be."""
    return FINISHED(paths=", ".join(_finish()))


def _finish() -> list[str]:
    wanted = json.loads(_journal().read_text(encoding="utf-8"))
    for place, text in wanted:
        _replace(ROOT / place, text)
    _journal().unlink()
    return [place for place, _ in wanted]


def _journal() -> Path:
    return ROOT / "models" / JOURNAL


def _replace(path: Path, text: str) -> None:
    """The file has its old text or the new one, never a part of it, also after the power went."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        beside.chmod(path.stat().st_mode & 0o777)
    else:
        beside.chmod(0o644)
    beside.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
