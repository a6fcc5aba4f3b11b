"""A copy is put back: whole or not at all, the old database kept aside, and a copy that can't be relied on refused in one sentence."""

import json
import os
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path

import apsw
import pytest

from jobs import backup, commands, housekeeping, restore
from jobs.soundness import LEDGERS
from models.kit import Refused
from models.kit.server import copies, database
from models.kit.write import history
from models.kit.write.files import Attachment
from models.members import Member, MemberFollowUp
from tests.helpers.shop import broken, put
from tests.jobs.test_backup import NIGHT, damage, folder, hang  # noqa: F401
from tests.reliability.nursery import Child

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).parent.parent.parent
MEANT = "ops-2026-11-23.db"


def main(*arguments: str) -> subprocess.CompletedProcess:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI", "OPS_"))
    }
    return subprocess.run(
        [sys.executable, "main.py", *arguments], cwd=ROOT, capture_output=True, text=True, env=environment, timeout=300
    )


def put_back(db, name: str = MEANT, **options) -> list[str]:
    """Restore as the command does, in this process; returns the Chinese sentences."""
    database.close()
    said = []
    restore.restore(name, db, out=lambda line: said.append(line.zh), **options)
    database.open(f"sqlite:///{db}")
    return said


def refusal(db, name: str = MEANT, **options) -> str:
    database.close()
    before = db.read_bytes()[100:]  # behind the header, which says whether there is a log beside it
    with pytest.raises(Refused) as error:
        restore.restore(name, db, out=print, **options)
    assert before == db.read_bytes()[100:], "nothing was touched"
    database.open(f"sqlite:///{db}")
    assert not list(db.parent.glob("*.restoring*")) and not list(db.parent.glob("*.replaced-*"))
    return error.value.text.zh


@pytest.fixture
def copied(shop, folder, db):  # noqa: F811
    """A nightly copy of a shop with a picture, after which one follow-up was written."""
    shop.buys(shop.wang, 500)
    hang(shop.wang, folder)
    backup.copy(NIGHT)
    put(MemberFollowUp, member=shop.wang, topic="later")
    return folder / MEANT


# The drill ----------------------------------------------------------------------------------------------------------------


def test_a_drill_into_a_fresh_folder_brings_back_rows_sums_chain_and_attachments(copied, tmp_path):
    with copies.looked_at(copied) as copy:
        head, rows = copies.head_of(copy), copies.rows_of(copy)
    digest = Attachment.get().digest
    fresh = tmp_path / "fresh"
    ran = main("--data", str(fresh), "restore", str(copied))
    assert ran.returncode == 0, ran.stderr
    assert "会员 2 行" in ran.stdout and "1 个附件" in ran.stdout
    database.close()
    database.open(f"sqlite:///{fresh}/ops.db")
    assert dict(database.fetch('SELECT "record", "rows" FROM "tally"')) == rows
    assert history.chain_head()[1] == head and history.verify() is None
    assert broken() == [], "counted rows and the sums of the ledgers"
    assert copies.digest_of(fresh / "attachments" / Attachment.get().stored) == digest
    assert MemberFollowUp.select().count() == 0


def test_the_database_as_it_was_is_kept_aside_and_what_is_lost_is_told(copied, db):
    said = put_back(db)
    assert MemberFollowUp.select().count() == 0
    [kept] = db.parent.glob("ops.db.replaced-*")
    assert f"原来的数据库保留为 {kept}" in said
    assert any(line.startswith("备份之后的 1 批修改不在其中（2026-11-23 10:00 至 2026-11-23 10:00") for line in said)
    put_back(db, str(kept))
    assert MemberFollowUp.get().topic == "later", "and what was kept aside can be put back in turn"


def test_what_restores_of_the_same_second_keep_aside_stays_of_each(copied, db):
    for topic in ("later", "again", "once more"):
        if topic != "later":
            put(MemberFollowUp, member=Member.select().get().id, topic=topic)
        put_back(db)
    topics = []
    for path in db.parent.glob("ops.db.replaced-*"):
        with copies.looked_at(path) as kept:
            topics.append(kept.execute('SELECT "topic" FROM "member_follow_up"').get)
    assert sorted(topics) == ["again", "later", "once more"]


def test_the_log_of_a_damaged_database_stays_beside_it_whenever_its_second_ends(copied, db, monkeypatch):
    database.close()
    db.write_bytes(b"not a database any more" * 400)
    db.with_name("ops.db-wal").write_bytes(b"what was written last")
    moments = (f"20261123-1000{second:02d}" for second in count())
    monkeypatch.setattr("models.kit.server.copies.stamp", lambda: next(moments))
    put_back(db)
    kept, log = sorted(db.parent.glob("ops.db.replaced-*"))
    assert log.name == f"{kept.name}-wal"


def test_nobody_stays_signed_in_and_the_log_of_events_tells_of_it(copied, db):
    put_back(db)
    assert database.fetch('SELECT count(*) FROM "session" WHERE "ended_at" IS NULL') == [(0,)]
    assert json.loads(history.Event.get(history.Event.kind == "restore").detail) == {"file": MEANT}


