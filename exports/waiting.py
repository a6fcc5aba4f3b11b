"""Files that somebody put into a form before it was sent: looked at like every attachment, and gone an hour later if it never was."""

import hashlib
import json
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.kit.text import Refused, Text

from . import attachments

MOST_EACH, MOST_BYTES = 20, 400 * 1024**2  # of one form that is being filled in; of all of them together
TOO_MANY = Text("一张表单最多放 {most} 个文件", "A form takes at most {most} files")
NO_ROOM = Text("现在上传的人太多，请过几分钟再试", "Too many files are being sent just now; try again in a few minutes")
NO_PICTURE = Text("这里只收图片，“{name}”不是", "Only pictures go here; “{name}” is none")


@dataclass(frozen=True)
class Waiting:
    """One of them. key: by which its sender can take it back."""

    key: str
    field: str
    name: str
    kind: str
    size: int
    digest: str
    path: Path

    @property
    def notes(self) -> Path:
        return self.path.with_name(self.path.name.replace(".upload", ".json.upload"))


def put(data: bytes, name: str, folder: Path, draft: str, field: str, pictures: bool) -> Waiting:
    """Check a file and let it wait for the answer it goes with. Raises Refused."""
    if len(waiting(folder, draft)) >= MOST_EACH:
        raise Refused(TOO_MANY(most=MOST_EACH))
    if sum(_size(path) for path in folder.glob("form-*.upload")) + len(data) > MOST_BYTES:
        raise Refused(NO_ROOM)
    name = attachments.tidy(name)
    kind, data = attachments.checked(data, name, f"form {draft}")
    if pictures and not kind.startswith("image/"):
        raise Refused(NO_PICTURE(name=name))
    key = secrets.token_hex(8)
    digest = hashlib.sha256(data).hexdigest()
    made = Waiting(key, field, name, kind, len(data), digest, folder / f"form-{_of(draft)}-{key}.upload")
    made.path.write_bytes(data)
    made.path.chmod(0o600)
    said = {name: value for name, value in vars(made).items() if name != "path"}
    made.notes.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
    return made


def _size(path: Path) -> int:
    """Another request may take it away at this moment."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def waiting(folder: Path, draft: str) -> list[Waiting]:
    """What waits for this answer, as it was put there."""
    files = []
    for path in sorted(folder.glob(f"form-{_of(draft)}-*.json.upload"), key=lambda path: path.stat().st_mtime_ns):
        said = json.loads(path.read_text("utf-8"))
        files.append(Waiting(**said, path=path.with_name(path.name.replace(".json.upload", ".upload"))))
    return [file for file in files if file.path.is_file()]


def drop(folder: Path, draft: str, key: str | None = None) -> None:
    """The sender takes one back; or all of them were kept."""
    for file in waiting(folder, draft):
        if key in (None, file.key):
            file.path.unlink(missing_ok=True)
            file.notes.unlink(missing_ok=True)


def copied(files: list[Waiting], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Copies among the attachments, by column, with the marks that `attachments.settle` takes away: what waits stays until then."""
    stored: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        made = folder / secrets.token_hex(16)
        attachments.mark(made)
        shutil.copyfile(file.path, made)
        made.chmod(0o600)
        entry = {"name": file.name, "kind": file.kind, "size": file.size, "stored": made.name, "digest": file.digest}
        stored.setdefault(file.field, []).append(entry)
    return stored


def _of(draft: str) -> str:
    return hashlib.sha256(draft.encode("utf-8", "surrogatepass")).hexdigest()[:32]
