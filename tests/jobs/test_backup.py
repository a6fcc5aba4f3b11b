"""Copies of the database: checked, noted, with their attachments; watched each hour, and forgotten in time."""

import json
import os
import re
import stat
from datetime import date, timedelta

import apsw
import pytest

from exports import attachments
from exports.incoming import importing
from jobs import all_jobs, backup
from jobs.clock import run_due
from models.kit import Refused
from models.kit.server import copies, database
from models.kit.server.database import writing
from models.kit.write.files import Attachment, attach
from models.kit.write.notices import Notice
from models.members import Member
from models.system import JobRun, backup_state
from tests.exports.test_attachments import picture
from tests.helpers.shop import SYSTEM, broken, change
from tests.reliability import backups
from tests.reliability.crowd import crowd

pytestmark = pytest.mark.embedded

NIGHT = date(2026, 11, 23)


@pytest.fixture
def folder(db, tmp_path, monkeypatch):
    (tmp_path / "attachments").mkdir()
    database.set_folders({"backups": tmp_path / "backups"})
    return tmp_path / "backups"


def hang(member: int, folder, size: tuple[int, int] = (40, 30)) -> str:
    """A picture on a member; returns its SHA-256."""
    kept = attachments.keep(picture(size=size), "证件.png", folder.parent / "attachments")
    with writing():
        return attach(SYSTEM, Member, member, kept).digest


def databases(folder) -> list[str]:
    return sorted(path.name for path in folder.glob("*.db"))


# Copying ----------------------------------------------------------------------------------------------------------------


def test_a_copy_has_all_rows_passes_its_check_and_is_for_the_owner_s_eyes_only(shop, folder):
    said = backup.copy(NIGHT)
    copy = folder / "ops-2026-11-23.db"
    assert said.zh.startswith("ops-2026-11-23.db，")
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("ops*")} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == ["files", copy.name, f"{copy.name}.json"]
    database.close()
    database.open(f"sqlite:///{copy}")
    assert Member.select().count() == 2
    assert broken() == []


def test_the_note_beside_a_copy_says_what_it_must_be(shop, folder):
    backup.copy(NIGHT)
    copy = folder / "ops-2026-11-23.db"
    note = copies.note_of(copy)
    assert (note.bytes, note.sha256, note.rows["member"]) == (copy.stat().st_size, copies.digest_of(copy), 2)
    assert note.head == database.fetch('SELECT "hash" FROM "audit_head"')[0][0]
    assert copies.wrong_with(copy) is None


def test_the_clock_makes_one_copy_a_night_and_says_so(shop, folder):
    assert run_due(all_jobs()[:1]) == [("backup", "2026-11-23")]
    assert run_due(all_jobs()[:1]) == []
    assert re.match(r"ops-2026-11-23\.db，\d+(\.\d)? [kMG]B；", JobRun.get(JobRun.job == "backup").result)


def test_a_copy_lies_beside_the_database_when_no_folder_is_set(shop, monkeypatch, tmp_path):
    database.set_folders({})
    backup.copy(NIGHT)
    assert (tmp_path / "backups" / "ops-2026-11-23.db").exists()


def test_every_quarter_of_an_hour_what_was_written_is_copied_and_nothing_when_nothing_was(shop, folder, clock):
    backup.copy(NIGHT)
    assert backup.copy_often(NIGHT).zh == "自 ops-2026-11-23.db 以来没有新的修改"
    change(Member, shop.wang, note="新")
    clock("2026-11-23 10:15")
    backup.copy_often(NIGHT)
    assert databases(folder) == ["ops-2026-11-23.db", "ops-recent-20261123-101500.db"]


def test_a_database_that_takes_long_to_copy_is_copied_less_often(shop, folder, clock, monkeypatch):
    monkeypatch.setattr(backup, "SHARE", 10**6)
    backup.copy(NIGHT)
    for minute in (15, 30, 45):
        clock(f"2026-11-23 10:{minute}")
        change(Member, shop.wang, note=str(minute))
        said = backup.copy_often(NIGHT).zh
    assert "间隔相应拉长" in said
    assert databases(folder) == ["ops-2026-11-23.db", "ops-recent-20261123-101500.db"], (
        "the night's check does not count"
    )


