"""What is past its time goes, what is not stays, and history and ledgers are never touched."""

import os
from datetime import date, timedelta

import pytest

from exports import attachments
from jobs import housekeeping
from models.accounts.tables import Session, SignInTry
from models.kit import Text, notify
from models.kit.clock import now
from models.kit.server import database
from models.kit.server.database import writing
from models.kit.write.files import Attachment, attach, detach
from models.kit.write.history import Change
from models.kit.write.notices import Notice, NoticeRead
from models.kit.write.outbox import MOST_TRIES, Outgoing
from models.kit.write.writes import changes
from models.members import Member, PointsEntry
from tests.exports.test_attachments import picture
from tests.helpers.shop import SYSTEM

TODAY = date(2026, 11, 23)
RECORDS = {"member": Member}


@pytest.fixture
def folder(db, tmp_path, monkeypatch):
    names = ("attachments", "exports", "backups", "uploads")
    database.set_folders({name: tmp_path / name for name in names})
    (tmp_path / "attachments").mkdir()
    return tmp_path / "attachments"


def ago(days: int):
    return now() - timedelta(days=days)


def test_sessions_tries_and_messages_go_each_after_its_own_time(shop, folder):
    with writing():
        for days in (199, 202):
            Session.insert(token_hash=str(days), user_id=1, made_at=ago(days), seen_at=ago(days)).execute()
        for days in (179, 182):
            SignInTry.insert(name_hash="x", address="10.0.0.1", at=ago(days), outcome="bad").execute()
        for at, (days, tries, sent) in enumerate(
            [(89, 1, True), (92, 1, True), (92, MOST_TRIES, False), (92, 3, False)]
        ):
            row = {
                "channel_id": 1,
                "key": str(at),
                "text": "x",
                "queued_at": ago(days),
                "next_at": ago(days),
                "tries": tries,
            }
            Outgoing.insert(**row, sent_at=ago(days) if sent else None).execute()
    said = housekeeping.tidy(TODAY)
    assert said.zh == "登录会话 1；登录尝试 1；已发出的消息 2"
    assert [session.token_hash for session in Session.select()] == ["199"]
    assert [message.key for message in Outgoing.select()] == ["0", "3"], "what still waits is never taken away"
    assert housekeeping.tidy(TODAY) == housekeeping.NOTHING


def test_read_notices_go_before_those_nobody_read(shop):
    for days in (80, 100, 100, 370):
        with changes(who=SYSTEM) as c:
            notify(c, Text("通知", "Notice"), roles=["administrator"])
            Notice.update(at=ago(days)).where(
                Notice.id == Notice.select(Notice.id).order_by(Notice.id.desc()).limit(1)
            ).execute()
    first, second, third, _ = [notice.id for notice in Notice.select().order_by(Notice.id)]
    with writing():
        NoticeRead.insert_many([{"notice": id, "user_id": 1, "at": now()} for id in (first, second)]).execute()
    assert housekeeping.tidy(TODAY).zh == "已读通知 1；未读旧通知 1"
    assert [notice.id for notice in Notice.select()] == [first, third]
    assert [read.notice_id for read in NoticeRead.select()] == [first]


def hang(folder, member: int) -> Attachment:
    kept = attachments.keep(picture(size=(member + 20, 30)), "照片.png", folder)
    with writing():
        return attach(SYSTEM, Member, member, kept)


def test_the_bytes_of_what_was_taken_off_go_after_a_month_and_what_hangs_stays(shop, folder):
    files = [hang(folder, shop.wang) for _ in range(3)]
    for file, days in zip(files[:2], (29, 32), strict=True):
        with writing():
            detach(SYSTEM, RECORDS, file.id)
            Attachment.update(removed_at=ago(days)).where(Attachment.id == file.id).execute()
    assert housekeeping.tidy(TODAY).zh == "已移除附件的文件 1"
    assert {path.name for path in folder.iterdir()} == {files[0].stored, files[2].stored}
    assert Attachment.select().count() == 3, "that it was there stays known"


def test_bytes_no_attachment_knows_go_after_a_month(shop, folder):
    kept = hang(folder, shop.wang)
    for name in ("a" * 32, "b" * 32):
        (folder / name).write_bytes(b"x")
    for name, days in (("a" * 32, 10), ("b" * 32, 40), (kept.stored, 40)):
        moment = housekeeping.time.time() - days * 86400
        os.utime(folder / name, (moment, moment))
    assert housekeeping.tidy(TODAY).zh == "无主的附件文件 1"
    assert {path.name for path in folder.iterdir()} == {"a" * 32, kept.stored}


def test_asked_only_what_would_go_it_takes_nothing(shop, folder):
    with writing():
        SignInTry.insert(name_hash="x", address="10.0.0.1", at=ago(400), outcome="bad").execute()
    (folder / ("b" * 32)).write_bytes(b"x")
    os.utime(folder / ("b" * 32), (0, 0))
    assert housekeeping.tidy(TODAY, go=False).zh == "登录尝试 1；无主的附件文件 1"
    assert SignInTry.select().count() == 1 and len(list(folder.iterdir())) == 1


def test_history_and_ledgers_are_never_touched_however_old(shop, folder):
    shop.buys(shop.wang, 100)
    before = Change.select().count(), PointsEntry.select().count()
    housekeeping.tidy(date(2040, 1, 1))
    assert (Change.select().count(), PointsEntry.select().count()) == before


@pytest.mark.embedded
def test_what_a_broken_upload_or_a_killed_copy_left_behind_goes_after_an_hour(db, folder):
    root = folder.parent
    for name in ("uploads", "backups", "backups/files", "exports"):
        (root / name).mkdir(exist_ok=True)
    left = [
        "uploads/x.upload",
        "attachments/x.part",
        "backups/ops-1.db.77.part",
        "backups/files/x.7.part",
        "ops.db.restoring",
    ]
    for name in left:
        (root / name).write_bytes(b"x")
        os.utime(root / name, (0, 0))
    for name in ("uploads/new.upload", "backups/ops-2026-11-23.db"):
        (root / name).write_bytes(b"x")
    os.utime(root / "backups/ops-2026-11-23.db", (0, 0))
    assert housekeeping.clear_remains(TODAY).zh == "清理临时文件 5 个"
    assert not any((root / name).exists() for name in left)
    assert (root / "uploads/new.upload").exists() and (root / "backups/ops-2026-11-23.db").exists()
