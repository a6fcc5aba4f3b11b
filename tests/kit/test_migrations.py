"""The schema: declarations and migrations agree, upgrades leave a copy behind, an older program keeps its hands off."""

import pytest

from models import AREAS, migrations
from models.kit import Refused
from models.kit.server import database
from tests.helpers import places


def test_the_migrations_lead_to_exactly_what_the_declarations_say(db):
    assert migrations.missing(AREAS) == []


@pytest.mark.embedded
def test_opening_a_database_again_changes_nothing(db):
    before = database.handle.execute_sql("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    database.close()
    database.open(places.url(db))
    with database.reading():
        assert database.handle.execute_sql("SELECT sql FROM sqlite_master ORDER BY name").fetchall() == before


def test_a_database_of_a_newer_program_is_refused_with_a_sentence(db):
    with database.writing():
        database.handle.execute_sql("INSERT INTO schema_migration (name, applied) VALUES ('9999_later', '2030-01-01')")
    database.close()
    with pytest.raises(Refused) as error:
        database.open(places.url(db))
    assert "升级程序" in error.value.text.zh


@pytest.mark.embedded
def test_an_upgrade_leaves_a_copy_of_the_database_as_it_was(db, tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in database.MIGRATIONS.glob("0*.py"):
        (folder / path.name).write_bytes(path.read_bytes())
    later = "def up(migrator, db):\n    db.execute_sql('CREATE TABLE later (id INTEGER)')\n"
    (folder / "8000_later.py").write_text(later)
    database.close()
    monkeypatch.setattr(database, "MIGRATIONS", folder)
    database.open(places.url(db))
    with database.reading():
        assert database.handle.table_exists("later")
    assert [path.name for path in db.parent.glob("*.before-*")] == ["ops.db.before-8000_later"]


def test_an_upgrade_that_fails_midway_leaves_the_old_schema(db, tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in database.MIGRATIONS.glob("0*.py"):
        (folder / path.name).write_bytes(path.read_bytes())
    broken = "def up(migrator, db):\n    db.execute_sql('CREATE TABLE half (id INTEGER)')\n    raise ValueError('power cut')\n"
    (folder / "8000_broken.py").write_text(broken)
    database.close()
    monkeypatch.setattr(database, "MIGRATIONS", folder)
    with pytest.raises(ValueError, match="power cut"):
        database.open(places.url(db))
    with database.reading():
        assert not database.handle.table_exists("half")


def test_an_indexed_field_added_later_gets_its_column_and_its_index_once(db, tmp_path, monkeypatch):
    with database.writing():
        database.handle.execute_sql('DROP INDEX IF EXISTS "member_segment"')
        database.handle.execute_sql('ALTER TABLE "member" DROP COLUMN "segment"')
    folder = tmp_path / "migrations"
    folder.mkdir()
    for path in database.MIGRATIONS.glob("0*.py"):
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.setattr(database, "MIGRATIONS", folder)
    monkeypatch.setattr(migrations, "FOLDER", folder)
    with database.reading():
        assert migrations.write(AREAS, "segment") is not None
    database.close()
    database.open(places.url(db))
    with database.reading():
        assert migrations.missing(AREAS) == []