def test_copies_taken_while_people_write_are_whole_and_each_is_newer_than_the_one_before(shop, folder):
    figures = backups.run(6, 4, 0.02)
    assert (figures["copies"], figures["wrong"], figures["grew"]) == (4, [], True)
    assert len(figures["waits"]) > 6, "they did write meanwhile"


# Attachments --------------------------------------------------------------------------------------------------------------


def test_a_copy_carries_the_attachments_once_for_all_copies(shop, folder):
    digests = {hang(shop.wang, folder), hang(shop.li, folder, (50, 50))}
    backup.copy(NIGHT - timedelta(days=1))
    backup.copy(NIGHT)
    assert {path.name for path in (folder / "files").iterdir()} == digests
    assert all(copies.digest_of(path) == path.name for path in (folder / "files").iterdir())
    assert copies.note_of(folder / "ops-2026-11-23.db").files == 2


def test_an_attachment_whose_bytes_are_lost_or_changed_is_told_and_the_copy_is_made(shop, folder):
    hang(shop.wang, folder)
    hang(shop.li, folder, (50, 50))
    first, second = (folder.parent / "attachments" / attachment.stored for attachment in Attachment.select())
    first.unlink()
    second.write_bytes(b"something else")
    backup.copy(NIGHT)
    assert backup_state()["why"][0] == "2 个附件的文件丢失或损坏，备份里没有这些文件"
    assert Notice.select().where(Notice.urgent).count() == 2


def test_bytes_that_no_copy_needs_any_more_go_with_the_last_copy_that_did(shop, folder, monkeypatch):
    digest = hang(shop.wang, folder)
    backup.copy(NIGHT)
    (folder / "files" / "stray").write_bytes(b"x")
    monkeypatch.setattr(copies.time, "time", lambda: 4e9)
    copies.forget_files(folder.glob("*.db"), folder / "files")
    assert os.listdir(folder / "files") == [digest]


# Before something risky -----------------------------------------------------------------------------------------------------


def workbook(tmp_path, first: int, rows: int):
    file = tmp_path / f"m{first}.csv"
    file.write_text("会员卡号,姓名,入会门店\n" + "".join(f"{first + at},张三,S1\n" for at in range(rows)))
    return file


def test_large_imports_of_the_same_second_all_have_a_copy_of_what_was_there(
    shop, folder, tmp_path, monkeypatch, caplog
):
    monkeypatch.setattr(copies, "LARGE_IMPORT", 20)
    files = [workbook(tmp_path, 1000 * at, 20) for at in range(1, 5)]
    done = crowd([lambda file=file: importing.run(file, file.name, Member, SYSTEM).outcome.state for file in files])
    assert done == ["applied"] * 4
    [copy] = databases(folder)
    assert copies.note_of(folder / copy).rows["member"] == 2, "made before any of them wrote"
    assert "no copy before" not in caplog.text
    assert [path.name for path in folder.iterdir() if path.name.endswith(".part")] == []


def test_copies_asked_for_in_the_same_second_are_as_many_copies(shop, folder):
    made = crowd([lambda: copies.take(f"by-hand-{copies.stamp()}", thorough=False)] * 4)
    assert len({path.name for path in made}) == 4
    assert all(copies.wrong_with(path) is None for path in made)


def test_a_copy_dated_ahead_by_a_wrong_clock_does_not_stand_for_one_of_today(
    shop, folder, tmp_path, clock, monkeypatch
):
    monkeypatch.setattr(copies, "LARGE_IMPORT", 20)
    clock("2031-01-01 10:00")
    copies.take(f"recent-{copies.stamp()}", thorough=False)
    clock("2026-11-23 10:00")
    file = workbook(tmp_path, 1000, 20)
    assert importing.run(file, file.name, Member, SYSTEM).outcome.state == "applied"
    assert "ops-before-import-20261123-100000.db" in databases(folder)


