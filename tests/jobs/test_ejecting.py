"""What was made in the browser becomes source: the lines a programmer would have written, and every value stays where it is."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playhouse.migrate import SchemaMigrator

from jobs.designing import become_source
from jobs.ejecting import eject
from jobs.ejecting import source as sources
from jobs.ejecting.source import Source, reaches
from jobs.ejecting.spelling import literal, spelled
from jobs.ejecting.takeover import take_over
from models import house
from models.design import KINDS, DesignChoice, DesignColumn, DesignType
from models.design.columns import options_of
from models.design.kinds import field_of
from models.kit import fields
from models.kit.formula import fields as reckoned
from models.kit.formula.traced import TracedField
from models.kit.server import database
from models.kit.text import Refused, Text
from models.kit.write.undo import undo
from models.organization import Employee, Store
from tests.helpers import house_before
from tests.helpers.door import change, made, new, raw, said

ROOT = Path(__file__).parent.parent.parent
TRY_IT = """
import json, sys
from models import AREAS, designed, house
from models.kit import system
from models.kit.ask.query import Query
from models.kit.declare import check
from models.kit.server import database
from models.kit.server.standing import stand
from models.migrations import missing

check.check(AREAS)
database.open(sys.argv[1])
with database.reading():
    stand(designed())
    store, who = house().records["store"], system("try")
    print(json.dumps({
        "rows": Query(store, who, sort=["code"]).rows(), "declared": [name for name in ("rank", "taste", "owner") if name in store._meta.fields],
        "lacks": missing(AREAS), "made": [row.name for row in house().records["design_column"].rows() if row.state == "active"],
        "grid": store.facts().grid, "search": store.facts().search, "states": [row.state for row in house().records["design_column"].rows()],
    }))
"""


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def first(stores) -> int:
    return next(iter(stores.values()))


@pytest.fixture
def designed_store(boss, stores) -> list[int]:
    """A choice, words, money, two links, a formula, a look and a roll-up; the first store has something in each."""
    rank = made(DesignColumn, boss, record_type="store", zh="级别", en="Rank", name="rank", kind="choice", after="code")
    made(DesignChoice, boss, column=rank, zh="高", en="High", tone="negative")
    for values in (
        {
            "zh": "偏好",
            "en": "Taste",
            "name": "taste",
            "hint_zh": "爱说“好”",
            "hint_en": 'Says "good"',
            "after": "name",
        },
        {
            "zh": "押金",
            "en": "Deposit",
            "name": "deposit",
            "kind": "money",
            "least": "0",
            "most": "1000.5",
            "usual": "20",
        },
        {"zh": "业主", "en": "Owner", "name": "owner", "kind": "person"},
        {"zh": "总店", "en": "Head store", "name": "head", "kind": "link", "target": "store"},
        {"zh": "比例", "en": "Part", "name": "part", "kind": "percent", "digits": "1"},
        {"zh": "加倍", "en": "Twice", "name": "twice", "kind": "formula", "formula": '=IF([押金]>0,[押金]*2,"")'},
        {"zh": "总店名", "en": "Head", "name": "head_name", "kind": "lookup", "through": "head", "picks": "[门店名称]"},
        {"zh": "人数", "en": "Staff", "name": "staff", "kind": "rollup", "target": "employee", "through": "store"},
        {"zh": "建于", "en": "Made at", "name": "made_at", "kind": "created_at"},
    ):
        made(DesignColumn, boss, record_type="store", **values)
    employee = made(Employee, boss, staff_no="E9", name="孙七", store=first(stores))
    values = {
        "rank": "高",
        "taste": "清淡",
        "deposit": "12.50",
        "owner": employee,
        "head": list(stores.values())[1],
        "part": "12.5",
    }
    assert change(Store, boss, first(stores), **values).state == "applied"
    return list(stores.values())


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The project in a folder where it may be written to."""
    folder = tmp_path / "opsdesk"
    for name in ("models", "jobs", "exports", "pages"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("main.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI"))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, env=environment, timeout=300
    )


