"""What a flat workbook brings of a record's lines: the lines' own columns, said once."""

import pytest

from models import AREAS
from models.stores.visits import StoreVisit, VisitItem

BRINGING = [record for area in AREAS for record in area.records if record.sheet.brings]


@pytest.mark.parametrize("record", BRINGING, ids=lambda record: record.key())
def test_a_column_of_the_lines_is_called_and_read_as_the_lines_have_it_and_may_stay_empty(record):
    lines, brings = record.sheet.brings.lines(), record.sheet.brings
    for name in brings.names.split():
        own, brought = lines.fields()[name], record.arriving()[name]
        assert type(brought) is type(own) and brought.label == own.label and brought.parse("") is None
        assert set(brought.aka) <= set(own.aka) and brought is not own
        assert not brought.required and brought.setter is None and brought.default is None
    assert set(record.facts().brought) == {*brings.names.split(), *brings.more}


def test_what_the_record_itself_is_called_by_means_the_record():
    assert "备注" in VisitItem.fields()["remark"].aka and StoreVisit.fields()["note"].label.zh == "备注"
    assert "备注" not in StoreVisit.arriving()["remark"].aka and "问题" in StoreVisit.arriving()["remark"].aka


def test_what_the_lines_are_is_left_as_it_was():
    assert VisitItem.fields()["text"].setter == "approve" and VisitItem.fields()["text"].required
    assert VisitItem.fields()["na"].default is False