def test_a_database_too_damaged_to_be_opened_is_kept_aside_with_its_log(copied, db):
    database.close()
    db.write_bytes(b"not a database any more" * 400)
    db.with_name("ops.db-wal").write_bytes(b"what was written last")
    said = put_back(db)
    assert "看不出备份之后丢失了什么" in "".join(said)
    assert Member.select().count() == 2 and broken() == []
    assert sorted(path.name.endswith("-wal") for path in db.parent.glob("ops.db.replaced-*")) == [False, True]


def test_a_copy_of_a_company_that_is_not_this_one_s_past_is_said_to_be_so(copied, db, fresh):
    database.close()
    shutil.copy(fresh, db)
    database.open(f"sqlite:///{db}")
    put_other = copies.take("2026-11-22")
    assert put_other.exists()
    assert any("两者历史不同" in line for line in put_back(db))


# Refusals -----------------------------------------------------------------------------------------------------------------


def test_it_refuses_while_somebody_has_the_database_open(copied, db):
    ran = main("--data", str(db.parent), "restore", MEANT)
    assert ran.returncode == 1
    assert ran.stderr.startswith("运营台正在使用这个数据库，请先停止运营台再恢复")
    assert MemberFollowUp.select().count() == 1


def test_a_copy_that_is_not_there_is_named_with_those_that_are(copied, db):
    assert refusal(db, "nowhere.db") == f"找不到备份文件 nowhere.db；现有备份：{MEANT}"


def test_a_copy_with_one_changed_byte_is_refused(copied, db):
    damage(copied)
    assert refusal(db) == f"备份 {MEANT} 已损坏，不能恢复：内容与备份时记下的校验值不一致"


def test_a_damaged_copy_without_its_note_is_refused_by_its_pages(copied, db):
    copied.with_name(f"{MEANT}.json").unlink()
    with copied.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 40)
    assert refusal(db).startswith(f"备份 {MEANT} 已损坏，不能恢复：")


def test_half_a_copy_and_any_other_file_are_refused(copied, db, tmp_path):
    copied.with_name(f"{MEANT}.json").unlink()
    os.truncate(copied, copied.stat().st_size // 2)
    assert "已损坏" in refusal(db)
    other = tmp_path / "x.xlsx"
    other.write_bytes(b"PK\x03\x04")
    assert refusal(db, str(other)) == "x.xlsx 不是运营台的数据库备份"
    empty = tmp_path / "empty.db"
    with apsw.Connection(str(empty)) as connection:
        connection.execute("CREATE TABLE x (id INTEGER)")
    connection.close()
    assert refusal(db, str(empty)) == "empty.db 不是运营台的数据库备份"


def spoilt(copy, sql: str) -> None:
    copy.with_name(f"{copy.name}.json").unlink()
    connection = apsw.Connection(str(copy))
    connection.pragma("journal_mode", "DELETE")
    connection.execute(sql)
    connection.close()


@pytest.mark.parametrize(
    ("sql", "says"),
    [
        ("UPDATE member SET points = points + 1 WHERE id = 1", "会员积分与流水不符"),
        ("UPDATE gift SET stock = stock + 1", "礼品库存与流水不符"),
        ('UPDATE audit_head SET hash = "0"', "修改记录的校验链在第 0 条断开"),
        ("UPDATE tally SET rows = rows + 1 WHERE record = 'purchase'", "消费记录有 1 行，应有 2 行"),
    ],
    ids=["points", "stock", "chain", "rows"],
)
def test_a_copy_that_somebody_has_changed_is_refused_with_what_does_not_agree(copied, db, sql, says):
    spoilt(copied, sql.replace('"0"', "'0'"))
    assert refusal(db) == f"备份 {MEANT} 已损坏，不能恢复：{says}"


def test_each_ledger_that_is_summed_is_there():
    assert [what.en for what in LEDGERS] == [
        "A member's points",
        "A lot of points",
        "A gift's stock",
        "A warehouse's stock",
    ]


def test_a_copy_of_a_newer_program_is_refused(copied, db):
    spoilt(copied, "INSERT INTO schema_migration (name, applied) VALUES ('9000_later', '2026-11-23')")
    assert refusal(db) == f"备份 {MEANT} 由更新版本的程序建立（9000_later），请先升级程序"


def test_a_live_database_is_no_copy(copied, db, tmp_path):
    other = tmp_path / "other.db"
    shutil.copy(copied, other)
    other.with_name("other.db-wal").write_bytes(b"x")
    assert "是正在使用的数据库" in refusal(db, str(other))


def test_missing_attachments_are_counted_and_only_left_out_when_that_is_asked_for(copied, db):
    for path in (copied.parent / "files").iterdir():
        path.unlink()
    for path in (db.parent / "attachments").iterdir():
        path.unlink()
    assert refusal(db) == "备份里有 1 个附件的文件找不到或已损坏；仍要恢复请加 --without-files"
    assert "缺少 1 个附件的文件" in put_back(db, without_files=True)


def test_a_full_disk_leaves_everything_as_it_is(copied, db, monkeypatch):
    monkeypatch.setattr(copies, "ROOM", 10**18)
    assert refusal(db) == "磁盘空间不够，没有恢复任何内容"


# Killed -------------------------------------------------------------------------------------------------------------------


def work(db, folder, at: int) -> None:  # noqa: F811
    """Restore, and be killed before the so-manieth change of a file."""
    left = [at]

    def count(event: str, arguments) -> None:
        if event in ("os.rename", "os.link", "os.remove", "os.chmod") or (event == "open" and "w" in str(arguments[1])):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)

    database.set_folders({"backups": folder, "attachments": db.parent / "attachments"})
    sys.addaudithook(count)
    restore.restore(MEANT, db, out=lambda line: None)


