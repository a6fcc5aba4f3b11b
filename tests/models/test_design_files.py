"""Columns of files and pictures: put there one by one, as ordinary changes; seen by whoever sees the column and the row."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from exports.incoming import importing
from exports.write import book
from models import house
from models.design import DesignColumn
from models.kit.ask.past import history
from models.kit.ask.query import Query
from models.kit.declare.access import Grant
from models.kit.text import Refused
from models.kit.write.edits import edit
from models.kit.write.files import Attachment, attach_to, attachment, files_of, removed_before, take_off
from models.kit.write.undo import undo
from models.kit.write.writes import changes
from models.organization import Store
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import change, made, said

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def column(who, kind="picture", **more) -> str:
    return DesignColumn.row(
        made(DesignColumn, who, record_type="store", zh="门头照", kind=kind, seen_by="all", **more)
    ).name


def stored(name="门头.jpg", kind="image/jpeg"):
    return {
        "name": name,
        "kind": kind,
        "size": 10,
        "stored": f"{name}-{Attachment.select().count()}",
        "digest": "0" * 64,
    }


def put(who, id, name, file=None) -> tuple[int, int]:
    """The batch, and the id of the file."""
    with changes(who=who, via="form") as c:
        held = attach_to(c, Store, id, name, file or stored())
    return c.batch_id, held[-1]["id"]


def cell(who, id, name):
    return Query(Store, who).row(id).get(name)


def test_a_picture_in_a_column_is_a_change_of_its_cell_and_no_file_of_the_row(boss, stores):
    name, store = column(boss), stores["锦江一店"]
    batch, file = put(boss, store, name)
    put(boss, store, name, stored("侧面.png", "image/png"))
    assert cell(boss, store, name) == [
        {"id": file, "name": "门头.jpg", "picture": True},
        {"id": file + 1, "name": "侧面.png", "picture": True},
    ]
    assert files_of(Store, store) == [] and attachment(boss, house().records, file).name == "门头.jpg"
    traced = next(entry for entry in history(Store, store, boss)[0]["cells"] if entry["field"] == name)
    assert (traced["from"], traced["to"]) == ("门头.jpg", "门头.jpg、侧面.png")
    assert [row["id"] for row in Query(Store, boss, {name: {"empty": False}}).rows()] == [store]
    assert undo(batch, house().records, who=boss).state == "conflict"


def test_what_is_taken_off_comes_back_by_undo_and_its_bytes_stay_as_long_as_it_is_held(boss, stores, clock):
    name, store = column(boss), stores["锦江一店"]
    _, file = put(boss, store, name)
    with changes(who=boss, via="form") as c:
        assert take_off(c, attachment(boss, house().records, file), house().records) == []
    with pytest.raises(Refused):
        attachment(boss, house().records, file)
    later = Attachment.get_by_id(file).removed_at.replace(year=2100)
    assert [attachment.id for attachment in removed_before(later, house().records)] == [file]
    assert undo(c.batch_id, house().records, who=boss).state == "applied"
    assert attachment(boss, house().records, file).id == file and removed_before(later, house().records) == []
    deleted = edit(Store, [], who=boss, delete=[store])
    with pytest.raises(Refused):
        attachment(boss, house().records, file)
    assert removed_before(later, house().records) == [], "its row may come back, and the file with it"
    assert (
        undo(deleted.batch, house().records, who=boss).state == "applied" and cell(boss, store, name)[0]["id"] == file
    )


def test_who_may_only_add_rows_takes_no_file_of_others_out_of_a_cell(boss, stores):
    name, store = column(boss), stores["锦江一店"]
    _, file = put(boss, store, name)
    adds = Grant("administrator", "store", "see add")
    ada = person("Ada", "administrator", 77)
    other = replace(ada, grants=MappingProxyType({**ada.grants, "store": adds}))
    _, own = put(other, store, name)
    with pytest.raises(Refused), changes(who=other) as c:
        take_off(c, attachment(other, house().records, file), house().records)
    with changes(who=other) as c:
        take_off(c, attachment(other, house().records, own), house().records)
    assert [held["id"] for held in cell(boss, store, name)] == [file]


def test_what_was_never_put_there_cannot_be_typed_forged_or_imported(boss, stores, tmp_path):
    name, (store, other) = column(boss), stores.values()
    _, file = put(boss, store, name)
    for wrong in ("门头.jpg", [{"id": file, "name": "x", "picture": True}], None, [file]):
        answer = change(Store, boss, other, **{name: wrong})
        assert answer.state == "refused" and said(answer)[0][1] == name and "上传" in said(answer)[0][2]
    for ending, make in (("xlsx", book.as_xlsx), ("csv", book.as_csv)):
        query, path = Query(Store, boss), tmp_path / f"stores.{ending}"
        path.write_bytes(b"".join(make(query, book.columns_of(Store, query.shown), boss)))
        imported = importing.run(path, path.name, Store, boss, options={"dry_run": True}).wire("zh")
        assert (imported["new"], imported["changed"], imported["faulty"], imported["unchanged"]) == (0, 0, [], 2), (
            imported
        )


def test_a_column_of_pictures_takes_no_pdf_and_one_of_files_does(boss, stores):
    store, pdf = stores["锦江一店"], stored("证照.pdf", "application/pdf")
    name = column(boss)
    with pytest.raises(Refused, match="pictures only"):
        put(boss, store, name, pdf)
    papers = DesignColumn.row(made(DesignColumn, boss, record_type="store", zh="证照", kind="file", seen_by="all")).name
    _, file = put(boss, store, papers, pdf)
    assert cell(boss, store, papers) == [{"id": file, "name": "证照.pdf", "picture": False}]


def test_who_sees_the_column_masked_or_not_at_all_gets_neither_names_nor_pictures(boss, bo, stores):
    name, store = column(boss), stores["锦江一店"]
    _, file = put(boss, store, name)
    grant = bo.grants["store"]
    assert attachment(bo, house().records, file).id == file
    masked = replace(bo, grants={**bo.grants, "store": replace(grant, masked=grant.masked | {name})})
    hidden = replace(bo, grants={**bo.grants, "store": replace(grant, hidden=grant.hidden | {name})})
    assert cell(masked, store, name) == "***" and name not in Query(Store, hidden).row(store)
    for who in (masked, hidden):
        with pytest.raises(Refused):
            attachment(who, house().records, file)
        with pytest.raises(Refused), changes(who=who, via="form") as c:
            attach_to(c, Store, store, name, stored())
    with pytest.raises(Refused), changes(who=bo, via="form") as c:  # may see, may not edit
        attach_to(c, Store, store, name, stored())
