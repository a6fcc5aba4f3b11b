"""Exports: the view a person has, as a workbook that Excel opens and an import takes back."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from exports.read.reading import read
from exports.write import book, worker
from exports.write.painting import FILLS
from models.accounts import Role, User
from models.accounts.rights import who_for
from models.kit.ask.query import BadQuery, Query
from models.kit.text import Refused
from models.kit.write.edits import edit
from models.members import Member
from models.organization import Region, Supplier
from tests.conftest import person


@pytest.fixture
def members(boss, stores):
    rows = [
        {"card_no": "00012", "name": "=1+1", "phone": "13800001111", "home_store": "锦江一店", "gender": "女"},
        {
            "card_no": "00013",
            "name": "王小明",
            "birthday": "1980-03-01",
            "joined_on": "2025-12-31",
            "tags": "老顾客，转介绍",
        },
    ]
    answer = edit(Member, [{"id": None, "set": row} for row in rows], who=boss)
    assert answer.state == "applied"


def written(query, who, names=None) -> bytes:
    return b"".join(book.as_xlsx(query, names or book.columns_of(query.record, query.shown), who))


def test_an_export_has_the_labels_of_the_reader_and_text_stays_text(boss, members):
    sheet = load_workbook(BytesIO(written(Query(Member, boss, sort=["card_no"]), boss))).active
    assert [cell.value for cell in sheet[1]][:3] == ["会员卡号", "姓名", "手机号"]
    assert [cell.value for cell in sheet[2]][:4] == ["00012", "=1+1", "13800001111", "女"]
    assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_dates_and_numbers_are_real_ones(boss, members):
    names = ["card_no", "birthday", "points", "spend_12m"]
    sheet = load_workbook(BytesIO(written(Query(Member, boss, sort=["-card_no"]), boss, names))).active
    assert sheet["B2"].is_date and sheet["B2"].value.isoformat()[:10] == "1980-03-01"
    assert sheet["C2"].value == 0 and sheet["D2"].number_format == "#,##0.00"


def test_whoever_sees_phones_masked_exports_them_masked(bo, members):
    text = str(read(written(Query(Member, bo), bo), "m.xlsx").sheets[0].rows)
    assert "138****1111" in text and "13800001111" not in text and "1980-03-01" not in text


def test_what_is_masked_in_a_file_is_masked_there_alone(boss):
    assert edit(Supplier, [{"id": None, "set": {"code": "S1", "name": "甲厂", "phone": "13800001111"}}], who=boss).rows
    query = Query(Supplier, person("Qi", "quality", 104))
    leaving = query.taken_away()
    assert (query.shown["phone"], leaving.shown["phone"]) == ("full", "masked")
    assert [row["phone"] for row in (*query.rows(), *leaving.rows())] == ["13800001111", "138****1111"]


def test_pinyin_that_only_searches_use_is_left_out_unless_it_is_asked_for(boss, members):
    shown = Query(Member, boss).shown
    names = book.columns_of(Member, shown)
    assert "name_py" in shown and "name_py" not in names and "name" in names
    assert book.columns_of(Member, shown, ["name_py"]) == ["name_py"]


def test_columns_that_are_not_shown_cannot_be_asked_for(bo, members):
    with pytest.raises(BadQuery):
        book.columns_of(Member, Query(Member, bo).shown, ["password_hash"])


@pytest.fixture
def keeper(boss, members):
    """A user in the database, whom a process of its own can find again."""
    role = Role.select(Role.id).where(Role.code == "members_service").scalar()
    answer = edit(User, [{"id": None, "set": {"login": "mei", "name": "梅", "role": role}}], who=boss)
    assert answer.state == "applied", answer.errors
    return who_for(answer.rows[0]["id"])


def test_a_long_export_made_by_its_own_process_has_the_same_rows(keeper):
    query = Query(Member, keeper, sort=["card_no"])
    names = book.columns_of(Member, query.shown)
    made = b"".join(worker.chunks(keeper, "member", {"sort": ["card_no"]}, names, "csv"))
    assert made == b"".join(book.as_csv(query, names, keeper))


def test_a_download_that_is_broken_off_ends_its_process(keeper):
    made = worker.chunks(keeper, "member", {}, ["card_no"], "csv")
    assert next(made)
    made.close()
    assert list(made) == []


def test_a_process_that_fails_breaks_the_download_instead_of_ending_it_early(keeper):
    with pytest.raises(Refused):
        list(worker.chunks(keeper, "member", {"filter": {"nonsense": {"eq": 1}}}, ["card_no"], "csv"))


def test_a_long_list_misses_no_row(boss):
    rows = [{"id": None, "set": {"name": f"区域{number:04}"}} for number in range(2500)]
    assert edit(Region, rows, who=boss).state == "applied"
    lines = b"".join(book.as_csv(Query(Region, boss, sort=["name"]), ["name"], boss)).decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines] == ["区域名称", *(f"区域{number:04}" for number in range(2500))]


RULES = [
    {"filter": {"gender": {"eq": "female"}}, "tone": "negative", "column": "gender"},
    {"filter": {"name": {"eq": "=1+1"}}, "tone": "warning"},
    {"column": "points", "show": "bar"},
    {"column": "spend_12m", "show": "scale"},
]


def colours_of(sheet) -> list[list[str | None]]:
    return [[cell.fill.fgColor.rgb[2:] if cell.fill.fill_type else None for cell in row] for row in sheet.iter_rows(2)]


def test_what_a_view_colours_is_filled_in_its_workbook_and_bars_are_excels_own(boss, members):
    query, names = Query(Member, boss, sort=["card_no"]), ["card_no", "gender", "note", "points", "spend_12m"]
    file = b"".join(book.as_xlsx(query, names, boss, colours=RULES))
    sheet = load_workbook(BytesIO(file)).active
    warning, negative = FILLS["warning"], FILLS["negative"]
    top = colours_of(sheet)[0]
    assert top[:5] == [warning, negative, warning, warning, warning], (
        "a cell's rule before the row's, and empty cells too"
    )
    assert any(not any(line) for line in colours_of(sheet)[1:]), "who meets none stays white"
    drawn = {
        str(part.sqref): [rule.type for rule in rules] for part, rules in sheet.conditional_formatting._cf_rules.items()
    }
    last = len(Member.rows()) + 1
    assert drawn == {f"D2:D{last}": ["dataBar"], f"E2:E{last}": ["colorScale"]}
    again = read(file, "m.xlsx").sheets[0].rows
    assert again == read(written(query, boss, names), "m.xlsx").sheets[0].rows


def test_a_colour_says_nothing_that_is_masked_in_a_file(boss):
    made = edit(Supplier, [{"id": None, "set": {"code": "S1", "name": "甲厂", "phone": "13800001111"}}], who=boss)
    assert made.state == "applied"
    query = Query(Supplier, person("Qi", "quality", 104))
    rules = [{"filter": {"phone": {"eq": "13800001111"}}, "tone": "negative"}]
    sheet = load_workbook(BytesIO(b"".join(book.as_xlsx(query, ["code"], query.who, colours=rules)))).active
    assert not any(any(line) for line in colours_of(sheet))
    with pytest.raises(BadQuery):
        b"".join(book.as_xlsx(query, ["code"], query.who, colours=[{"tone": "negative"}]))
