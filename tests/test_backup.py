"""Nightly copies: checked, named by their day, kept for two weeks and eight weeks, and opening in today's code."""

import stat
from datetime import date, timedelta

import apsw
import pytest

from jobs import JOBS, backup
from jobs.clock import run_due
from models.kit import Refused, database
from models.members import Member
from models.system import JobRun
from tests.shop import broken


@pytest.fixture
def folder(db, tmp_path, monkeypatch):
    monkeypatch.setattr(backup.Place, "backups", tmp_path / "backups")
    return tmp_path / "backups"


def test_a_copy_has_all_rows_passes_its_check_and_is_for_the_owner_s_eyes_only(shop, folder):
    said = backup.copy(date(2026, 11, 23))
    copy = folder / "ops-2026-11-23.db"
    assert said.startswith("ops-2026-11-23.db, ")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == [copy.name]
    database.close()
    database.open(f"sqlite:///{copy}")
    assert Member.select().count() == 2
    assert broken() == []


def test_the_clock_makes_one_copy_a_night_and_says_so(shop, folder):
    assert run_due(JOBS[:1]) == [("backup", "2026-11-23")]
    assert run_due(JOBS[:1]) == []
    assert JobRun.get(JobRun.job == "backup").result.startswith("ops-2026-11-23.db")


def test_a_copy_lies_beside_the_database_when_no_folder_is_set(shop, monkeypatch, tmp_path):
    monkeypatch.setattr(backup.Place, "backups", None)
    backup.copy(date(2026, 11, 23))
    assert (tmp_path / "backups" / "ops-2026-11-23.db").exists()


def test_fourteen_days_and_eight_weeks_of_copies_are_kept(folder):
    folder.mkdir()
    last = date(2026, 11, 23)
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


def test_a_damaged_copy_is_never_put_in_place_and_marks_the_job(shop, folder, monkeypatch):
    class Damaged(apsw.Connection):
        def pragma(self, name: str, *args):
            return "row 7 missing from index" if name == "integrity_check" else super().pragma(name, *args)

    backup.copy(date(2026, 11, 22))
    monkeypatch.setattr(database.apsw, "Connection", Damaged)
    with pytest.raises(Refused, match="damaged"):
        backup.copy(date(2026, 11, 23))
    assert [path.name for path in folder.iterdir()] == ["ops-2026-11-22.db"]
    assert run_due(JOBS[:1]) == []
    assert JobRun.get(JobRun.job == "backup").state == "failed"
