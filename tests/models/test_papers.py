"""Paper templates: whose they are, what is written into them, and that nobody reads more on paper than on the screen."""

import hashlib
import io
import zipfile
from dataclasses import replace

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from exports import attachments
from exports.papers.checking import answer as looked_at
from exports.papers.making import made as made_papers
from exports.papers.records import RecordScheme
from jobs.designing import take_over, write_out
from models import house
from models.design import DesignColumn, DesignPaper, papers_for
from models.design.carrying import exported, planned
from models.design.papers import XLSX, put_book, stored_book
from models.kit import changes, system
from models.kit.declare.access import Grant
from models.kit.server import database
from models.kit.text import Refused
from models.kit.write.history import Batch
from models.kit.write.undo import undo
from models.members import Member, Purchase
from models.organization import Region, Store
from tests.conftest import person
from tests.helpers import house_before
from tests.helpers.door import change, made, new, said
from tests.helpers.templates import as_bytes

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def file(stored="s1", name="单据.xlsx", kind=XLSX) -> dict:
    return {"name": name, "kind": kind, "size": 9, "stored": stored, "digest": "0" * 64}


def kept(who, book: dict | None = None, **sets) -> int:
    with changes(who=who) as c:
        id = c.create(DesignPaper, **{"name": "门店卡", "record_type": "store", **sets}).id
        put_book(c, id, book or file())
    return id


def workbook(*texts: str) -> Workbook:
    book = Workbook()
    for row, text in enumerate(texts, 1):
        book.active.cell(row, 1, text)
    return book


