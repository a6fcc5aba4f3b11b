"""What was exported comes back and changes nothing: every record type, both languages, both kinds of file."""

from dataclasses import replace

import pytest

from exports import book, importing
from models import RECORDS
from models.kit import database, system
from models.kit.query import Query
from tests.over_http import world

BOSS = system("tests")
IMPORTABLE = [key for key, record in RECORDS.items() if "import" in record.sheet.allowed]
MAKERS = {"xlsx": book.as_xlsx, "csv": book.as_csv}


@pytest.fixture(scope="module")
def made(fresh, tmp_path_factory):
    """Two rows of every record type, in a database of their own."""
    path = tmp_path_factory.mktemp("there and back") / "ops.db"
    path.write_bytes(fresh.read_bytes())
    database.close()
    database.open(f"sqlite:///{path}")
    with database.reading():
        yield world.build()
    database.close()


def exported(key, ending, who) -> bytes:
    query = Query(RECORDS[key], who)
    return b"".join(MAKERS[ending](query, book.columns_of(RECORDS[key], query.shown), who))


def brought_back(key, data, ending, who, folder, **options) -> dict:
    path = folder / f"{key}.{ending}"
    path.write_bytes(data)
    return importing.run(path, path.name, RECORDS[key], who, options={"dry_run": True, **options}).wire("zh")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ending", MAKERS)
@pytest.mark.parametrize("key", IMPORTABLE)
def test_what_was_exported_changes_nothing_when_it_comes_back(made, key, ending, lang, tmp_path):
    who = replace(BOSS, lang=lang)
    told = brought_back(key, exported(key, ending, who), ending, who, tmp_path)
    assert (told["new"], told["changed"], told["faulty"]) == (0, 0, []), told
    assert told["unchanged"] == told["total"] == len(RECORDS[key].rows())