def state_of(db) -> str:
    with apsw.Connection(str(db)) as copy:
        assert copy.pragma("integrity_check") == "ok"
        later = copy.execute("SELECT count(*) FROM member_follow_up").get
        restored = copy.execute("SELECT count(*) FROM event WHERE kind = 'restore'").get
    copy.close()
    assert (later, restored) in ((1, 0), (0, 1)), "neither the old one nor the new one"
    return "old" if later else "new"


def strays_in(db) -> list[str]:
    """What lies about once the app has started on what the kill left: bytes without a row, marks, and names of the same file."""

    def look(say) -> None:
        database.set_folders({})
        database.open(f"sqlite:///{db}")
        housekeeping.settle_at_start()
        known = {stored for (stored,) in database.fetch('SELECT "stored" FROM "attachment"')}
        there = {path.name for path in (db.parent / "attachments").iterdir()}
        twice = [path.name for path in db.parent.glob("ops.db.*") if path.samefile(db)]
        say(json.dumps([sorted(there - known), sorted(known - there), twice]))

    return json.loads(Child(look).said()[0][0])


def test_killed_at_any_step_the_old_database_or_the_new_one_is_there_with_its_own_attachments(copied, db, tmp_path):
    with database.writing():
        Attachment.delete().execute()  # since the copy the picture was forgotten, so that it has to be brought
    database.fold()
    stand, states = tmp_path / "stand", []
    for at in range(40):
        shutil.rmtree(stand, ignore_errors=True)
        (stand / "attachments").mkdir(parents=True)
        shutil.copy(db, stand / "ops.db")
        _, status = Child(lambda say, at=at: work(stand / "ops.db", copied.parent, at)).said()
        states.append(state_of(stand / "ops.db"))
        assert strays_in(stand / "ops.db") == [[], [], []], f"killed before change {at}"
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert status == 0 and len(states) > 5, "it was killed at each of its steps"
    assert states == sorted(states, reverse=True) and {*states} == {"old", "new"}
    database.open(f"sqlite:///{db}")


def test_a_restore_that_is_refused_brings_no_attachment(copied, db):
    wanted = hang(1, copied.parent, size=(50, 30))
    backup.copies.take("2026-11-24")
    for path in (db.parent / "attachments").iterdir():
        path.unlink()
    (copied.parent / "files" / wanted).unlink()
    assert "1 个附件的文件找不到" in refusal(db, "ops-2026-11-24.db")
    assert list((db.parent / "attachments").iterdir()) == []


# Commands -----------------------------------------------------------------------------------------------------------------


class Chosen:
    def __init__(self, url: str, **arguments):
        self.database, self.arguments = url, type("Arguments", (), arguments)
        self.file = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
        self.command = "restore" if arguments else "backup"


def test_the_backup_command_says_where_the_copy_is_how_large_and_that_it_was_checked(copied, db, folder, capsys):  # noqa: F811
    assert commands.run(Chosen(f"sqlite:///{db}")) == 0
    database.open(f"sqlite:///{db}")
    said = capsys.readouterr().out
    assert f"已备份到 {folder}/ops-by-hand-20261123-100000.db" in said and "检查通过，含 1 个附件" in said


def test_the_backup_command_without_a_database_says_so(tmp_path, capsys, monkeypatch):
    database.set_folders({})
    assert commands.run(Chosen(f"sqlite:///{tmp_path}/none.db")) == 1
    assert "没有数据库文件" in capsys.readouterr().err
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(("tool", "asked"), [("pg_dump", False), ("pg_restore", True)])
def test_without_postgresqls_own_tools_the_command_to_run_is_told_without_its_password(
    tool, asked, capsys, tmp_path, monkeypatch
):
    database.set_folders({"backups": tmp_path})
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "x.dump").touch()
    more = {"file": "x.dump", "without_files": False} if asked else {}
    assert commands.run(Chosen("postgresql://u:secret@h/d", **more)) == 1
    said = capsys.readouterr().err
    assert f"{tool} --dbname postgresql://u@h/d" in said and "secret" not in said