def filled(who, monkeypatch, tmp_path, book: Workbook, record: str | None, **order) -> list[list]:
    """What the papers say, sheet by sheet, made as the child would."""
    monkeypatch.setattr("exports.papers.making.asking", lambda order: who)
    path = tmp_path / "book.xlsx"
    path.write_bytes(as_bytes(book))
    asked = {"kind": "row", "path": str(path), "name": "单据.xlsx", "record": record, "zip": False, **order}
    data = b"".join(made_papers(asked, lambda share, text: None))
    if data[:2] == b"PK" and order.get("zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [[name] for name in archive.namelist()]
    return [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in load_workbook(io.BytesIO(data))]


@pytest.fixture
def shops(boss, stores) -> dict[str, int]:
    north = made(Region, boss, code="N", name="城北")
    for id in stores.values():
        assert change(Store, boss, id, region=north).state == "applied"
    return stores


def test_a_paper_is_filled_along_links_and_many_of_them_stand_on_sheets(boss, shops, monkeypatch, tmp_path):
    book = workbook("{{门店名称}}", "{{区域.区域名称}}", "编号 {{门店编号}}", "{{STORE}}")
    ids = list(shops.values())
    (said_first, said_second) = filled(boss, monkeypatch, tmp_path, book, "store", ids=ids)
    assert said_first == ["锦江一店", "城北", "编号 S1", "锦江一店"] and said_second[0] == "武侯一店"
    assert filled(boss, monkeypatch, tmp_path, book, "store", ids=ids, zip=True) == [
        ["锦江一店.xlsx"],
        ["武侯一店.xlsx"],
    ]


def test_nobody_reads_more_on_paper_than_on_the_screen(boss, shops, chen, monkeypatch, tmp_path):
    """Chen is kept to one store: rows of others are not there, hidden columns are said not to be shown."""
    book = workbook("{{门店名称}}", "{{区域.区域名称}}")
    own, other = shops["锦江一店"], shops["武侯一店"]
    grants = {**chen.grants, "store": Grant("x", "store", "see export", rows="store", hidden={"region"})}
    narrow = replace(chen, grants=grants)
    assert filled(narrow, monkeypatch, tmp_path, book, "store", ids=[other, own]) == [["锦江一店", "（不可查看）"]]
    with pytest.raises(Refused):
        filled(narrow, monkeypatch, tmp_path, book, "store", ids=[other])
    unseeing = replace(chen, grants={name: grant for name, grant in grants.items() if name != "region"})
    assert (
        filled(
            replace(unseeing, grants=unseeing.grants | {"store": Grant("x", "store", "see export", rows="store")}),
            monkeypatch,
            tmp_path,
            book,
            "store",
            ids=[own],
        )[0][1]
        == "（不可查看）"
    )


def test_lines_that_are_not_seen_are_said_not_to_be_shown(boss, shops, monkeypatch, tmp_path):
    member = made(Member, boss, card_no="1001", name="王小明", home_store=shops["锦江一店"])
    reader = replace(person("Li", "viewer", 9), grants={"member": Grant("x", "member", "see export")})
    book = workbook("{{姓名}}", "{{消费记录.小票号}}")
    assert filled(reader, monkeypatch, tmp_path, book, "member", ids=[member])[0][1] == "（不可查看）"


def test_lines_repeat_in_the_order_people_know_them_by(boss, shops, monkeypatch, tmp_path):
    member = made(Member, boss, card_no="1001", name="王小明", home_store=shops["锦江一店"])
    store = shops["锦江一店"]
    for n in (1, 2):
        sets = {"receipt_no": f"P{n}", "member": member, "store": store, "amount": f"{n}.00"}
        made(Purchase, boss, **sets, purchased_at=f"2026-11-2{n} 10:00")
    book = workbook("{{姓名}}", "{{序号}}", "{{消费记录.序号}} {{消费记录.实付金额}}")
    said_lines = filled(boss, monkeypatch, tmp_path, book, "member", ids=[member])[0]
    assert said_lines[0] == "王小明" and said_lines[2:] == ["1 ¥2.00", "2 ¥1.00"]


def test_a_list_is_written_as_its_view_has_it_with_totals(boss, shops, monkeypatch, tmp_path):
    book = workbook("{{视图名称}}：{{行数}}", "{{序号}} {{门店名称}}", "完")
    asked = {"filter": {"code": {"eq": "S2"}}, "sort": ["name"], "search": ""}
    sheets = filled(boss, monkeypatch, tmp_path, book, "store", kind="list", asked=asked, view="二店")
    assert sheets == [["二店：1", "1 武侯一店", "完"]]
    asked = {"filter": {}, "sort": ["-code"], "search": ""}
    sheets = filled(boss, monkeypatch, tmp_path, book, "store", kind="list", asked=asked, view="")
    assert sheets == [["门店：2", "1 武侯一店", "2 锦江一店", "完"]]


def test_more_lines_than_a_paper_holds_are_refused_and_not_left_out(boss, shops, monkeypatch, tmp_path):
    for module in ("records", "making"):
        monkeypatch.setattr(f"exports.papers.{module}.MOST_LINES", 1)
    asked = {"filter": {}, "sort": ["code"], "search": ""}
    for book in (workbook("{{序号}} {{门店名称}}"), workbook("共 {{行数}} 家")):
        with pytest.raises(Refused, match="over 1 row,"):
            filled(boss, monkeypatch, tmp_path, book, "store", kind="list", asked=asked)
    asked = {**asked, "filter": {"code": {"eq": "S2"}}}
    assert filled(boss, monkeypatch, tmp_path, book, "store", kind="list", asked=asked) == [["共 1 家"]]
    north = Store.row(shops["锦江一店"]).region
    with pytest.raises(Refused, match="门店: over 1 row,"):
        filled(boss, monkeypatch, tmp_path, workbook("{{门店.门店名称}}"), "region", ids=[north])


def test_a_workbook_is_looked_at_on_a_real_row_before_it_is_kept(boss, shops, monkeypatch, tmp_path):
    monkeypatch.setattr("exports.papers.checking.asking", lambda order: boss)
    path = tmp_path / "book.xlsx"
    path.write_bytes(as_bytes(workbook("{{门店名称}}", "{{门店名字}}", "{{员工.姓名}}")))
    looked = looked_at(
        {"path": str(path), "name": "a.xlsx", "kind": "row", "record": "store", "id": shops["武侯一店"]}, None
    )
    unknown = {"sheet": "Sheet", "cell": "A2", "mark": "门店名字", "nearest": "门店名称", "written": ""}
    assert looked["unknown"] == [unknown]
    assert looked["cells"][0] == {"sheet": "Sheet", "cell": "A1", "mark": "门店名称", "text": "武侯一店"}
    assert looked["repeats"][0]["first"] == 3 and looked["of"] == "武侯一店"


def test_names_in_both_languages_and_of_renamed_columns_are_known_and_secrets_are_not(boss):
    scheme = RecordScheme(Store, boss)
    assert scheme.find("门店名称") == scheme.find("stORE") == scheme.find("name")
    assert scheme.find("区域.区域名称").path == ("region", "name") and scheme.find("区域.没有") is None
    made(DesignColumn, boss, record_type="store", zh="招牌", en="Sign", kind="line", name="sign")
    assert RecordScheme(Store, boss).find("招牌").path == ("sign",)


def test_a_template_is_kept_by_who_may_edit_all_of_its_type_and_taken_back_with_its_workbook(boss, stores):
    id = kept(boss)
    first = stored_book(DesignPaper.row(id))
    with changes(who=boss) as c:
        put_book(c, id, file("s2", "新.xlsx"))
    assert [entry["name"] for entry in DesignPaper.row(id).workbook] == ["新.xlsx"]
    batch = Batch.select(Batch.id).order_by(Batch.id.desc()).scalar()
    assert undo(batch, house().records, who=boss).state == "applied"
    assert stored_book(DesignPaper.row(id)).id == first.id
    designer = replace(person("Dee", "viewer", 7), grants={"design_paper": Grant("x", "design_paper", "see add edit")})
    refused = new(DesignPaper, designer, {"name": "我的", "record_type": "store"})
    assert refused.state == "refused" and "须能修改" in said(refused)[0][2]


@pytest.mark.parametrize(
    ("sets", "why"),
    [
        ({"name": "甲", "kind": "row"}, "请选择"),
        ({"name": "甲", "kind": "week", "record_type": "store"}, "周会材料"),
        ({"name": "门店卡", "record_type": "member"}, "已存在"),
        ({"name": "ABC", "record_type": "member"}, "只差大小写"),
        ({"name": "甲", "record_type": "nothing"}, "nothing"),
    ],
)
def test_a_template_that_cannot_be_is_refused_in_words(boss, stores, sets, why):
    kept(boss)
    kept(boss, file("s2"), name="abc")
    answer = new(DesignPaper, boss, sets)
    assert answer.state == "refused" and why in said(answer)[0][2]


def test_only_workbooks_go_into_a_template(boss, stores):
    with pytest.raises(Refused), changes(who=boss) as c:
        id = c.create(DesignPaper, name="图", record_type="store").id
        put_book(c, id, file(kind="application/pdf", name="a.pdf"))


def test_templates_are_offered_to_who_may_take_rows_out_of_the_house(boss, stores, chen):
    kept(boss)
    kept(boss, file("s2"), name="停用的", active=False)
    kept(boss, file("s3"), name="周会", kind="week", record_type=None)
    assert [paper.name for paper in papers_for(Store, boss)] == ["门店卡"]
    assert [paper.name for paper in papers_for(None, boss)] == ["周会"]
    seeing = replace(chen, grants={**chen.grants, "store": Grant("x", "store", "see", rows="store")})
    assert papers_for(Store, seeing) == [] and papers_for(Store, system("x")) != []


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Where attachments lie."""
    path = tmp_path / "attachments"
    path.mkdir()
    monkeypatch.setattr(database, "folder_of", lambda name: tmp_path / name)
    return path


def designed_with(boss, folder, *texts) -> int:
    with changes(who=boss) as c:
        id = c.create(DesignPaper, name="门店卡", record_type="store").id
        book = attachments.placed(as_bytes(workbook(*texts)), "门店卡.xlsx", XLSX, folder)
        attachments.settle(folder, book["stored"], True)
        put_book(c, id, book)
    return id


def test_a_template_goes_into_another_house_with_its_workbook_and_once_there_differs_in_nothing(
    boss, stores, folder, capsys
):
    id = designed_with(boss, folder, "{{名称}}")
    write_out([])
    written, path = capsys.readouterr().out, folder.parent / "design.yaml"
    path.write_text(written, encoding="utf-8")
    assert planned(written).sentences == []
    with changes(who=boss) as c:
        put_book(c, id, file("other"))
    sentences = []
    take_over(path, True, sentences.append)
    assert [text.zh for text in sentences] == ["单据模板“门店卡”：工作簿换成“门店卡.xlsx”"]
    with changes(who=boss) as c:
        c.remove(DesignPaper, [id])
    before = {entry.name for entry in folder.iterdir()}
    take_over(path, True, sentences.append)
    assert {entry.name for entry in folder.iterdir()} == before, "what is only tried leaves no file"
    take_over(path, False, sentences.append)
    (row,) = DesignPaper.rows()
    kept_there = folder / stored_book(row).stored
    assert (
        row.record_type == "store"
        and load_workbook(io.BytesIO(kept_there.read_bytes())).active["A1"].value == "{{名称}}"
    )
    assert planned(written).sentences == [] and not list(folder.glob("*.part"))
    write_out([])
    assert capsys.readouterr().out == written
    batch = Batch.select(Batch.id).order_by(Batch.id.desc()).scalar()
    assert undo(batch, house().records, who=boss).state == "applied" and not DesignPaper.rows()


def test_a_design_with_a_workbook_that_is_damaged_missing_or_none_is_refused_in_words(boss, stores, folder, capsys):
    id = designed_with(boss, folder, "{{名称}}")
    write_out(["organization"])
    written, path = capsys.readouterr().out, folder.parent / "design.yaml"
    lacking = exported()  # nobody read the bytes
    assert "门店卡" in written and "content" not in lacking and "门店卡" not in exported(("members",))
    with changes(who=boss) as c:
        c.remove(DesignPaper, [id])
    digest = next(line.split()[-1] for line in written.split("\n") if "digest" in line)
    nonsense = {"name": "甲.xlsx", "digest": hashlib.sha256(b"PK").hexdigest(), "content": b"PK"}
    said = {"papers": {"甲": {"record_type": "store", "workbook": nonsense}}}
    for text, why in (
        (lacking, "没有它的工作簿"),
        (written.replace(digest, "0" * 64), "校验值不符"),
        (yaml.safe_dump(said, allow_unicode=True), "甲.xlsx"),
        (written.replace("record_type: store", "record_type: nothing"), "没有这张表"),
    ):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Refused) as refused:
            take_over(path, False, lambda _: None)
        assert why in refused.value.text.zh and not DesignPaper.rows()
    designed_with(boss, folder, "x")
    other = planned(written.replace("record_type: store", "record_type: member"))
    assert "用在别的表" in other.wrong[0].zh
