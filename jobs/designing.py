"""The design from the command line: written out for a review, taken over from another server, made source of the product."""

import difflib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from exports import attachments
from exports.papers.package import opened
from models.design.carrying import carry_out, exported, planned
from models.design.papers import XLSX
from models.design.papers_carried import Place
from models.kit import system
from models.kit.server import database
from models.kit.server.beside import formatted
from models.kit.text import Refused, Text, join
from models.kit.write.edits import REFUSING, refusal
from models.kit.write.writes import changes

from .ejecting import eject, whole
from .ejecting.source import ROOT

SAME = Text("和这里的设计一样，没有要改的", "The design here is the same; there is nothing to change")
WRITTEN = Text("写出了{what}，到 {path}", "{what} written to {path}")
UNFORMATTED = Text("没有装 ruff，请自行整理格式", "ruff isn't installed here: have the files formatted")
NEXT = Text(
    "请在版本库里审阅并提交；新程序第一次启动时接管，数据不动",
    "Review and commit it; when the new program starts first it takes all of it over, with every row and value",
)
DONE = Text("已导入，可在“修改记录”里撤销", "Imported; Changes can take it back")


def write_out(areas: list[str]) -> int:
    folder = database.folder_of("attachments")
    sys.stdout.write(exported(tuple(areas), lambda file: _bytes(folder / file.stored)))
    return 0


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


class _Tried(Exception):
    """What was only tried is taken back as a whole."""


def take_over(path: Path, dry_run: bool, tell: Callable[[Text], None]) -> int:
    """One batch, or, dry, the difference as sentences: tried in full, then taken back. Raises Refused, dry as well."""
    plan = planned(path.read_text(encoding="utf-8"))
    if plan.wrong:
        raise Refused(join(plan.wrong, "；", "; "))
    for sentence in plan.sentences or [SAME]:
        tell(sentence)
    if not plan.sentences:
        return 0
    who = system("系统·命令行")
    try:
        with _placing(database.folder_of("attachments")) as place, changes(who=who, via="command") as c:
            carry_out(c, plan, who, place)
            if dry_run:
                raise _Tried
    except _Tried:
        return 0
    except REFUSING as why:
        raise Refused(join([fault.text for fault in refusal(why).errors], "；", "; ")) from None
    tell(DONE)
    return 0


@contextmanager
def _placing(folder: Path) -> Iterator[Place]:
    """Puts workbooks among the attachments; they stay where all that is done meanwhile is kept."""
    stored: list[str] = []
    done = False

    def place(name: str, content: bytes) -> dict[str, Any]:
        opened(content, name)
        made = attachments.placed(content, name, XLSX, folder)
        stored.append(made["stored"])
        return made

    try:
        yield place
        done = True
    finally:
        for each in stored:
            attachments.settle(folder, each, done)


def become_source(names: list[str], dry_run: bool, say: Callable[[str], None]) -> int:
    """What was made is declared from now on: modules and the migration are written, all or none; dry, the difference is printed."""
    if whole.is_half():
        if dry_run:
            raise Refused(whole.HALF)
        return _say_all([whole.finish(), NEXT])
    ejected, tidy, files = eject(*names), True, {}
    for path, (before, text) in ejected.files.items():
        neat = _neat(path, text)
        tidy, files[path] = tidy and neat is not None, text if neat is None else neat
        if dry_run:
            place, lines = str(path.relative_to(ROOT)), files[path].splitlines(keepends=True)
            old = (before or "").splitlines(keepends=True)
            say("".join(difflib.unified_diff(old, lines, f"a/{place}" if before else "/dev/null", f"b/{place}")))
    if dry_run:
        return _say_all(ejected.stays)
    whole.put(files)
    paths = ", ".join(str(path.relative_to(ROOT)) for path in files)
    written = WRITTEN(what=join(ejected.written, "、", ", "), path=paths)
    return _say_all([written, *ejected.stays, *([] if tidy else [UNFORMATTED]), NEXT])


def _say_all(lines: list[Text]) -> int:
    for line in lines:
        sys.stderr.write(f"{line.zh} / {line.en}\n")
    return 0


def _neat(path: Path, text: str) -> str | None:
    """As the formatter has it, which is there where people develop; None elsewhere."""
    for words in (["check", "--select", "I", "--fix", "--quiet"], ["format", "--quiet"]):
        command = [sys.executable, "-m", "ruff", *words, "--stdin-filename", str(path), "-"]
        if (made := formatted(text, command)) is None:
            return None
        text = made
    return text