def test_a_large_import_is_preceded_by_a_copy_of_what_was_there_and_a_second_one_soon_after_is_not(
    shop, folder, tmp_path, clock, monkeypatch
):
    monkeypatch.setattr(copies, "LARGE_IMPORT", 20)
    for first, rows in ((1000, 5), (2000, 20), (3000, 20)):
        file = workbook(tmp_path, first, rows)
        assert importing.run(file, file.name, Member, SYSTEM).outcome.state == "applied"
    assert databases(folder) == ["ops-before-import-20261123-100000.db"]
    assert copies.note_of(folder / "ops-before-import-20261123-100000.db").rows["member"] == 2 + 5
    clock("2026-11-23 10:06")
    file = workbook(tmp_path, 4000, 20)
    importing.run(file, file.name, Member, SYSTEM)
    assert len(databases(folder)) == 2


def test_an_import_goes_on_when_the_copy_before_it_can_t_be_made(shop, folder, tmp_path, monkeypatch):
    monkeypatch.setattr(copies, "LARGE_IMPORT", 20)
    monkeypatch.setattr(copies, "LONGEST_WAIT", -1)
    file = workbook(tmp_path, 1000, 20)
    assert importing.run(file, file.name, Member, SYSTEM).outcome.state == "applied"
    assert databases(folder) == []


# What goes wrong --------------------------------------------------------------------------------------------------------


class Damaged(apsw.Connection):
    def pragma(self, name: str, *args):
        return "row 7 missing from index" if name == "integrity_check" else super().pragma(name, *args)


def test_a_damaged_copy_is_never_put_in_place_and_marks_the_job(shop, folder, monkeypatch):
    backup.copy(NIGHT - timedelta(days=1))
    monkeypatch.setattr(database.apsw, "Connection", Damaged)
    with pytest.raises(Refused, match="damaged"):
        backup.copy(NIGHT)
    assert databases(folder) == ["ops-2026-11-22.db"]
    assert run_due(all_jobs()[:1]) == []
    assert JobRun.get(JobRun.job == "backup").state == "failed"


def test_a_full_disk_leaves_the_older_copies_and_tells_those_who_can_help(shop, folder, monkeypatch):
    backup.copy(NIGHT - timedelta(days=1))
    monkeypatch.setattr(copies, "ROOM", 10**18)
    with pytest.raises(Refused) as refused:
        backup.copy(NIGHT)
    assert refused.value.text.zh == "磁盘空间不够，没有备份；以前的备份都还在"
    assert databases(folder) == ["ops-2026-11-22.db"]
    assert backup_state()["ok"] is False and backup_state()["name"] == "ops-2026-11-22.db"
    assert {notice.role for notice in Notice.select().where(Notice.urgent)} == {"administrator", "operations_manager"}


def test_a_disk_that_fills_up_midway_leaves_the_older_copies_and_nothing_half_done(shop, folder, monkeypatch):
    class Full(apsw.Connection):
        def backup(self, *args):
            raise apsw.FullError("database or disk is full")

    backup.copy(NIGHT)
    before = copies.note_of(folder / "ops-2026-11-23.db")
    monkeypatch.setattr(database.apsw, "Connection", Full)
    with pytest.raises(Refused, match="no room"):
        backup.copy(NIGHT)
    assert sorted(os.listdir(folder)) == ["files", "ops-2026-11-23.db", "ops-2026-11-23.db.json"]
    assert copies.note_of(folder / "ops-2026-11-23.db") == before


# Watching ---------------------------------------------------------------------------------------------------------------


def test_the_watch_says_nothing_of_sound_copies(shop, folder):
    backup.copy(NIGHT)
    assert backup.watch(NIGHT) == backup.SOUND
    state = backup_state()
    assert (state["ok"], state["name"], state["made_at"]) == (True, "ops-2026-11-23.db", "2026-11-23T02:00:00Z")
    assert state["bytes"] == (folder / "ops-2026-11-23.db").stat().st_size
    assert Notice.select().count() == 0


