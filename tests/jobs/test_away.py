"""Copies in a second place: what lies there is whole, what failed is told and made up for, and nothing there goes by accident."""

import os
import shutil
import stat
import sys
from pathlib import Path

import pytest

from jobs import away, backup
from models.kit import Refused
from models.kit.server import copies, surroundings
from models.kit.write.notices import Notice
from models.members import Member
from models.system import backup_state
from tests.helpers.shop import change
from tests.jobs.test_backup import NIGHT, folder, hang  # noqa: F401

pytestmark = pytest.mark.embedded

# As much of rclone as is asked of it, on a folder beside: names behind "store:" lie in it.
RCLONE = """#!{python}
import fnmatch, hashlib, os, pathlib, shutil, sys
root = pathlib.Path({root!r})
verb, *words = sys.argv[1:]
rules = [words[at + 1] for at, word in enumerate(words) if word == "--filter"]
kinds = [words[at + 1].lstrip("/") for at, word in enumerate(words) if word == "--include"]
kinds += [rule.removeprefix("+ /") for rule in rules if rule.startswith("+ ")]
fits = lambda name: any(fnmatch.fnmatch(name, kind) and kind.count("/") == name.count("/") for kind in kinds)
there = lambda name: root / name.split(":", 1)[1]
with open(root / "asked", "a") as file:
    file.write(" ".join(sys.argv[1:]) + "\\n")
if os.path.exists(root / "down"):
    sys.exit("ERROR : connection refused")
if verb == "delete":
    [path.unlink() for path in there(words[0]).rglob("*") if path.is_file() and fits(str(path.relative_to(there(words[0]))))]
    sys.exit(0)
source, target = pathlib.Path(words[0]), there(words[1])
for path in sorted(source.rglob("*")):
    name = str(path.relative_to(source))
    if path.is_file() and fits(name) and not ("- *.part" in rules and name.endswith(".part")):
        lies = target / name
        if verb == "copy":
            lies.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, lies)
        elif not lies.exists() or lies.read_bytes() != path.read_bytes():
            sys.exit("ERROR : " + name + ": sizes differ")
"""


@pytest.fixture
def second(tmp_path, monkeypatch) -> Path:
    place = tmp_path / "second"
    place.mkdir()
    monkeypatch.setenv("OPS_BACKUP_TO", str(place))
    return place


@pytest.fixture
def store(tmp_path, monkeypatch) -> Path:
    """What lies at store:desk, by a program that is called rclone."""
    root, program = tmp_path / "store", tmp_path / "bin" / "rclone"
    (root / "desk").mkdir(parents=True)
    program.parent.mkdir()
    program.write_text(RCLONE.format(python=sys.executable, root=str(root)))
    program.chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("OPS_BACKUP_TO", "store:desk")
    return root


def test_a_copy_goes_to_the_other_disk_with_note_and_attachments_and_is_the_same_there(shop, folder, second):  # noqa: F811
    digest = hang(shop.wang, folder)
    assert backup.copy(NIGHT).zh.startswith("ops-2026-11-23.db")
    for name in ("ops-2026-11-23.db", "ops-2026-11-23.db.json", f"files/{digest}"):
        assert (second / name).read_bytes() == (folder / name).read_bytes(), name
    assert backup_state()["ok"] and away.look(folder / "ops-2026-11-23.db") is None
    assert copies.wrong_with(second / "ops-2026-11-23.db") is None, "a copy can be put back from there"


def test_a_disk_that_is_not_there_is_told_to_those_who_can_help_and_made_up_for(shop, folder, second, clock):  # noqa: F811
    second.rename(second.with_name("unplugged"))
    assert "没有送到第二处" in backup.copy(NIGHT).zh
    assert (folder / "ops-2026-11-23.db").exists() and not second.exists(), "nothing is made where a disk belongs"
    assert not backup_state()["ok"] and "没有挂上" in backup_state()["why"][0]
    assert Notice.select().where(Notice.text_zh.contains("没有送到第二处")).exists()
    second.with_name("unplugged").rename(second)
    clock("2026-11-23 10:15")
    backup.copy_often(NIGHT)
    assert backup_state()["ok"]
    assert {path.name for path in second.glob("*.db")} == {path.name for path in folder.glob("*.db")}


def test_what_is_forgotten_here_is_forgotten_there_and_nothing_else(shop, folder, second, clock):  # noqa: F811
    clock("2026-09-01 09:00")
    backup.copy(NIGHT.replace(month=9, day=1))
    (second / "theirs.txt").write_text("x")
    clock("2026-11-23 09:00")
    change(Member, shop.wang, note="新")
    backup.copy(NIGHT)
    assert {path.name for path in second.glob("*.db")} == {"ops-2026-11-23.db"} and (second / "theirs.txt").exists()
    shutil.rmtree(folder)
    change(Member, shop.wang, note="更新")
    clock("2026-11-24 09:00")
    backup.copy(NIGHT.replace(day=24))
    assert {path.name for path in second.glob("*.db")} == {"ops-2026-11-23.db", "ops-2026-11-24.db"}