@pytest.mark.embedded
def test_ejected_columns_start_declared_with_every_value_and_nothing_to_migrate(designed_store, copy, tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    before = {row["id"]: row for row in json.loads(json.dumps(house_rows()))}
    raw(f"VACUUM INTO '{data / 'ops.db'}'")
    done = run(copy, "main.py", "--data", str(data), "design", "eject", "store")
    assert done.returncode == 0 and "级别" in done.stderr, done.stderr
    for words in (("check", "models"), ("format", "--check", "models")):
        ran = run(copy, "-m", "ruff", *words)
        assert ran.returncode == 0, ran.stdout

    (copy / "try_it.py").write_text(TRY_IT, encoding="utf-8")
    tried = run(copy, "try_it.py", f"sqlite:///{data / 'ops.db'}")
    assert tried.returncode == 0, tried.stderr
    after = json.loads(tried.stdout)
    assert {row["id"]: row for row in after["rows"]} == before
    assert after["declared"] == ["rank", "taste", "owner"] and set(after["states"]) == {"declared"}
    assert after["grid"] == list(Store.facts().grid) and after["search"] == list(Store.facts().search)
    assert after["lacks"] == [] and not after["made"]


def house_rows() -> list[dict]:
    from models.kit import system
    from models.kit.ask.query import Query

    return Query(Store, system("try"), sort=["code"]).rows()


def test_a_dry_run_prints_the_difference_and_writes_nothing(designed_store, capsys):
    printed = []
    assert become_source(["store"], True, printed.append) == 0
    difference = "".join(printed)
    assert '+    rank = ChoiceField("级别", "Rank", options=RANKS, null=True, open=True, keepers=True)\n' in difference
    assert "+++ b/models/organization/places.py\n" in difference and "--- /dev/null\n" in difference
    assert '+    part = DecimalField("比例（%）", "Part (%)"' in difference  # the head of a declared one says the unit
    assert not list((ROOT / "models" / "migrations").glob("*_store_declared.py"))


def test_what_can_not_be_declared_yet_stays_and_says_why(boss, stores):
    made(DesignColumn, boss, record_type="store", zh="面积数", name="size", kind="count", en="面积数")
    made(DesignColumn, boss, record_type="store", zh="身份", en="Identity", name="identity", kind="idnumber")
    made(
        DesignColumn,
        boss,
        record_type="store",
        zh="一半",
        en="Half",
        name="half",
        kind="formula",
        formula="=[面积数]/2",
    )
    made(
        DesignColumn,
        boss,
        record_type="store",
        zh="四分",
        en="Quarter",
        name="quarter",
        kind="formula",
        formula="=[一半]/2",
    )
    with pytest.raises(Refused, match="no English label"):
        eject("store")
    made(DesignColumn, boss, record_type="store", zh="口味", en="Taste", name="taste", kind="line")
    ejected = eject("store")
    assert [text.zh for text in ejected.written] == ["门店的“口味”"]
    assert [text.zh for text in ejected.stays] == [
        "“面积数”留在浏览器里：还没有英文名称，请先补上",
        "“身份”留在浏览器里：它是个人信息，请先勾选“敏感内容”",
        "“一半”留在浏览器里：它用到自己加的“面积数”（门店）",
        "“四分”留在浏览器里：它用到自己加的“一半”（门店）",
    ]
    for name, why in (("region", "没有自己加的列"), ("nothing", "没有名为")):
        with pytest.raises(Refused) as refused:
            eject(name)
        assert why in refused.value.text.zh


def test_what_needs_a_made_table_stays_until_that_is_written(boss, stores):
    made(DesignType, boss, zh="设备", en="Devices", name="device", area="stores")
    for values in (
        {"zh": "主设备", "en": "Main device", "name": "main", "kind": "link", "target": "device"},
        {"zh": "口味", "en": "Taste", "name": "taste", "kind": "line"},
    ):
        made(DesignColumn, boss, record_type="store", **values)
    (stays,) = eject("store").stays
    assert stays.zh.startswith("“主设备”留在浏览器里：它用到浏览器里建的表“设备”，请先写出那张表")


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_every_kind_is_spelled_as_the_field_it_is(boss, stores, kind):
    more = {
        "link": {"target": "region"},
        "running": {"pattern": "WX{YYYY}{0000}"},
        "formula": {"formula": "=1+1"},
        "lookup": {"through": "region", "picks": "[name]"},
        "rollup": {"target": "employee", "through": "store", "figure": "count", "condition": '[status]="active"'},
    }.get(kind, {})
    hint = {"hint_zh": "说明", "hint_en": "Hint"} if "hint" in KINDS[kind].takes else {}
    id = made(DesignColumn, boss, record_type="store", zh="某列", en="Some", name="some", kind=kind, **more, **hint)
    row = DesignColumn.row(id)
    item, again = field_of(row, options_of(id)), field_of(row, options_of(id))
    names = {**vars(fields), **vars(reckoned), "TracedField": TracedField, "Text": Text, "Employee": Employee}
    made_of = spelled(again, Store, "()")
    made_again = eval(made_of.code, names | {"Region": house().records["region"]})  # noqa: S307
    assert type(made_again) is type(item)
    apart = {"name", "model", "_order", "_sort_key", "_known", "_options"}
    values = {name: value for name, value in vars(item).items() if name not in apart}
    assert {name: vars(made_again)[name] for name in values} == values


@pytest.mark.parametrize(
    "text",
    [
        "好",
        'say "no"',
        "it's",
        "both ' and \"",
        "back\\slash",
        "line\nend",
        "\u202e",
    ],
)
def test_any_text_is_written_so_that_python_reads_the_same(text):
    assert eval(literal(text, set())) == text  # noqa: S307
    assert literal(text, set()).isprintable()


def test_a_link_that_would_make_modules_import_each_other_is_declared_as_a_later_one(boss, stores):
    for name, target in (("best", "member"), ("zone", "region"), ("goods", "product"), ("twin", "store")):
        made(
            DesignColumn,
            boss,
            record_type="store",
            zh=f"列{name}",
            en=name.title(),
            name=name,
            kind="link",
            target=target,
        )
    text = next(text for path, (before, text) in eject("store").files.items() if before is not None)
    assert (
        'best = LaterLink("Member", ' in text
        and "zone = LinkField(Region, " in text
        and 'twin = LinkField("self", ' in text
    )
    assert reaches("models.members", "models.organization") and not reaches("models.organization", "models.members")


def test_source_is_edited_in_place_and_all_else_stays(tmp_path, monkeypatch):
    module = tmp_path / "models" / "some.py"
    module.parent.mkdir()
    module.write_text(
        '''"""Some 某."""

from .kit import LineField, Record, Sheet  # what is needed


class One(Record):
    """One."""

    name = LineField("名", "Name")  # 名称

    sheet = Sheet("一", "One", columns=("name",))


class Two(Record):
    two = LineField("二", "Two")
    sheet = Sheet("二", "Two")
''',
        encoding="utf-8",
    )
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    source = Source(module)
    source.take("models.kit", "DayField")
    source.take("models.kit.fields", "UrlField")
    source.take("decimal", "Decimal")
    source.line("One", 'a = LineField("甲", "A")', "name")
    source.line("Two", 'b = LineField("乙", "B")', None)
    source.constant("Two", "XS = ()")
    source.lists("One", "columns", ["a"], "name")
    source.lists("Two", "search", ["b"])
    lines = source.text().splitlines()
    assert lines[2] == "from .kit import LineField, Record, Sheet, DayField  # what is needed"
    assert "from .kit.fields import UrlField" in lines and "from decimal import Decimal" in lines
    at = lines.index('    name = LineField("名", "Name")  # 名称')
    assert lines[at + 1] == '    a = LineField("甲", "A")'
    assert '    sheet = Sheet("一", "One", columns=("name", "a",))' in lines or 'columns=("name", "a")' in source.text()
    assert source.text().index("XS = ()") < source.text().index("class Two")
    assert 'sheet = Sheet("二", "Two", search=("b",))' in source.text()


def test_taking_over_renames_what_was_made_here_and_adds_what_was_not(boss, stores):
    import peewee

    column = made(DesignColumn, boss, record_type="store", zh="口味", en="Taste", name="taste", kind="line")
    assert change(Store, boss, first(stores), taste="清淡").state == "applied"
    migrator = SchemaMigrator.from_database(database.handle.obj)
    text = {name: peewee.CharField(null=True, max_length=200) for name in ("taste", "taste_py")}
    take_over(Ran(migrator), database.handle, "store", ("store", "taste", "line"), text)
    assert raw("SELECT taste, taste_py FROM store WHERE id = ?", first(stores)) == [("清淡", "qingdan qd")]
    assert DesignColumn.row(column).state == "declared"
    take_over(
        Ran(migrator),
        database.handle,
        "region",
        ("region", "size", "count"),
        {"size": peewee.BigIntegerField(null=True)},
    )
    assert raw("SELECT COUNT(size) FROM region") == [(0,)]
    answer = change(DesignColumn, boss, column, zh="别的")
    assert answer.state == "refused" and "已经写进程序" in said(answer)[0][2]


class Ran:
    """What a migration is handed."""

    def __init__(self, migrator):
        self.migrator, self.add_column = migrator, migrator.add_column

    def migrate(self, *operations):
        for operation in operations:
            operation.run()


def test_undoing_that_a_column_was_made_is_refused_once_it_is_declared(boss, stores):
    answer = new(
        DesignColumn, boss, {"record_type": "store", "zh": "口味", "en": "Taste", "name": "taste", "kind": "line"}
    )
    raw("UPDATE design_column SET state = 'declared'")
    taken = undo(answer.batch, house().records, who=boss)
    assert taken.state == "conflict" and [row.state for row in DesignColumn.rows()] == ["declared"]
    assert not [column for column in Store.facts().gone if column == "taste"]