def damage(copy):
    with copy.open("r+b") as file:
        file.seek(copy.stat().st_size // 2)
        file.write(b"\xff")


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (lambda copy, clock: copy.unlink(), "还没有可用的备份"),
        (lambda copy, clock: damage(copy), "备份文件 ops-2026-11-23.db 已损坏：内容与备份时不一致"),
        (
            lambda copy, clock: clock("2026-11-24 12:01"),
            "最近一次夜间备份 ops-2026-11-23.db 已超过 26 小时，请检查备份任务",
        ),
    ],
    ids=["missing", "damaged", "old"],
)
def test_a_missing_damaged_or_old_copy_is_told_once_a_day_and_again_the_next(shop, folder, clock, what, says):
    backup.copy(NIGHT)
    what(folder / "ops-2026-11-23.db", clock)
    for _ in range(2):
        assert backup.watch(NIGHT).zh == says
    notices = [(notice.role, notice.text_zh) for notice in Notice.select()]
    assert notices == [("administrator", says), ("operations_manager", says)]
    assert backup_state()["ok"] is False and backup_state()["why"][0] == says


def test_a_new_database_needs_no_copy_before_its_first_night_but_an_old_one_does(shop, folder, clock):
    assert backup.watch(NIGHT) == backup.SOUND
    clock("2026-11-24 12:01")
    assert backup.watch(NIGHT) == backup.NONE


def test_while_no_night_has_its_copy_the_quarters_do_not_hide_it_and_it_is_told_once_a_day(shop, folder, clock):
    backup.copy(NIGHT)
    for hour in (12, 13, 14):
        clock(f"2026-11-24 {hour}:01")
        change(Member, shop.wang, note=str(hour))
        backup.copy_often(NIGHT)
        assert "已超过 26 小时" in backup.watch(NIGHT).zh
        assert backup_state()["ok"] is False
    assert Notice.select().count() == 2


def test_after_a_damaged_copy_a_new_one_is_made_though_nothing_was_written(shop, folder, clock):
    backup.copy(NIGHT)
    damage(folder / "ops-2026-11-23.db")
    backup.watch(NIGHT)
    clock("2026-11-23 10:30")
    backup.copy_often(NIGHT)
    assert "ops-recent-20261123-103000.db" in databases(folder)


# Forgetting -------------------------------------------------------------------------------------------------------------


def test_fourteen_days_and_eight_weeks_of_copies_are_kept(folder):
    folder.mkdir()
    last = NIGHT
    for back in range(120):
        (folder / f"ops-{last - timedelta(days=back)}.db").touch()
    (folder / "ops-before-migration.db").touch()
    for path in backup.outdated(folder, last):
        path.unlink()
    kept = sorted(path.name[4:14] for path in folder.glob("ops-20*.db"))
    daily = [str(last - timedelta(days=back)) for back in range(13, -1, -1)]
    assert kept[-14:] == daily
    assert kept[:-14] == ["2026-10-11", "2026-10-18", "2026-10-25", "2026-11-01", "2026-11-08"]  # Sundays
    assert (folder / "ops-before-migration.db").exists()


def test_of_the_quarters_four_are_kept_and_one_for_each_of_24_hours_and_of_imports_five(folder):
    folder.mkdir()
    for day in (21, 22, 23):
        for hour in range(24):
            for minute in (0, 15, 30, 45):
                (folder / f"ops-recent-202611{day}-{hour:02d}{minute:02d}00.db").touch()
    for hour in range(8):
        (folder / f"ops-before-import-20261123-0{hour}0000.db").touch()
    backup.forget(NIGHT)
    recent = [path.stem[11:-2] for path in sorted(folder.glob("ops-recent-*"))]
    assert recent[-4:] == ["20261123-2300", "20261123-2315", "20261123-2330", "20261123-2345"]
    assert recent[:-4] == [f"20261123-{hour:02d}45" for hour in range(23)]
    assert len(list(folder.glob("ops-before-import-*"))) == 5


def test_no_copy_outlives_ninety_days_not_even_one_made_by_hand_or_kept_aside(folder, db, clock):
    folder.mkdir()
    aside = [db.with_name("ops.db.before-0003_weekly"), db.with_name("ops.db.replaced-20260801-100000")]
    hand = folder / "ops-by-hand-20260801-100000.db"
    for path in (*aside, hand):
        path.touch()
        os.utime(path, (1785000000, 1785000000))  # July 2026
    hand.with_name(f"{hand.name}.json").write_text(json.dumps({}))
    backup.forget(NIGHT)
    assert not any(path.exists() for path in (*aside, hand, hand.with_name(f"{hand.name}.json")))