def test_a_copy_that_came_out_different_is_not_taken_for_kept(shop, folder, second, monkeypatch):  # noqa: F811
    def worn(source, target):
        Path(target).write_bytes(Path(source).read_bytes()[:-1] + b"\0")

    monkeypatch.setattr(away.shutil, "copyfile", worn)
    made = backup.by_hand()
    assert "内容不一致" in backup.sent(made).zh and not (second / made.name).exists()
    with pytest.raises(Refused):
        away.look(made)


def test_a_store_of_rclone_gets_it_is_asked_what_it_has_and_the_night_s_is_read_back(shop, folder, store, clock):  # noqa: F811
    digest = hang(shop.wang, folder)
    backup.copy(NIGHT)
    there = store / "desk"
    assert (there / "files" / digest).exists() and (there / "ops-2026-11-23.db.json").exists()
    asked = (store / "asked").read_text()
    assert asked.count("check ") == 2 and "--download" in asked
    (store / "down").touch()
    change(Member, shop.wang, note="新")
    clock("2026-11-23 10:15")
    assert "connection refused" in backup.copy_often(NIGHT).zh
    (store / "down").unlink()
    (there / "ops-2026-11-23.db").write_bytes(b"worn")
    with pytest.raises(Refused, match="rclone check"):
        away.look(folder / "ops-2026-11-23.db")


def a_year_of_it(shop, folder, there, clock):  # noqa: F811
    """A copy of September, which is forgotten in November, with an attachment; what is half written stays here."""
    clock("2026-09-01 09:00")
    digest = hang(shop.wang, folder)
    backup.copy(NIGHT.replace(month=9, day=1))
    assert (there / "ops-2026-09-01.db").exists() and (there / "files" / digest).exists()
    (there / "theirs.txt").write_text("x")
    (folder / "files" / "half.part").write_text("x")
    clock("2026-11-23 09:00")
    change(Member, shop.wang, note="新")
    assert backup.copy(NIGHT).zh.startswith("ops-2026-11-23.db")
    assert {path.name for path in there.iterdir()} == {
        "ops-2026-11-23.db",
        "ops-2026-11-23.db.json",
        "files",
        "theirs.txt",
    }
    assert not (there / "files" / "half.part").exists() and not (folder / away.TO_FORGET).exists()


def test_a_store_forgets_what_is_forgotten_here(shop, folder, store, clock):  # noqa: F811
    a_year_of_it(shop, folder, store / "desk", clock)


@pytest.mark.skipif(shutil.which("rclone") is None, reason="no rclone here; the tests above say what is asked of it")
def test_rclone_itself_does_what_is_asked_of_it(shop, folder, tmp_path, monkeypatch, clock):  # noqa: F811
    (there := tmp_path / "there").mkdir()
    for name, value in {"TYPE": "alias", "REMOTE": str(there)}.items():
        monkeypatch.setenv(f"RCLONE_CONFIG_STORE_{name}", value)
    monkeypatch.setenv("RCLONE_CONFIG", str(tmp_path / "rclone.conf"))
    monkeypatch.setenv("OPS_BACKUP_TO", "store:")
    a_year_of_it(shop, folder, there, clock)
    assert away.look(folder / "ops-2026-11-23.db") is None
    (there / "ops-2026-11-23.db").write_bytes(b"worn")
    with pytest.raises(Refused, match="rclone check"):
        away.look(folder / "ops-2026-11-23.db")


def test_without_rclone_and_without_a_place_it_is_said_or_nothing_is_done(shop, folder, monkeypatch):  # noqa: F811
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setenv("OPS_BACKUP_TO", "store:desk")
    assert "没有 rclone" in backup.sent(backup.by_hand()).zh
    monkeypatch.delenv("OPS_BACKUP_TO")
    assert backup.sent(backup.by_hand()) is None


@pytest.mark.parametrize(
    ("text", "remote"), [("store:desk", True), ("my store:", True), ("/mnt/disk", False), ("C:/copies", False)]
)
def test_a_remote_is_told_from_a_folder(text, remote):
    assert surroundings.is_remote(text) is remote
    if not remote and text.startswith("/"):
        assert surroundings.read({"OPS_BACKUP_TO": text}).backup_to == text
    with pytest.raises(ValueError, match="OPS_BACKUP_TO"):
        surroundings.read({"OPS_BACKUP_TO": "copies"})
