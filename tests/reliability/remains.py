"""Kill somebody amid an upload, an import, an export, a copy or a restore, and look what lies about after the next start.

python -m tests.reliability.remains --times 200 [--seed N]
"""

import io
import os
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image

from exports import attachments
from exports.incoming.importing import run as bring_in
from exports.write import worker
from jobs import housekeeping
from jobs import restore as restoring
from models.accounts import Role, User, who_for
from models.kit import changes
from models.kit.server import database
from models.kit.server.copies import digest_of, files_in, looked_at, take
from models.kit.server.database import folder_of, reading, writing
from models.kit.text import Refused
from models.kit.write.files import Attachment, attach
from models.members import Member
from tests.helpers.shop import SYSTEM, broken
from tests.reliability.hand import by_hand
from tests.reliability.nursery import Child, ask, furnish, opened, ready

SECRET = "13812345678"  # a phone that may lie in the database and its copies only
FOLDERS = ("uploads", "attachments", "exports", "backups")


def enter(root: Path) -> None:
    """What a server that serves has set."""
    database.set_folders({name: root / name for name in FOLDERS})
    for folder in database.folders().values():
        folder.mkdir(exist_ok=True)
    os.environ["TMPDIR"] = tempfile.tempdir = str(root / "uploads")
    opened(root / "ops.db")


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((900, 700), 80).save(out, "JPEG", comment=SECRET.encode())
    return out.getvalue()


def upload(root: Path, number: int) -> None:
    """As pages/api_files does it."""
    folder = folder_of("attachments")
    kept = attachments.begin(picture(), f"{SECRET}.jpg", folder)
    made = None
    try:
        with writing():
            made = attach(SYSTEM, Member, 1, kept)
    finally:
        attachments.settle(folder, kept["stored"], made is not None)


def imports(root: Path, number: int) -> None:
    path = root / "uploads" / f"{number}.upload"
    lines = [f"K{number}-{at},会员,一店,{SECRET[:-4]}{number % 100:02d}{at % 100:02d}" for at in range(40)]
    path.write_text("\n".join(["会员卡号,姓名,入会门店,手机号", *lines]), encoding="utf-8")
    with reading():
        bring_in(path, "members.csv", Member, SYSTEM, None, {"op": f"import-{number}"})
    path.unlink()


def exports(root: Path, number: int) -> None:
    with reading():
        who = who_for(1)
    for _ in worker.chunks(who, "member", {}, ["card_no", "phone"], "xlsx"):
        pass


def copies(root: Path, number: int) -> None:
    take(f"trial-{number}", thorough=False)


def restores(root: Path, number: int) -> None:
    copies = sorted((root / "backups").glob("ops-*.db"))
    database.close()
    for _ in range(300):  # what a killed one had begun beside itself ends by itself, yet not at once
        try:
            restoring.restore(str(copies[-1]), root / "ops.db", out=lambda line: None)
            break
        except Refused:
            time.sleep(0.1)
    opened(root / "ops.db")


def prepare(root: Path) -> list[float]:
    """Somebody who exports, a first copy; how long each work takes when nobody kills it."""
    enter(root)
    with changes(who=SYSTEM) as c:
        c.create(User, login="x", name="x", role=Role.get(Role.code == "administrator").id)
    copies(root, 0)
    took = []
    for work in WORKS.values():
        began = time.monotonic()
        work(root, 999)
        took.append(time.monotonic() - began)
    return took


WORKS = {"upload": upload, "import": imports, "export": exports, "copy": copies, "restore": restores}


def live(root: Path, name: str, number: int, say) -> None:
    enter(root)
    while True:
        WORKS[name](root, number)
        say("done")
        number += 1000


def after(root: Path) -> list[str]:
    """What is wrong once a server has started here again."""
    enter(root)
    database.close()
    housekeeping.clear_at_start()
    opened(root / "ops.db")
    housekeeping.settle_at_start()
    faults = [f"left in uploads: {path.name}" for path in (root / "uploads").iterdir()]
    faults += [
        f"left: {path.relative_to(root)}"
        for path in root.rglob("*")
        if ".part" in path.name or ".restoring" in path.name
    ]
    known = {attachment.stored: attachment.digest for attachment in Attachment.select()}
    there = {path.name for path in (root / "attachments").iterdir()}
    faults += [f"no row for attachment {name}" for name in there - set(known) - kept_aside(root)]
    faults += [f"no bytes for attachment {name}" for name in set(known) - there]
    faults += [
        f"half an attachment: {name}"
        for name in there & set(known)
        if digest_of(root / "attachments" / name) != known[name]
    ]
    faults += [
        f"{path.name} is no whole database" for path in (root / "backups").glob("ops-*.db") if database.is_damaged(path)
    ]
    cards = "SELECT count(*) FROM member WHERE card_no LIKE 'K%' GROUP BY substr(card_no, 1, instr(card_no, '-')) HAVING count(*) <> 40"
    faults += [f"half an import: {row}" for row in database.handle.execute_sql(cards).fetchall()]
    return faults + broken()


def kept_aside(root: Path) -> set[str]:
    """Files of the databases that restores kept aside: they stay for a month, for those can be put back in turn."""
    names: set[str] = set()
    for path in root.glob("ops.db.replaced-*"):
        with looked_at(path) as old:
            names |= {stored for stored, *_ in files_in(old)}
    return names


def secrets_in(folder: Path, since: float) -> list[str]:
    """New files of this user in a folder that is not ours which hold the phone."""
    paths = []
    for path in folder.glob("*"):
        try:
            if path.is_file() and path.stat().st_mtime >= since and path.stat().st_size < 50_000_000:
                paths += [str(path)] * (SECRET[:-4].encode() in path.read_bytes())
        except OSError:
            continue
    return paths


@contextmanager
def folder_for_a_while() -> Iterator[str]:
    """Whoever worked beside a killed process ends a moment after it and may still write meanwhile."""
    folder = tempfile.mkdtemp(prefix="remains-")
    try:
        yield folder
    finally:
        for _ in range(100):
            shutil.rmtree(folder, ignore_errors=True)
            if not os.path.exists(folder):
                break
            time.sleep(0.1)


def run(times: int, seed: int) -> dict:
    """The figures of so many kills, spread over what is done; `wrong` is empty when nothing was left behind."""
    dice, began, done = random.Random(seed), time.time(), Counter()
    place = Path(tempfile.gettempdir())
    with folder_for_a_while() as folder:
        root, faults = Path(folder), []
        furnish(root / "ops.db")
        ready(root / "ops.db")
        took = dict(zip(WORKS, ask(lambda: prepare(root)), strict=True))
        for at in range(times):
            name = list(WORKS)[at % len(WORKS)]
            child = Child(lambda say, name=name, at=at: live(root, name, at + 1, say))
            child.kill_after(dice.uniform(0, 1.2 * took[name]))
            lines, status = child.said()
            done[name] += lines.count("done")
            if status != -9:
                faults.append(f"{name} ended by itself with {status}")
            faults += [f"after {name}, kill {at}: {fault}" for fault in ask(lambda: after(root))]
            if faults:
                break
        faults += secrets_in(place, began)
    return {
        "kills": at + 1,
        "done": dict(done),
        "wrong": faults,
        "seed": seed,
        "seconds": round(time.time() - began, 1),
    }


if __name__ == "__main__":
    by_hand(run, __doc__, times=50)
