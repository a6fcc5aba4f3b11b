"""Tables made in the browser become source: the modules a programmer would have written, and no row moves."""

import json
import shutil
from pathlib import Path

import pytest

from jobs.ejecting import eject
from jobs.ejecting.made import class_name, key_of
from models import designed, house
from models.design import DesignColumn, DesignStep, DesignType
from models.design.carrying import exported
from models.kit.server import database
from models.kit.text import Refused
from models.kit.write.undo import undo
from tests.helpers import equipment, house_before, places
from tests.helpers.door import change, made, new, raw, said
from tests.helpers.written_source import ROOT, copied, is_sound, run

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def company(boss, stores):
    equipment.lay_equipment(boss)
    equipment.lay_repairs(boss)
    equipment.lay_others(boss)
    return equipment.fill(boss, stores)


@pytest.fixture
def copy(tmp_path):
    return copied(tmp_path / "opsdesk")


def asked(folder: Path, what: str, *more: str) -> dict:
    """What the program in that folder answers about the database."""
    code = f"import sys; sys.path.append({str(ROOT)!r}); from tests.helpers import equipment; equipment.main(*sys.argv[1:])"
    done = run(folder, "-c", code, what, *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_tables_are_ejected_with_all_their_rows_and_go_on_as_before(company, copy, tmp_path, db):
    address = places.url(db)
    database.close()
    before = asked(ROOT, "look", address)
    on = {"DATABASE_URL": address}
    data = str(tmp_path / "data")
    alone = run(copy, "main.py", "--data", data, "design", "eject", "repair", **on)
    assert alone.returncode == 1 and "main.py design eject repair asset" in alone.stderr, alone.stderr
    dry = run(copy, "main.py", "--data", data, "design", "eject", "--dry-run", *equipment.TABLES, **on)
    assert dry.returncode == 0, dry.stderr
    assert "+class Asset(Record):" in dry.stdout and "take_table_over" in dry.stdout
    assert not list((copy / "models").rglob("*asset*"))
    done = run(copy, "main.py", "--data", data, "design", "eject", *equipment.TABLES, **on)
    assert done.returncode == 0 and "设备台账" in done.stderr, done.stderr
    is_sound(copy, ["mypy"])
    started = run(copy, "main.py", "--data", data, "design", "export", **on)
    assert started.returncode == 0, started.stderr
    assert "repair" not in started.stdout and "pieces" in started.stdout
    missing = "from models import AREAS; from models.kit.server import database; from models.migrations import missing; import sys\n"
    missing += (
        "from models.kit.declare import check; check.check(AREAS); database.open(sys.argv[1]); print(missing(AREAS))"
    )
    for place in (address, places.url(tmp_path / "other.db")):  # and one in which nobody made them
        assert run(copy, "-c", missing, place).stdout.strip() == "[]"
    after = asked(copy, "look", address)
    for login in before:
        for name in before[login]:
            assert after[login][name] == before[login][name], (login, name)
    went_on = asked(copy, "go_on", address, json.dumps(company))
    assert went_on == {
        "steps": ["refused", "refused", "applied"],
        "said": "验收要由另一个人来做：上一步是你做的",
        "early": ["保修不能早于购入"],
        "undone": ["applied", "applied"],
        "price": "1200.50",
        "number": "SB20260004",
        "reported": ["o1", True],
        "again": "refused",
    }


def test_a_name_becomes_the_class_that_is_called_so_in_addresses():
    for name, cls in {
        "device": "Device",
        "work_done": "WorkDone",
        "device_2": "Device_2",
        "a__b": "A_B",
        "t3": "T3",
    }.items():
        assert (class_name(name), key_of(cls)) == (cls, name)


def refused(*names: str) -> str:
    with pytest.raises(Refused) as why:
        eject(*names)
    return why.value.text.zh


def test_what_can_not_be_declared_is_said_of_the_whole_table_before_anything_is_written(boss, stores):
    made(DesignType, boss, zh="设备", name="thing", area="stores")
    assert refused("thing") == "“设备”还不能写成源代码：还没有英文名称，请先补上"
    table, first = DesignType.rows()[0].id, DesignColumn.rows()[0].id
    change(DesignType, boss, table, en="Thing", keyed_by="名称")
    equipment.column(boss, "thing", "颜色", "颜色", "colour")
    assert "“颜色”列：还没有英文名称" in refused("thing")
    change(DesignColumn, boss, DesignColumn.rows(DesignColumn.name == "colour")[0].id, en="Colour")
    change(DesignColumn, boss, first, en="Called")
    assert "不能重复" in refused("thing")
    change(DesignColumn, boss, first, only_once=True)
    assert eject("thing").written[0].zh == "表“设备”"
    equipment.column(boss, "thing", "身份", "Identity", "identity", "idnumber")
    assert "“身份”列：它是个人信息，请先勾选“敏感内容”" in refused("thing")
    assert "没有名为" in refused("nothing") and "分开写出" in refused("store", "thing")
    made(DesignType, boss, zh="步子", en="Step", name="step", area="stores")
    change(DesignColumn, boss, next(row.id for row in DesignColumn.rows(DesignColumn.record_type == "step")), en="A")
    assert "程序里已有叫“Step”的" in refused("step")


def test_tables_that_link_to_each_other_are_written_at_once_and_one_of_them_as_a_later_one(boss, stores):
    for zh, en, name, area in (("甲", "First", "first", "stores"), ("乙", "Second", "second", "logistics")):
        made(DesignType, boss, zh=zh, en=en, name=name, area=area)
    for row in DesignColumn.rows():
        change(DesignColumn, boss, row.id, en="Called")
    equipment.column(boss, "first", "对乙", "To second", "other", "link", target="second")
    equipment.column(boss, "second", "对甲", "To first", "other", "link", target="first")
    equipment.column(boss, "second", "上一个", "Before", "before", "link", target="second")
    files = {
        path.name: text for path, (_, text) in eject("first", "second").files.items() if path.name != "__init__.py"
    }
    assert 'other = LaterLink("First", ' in files["second.py"] and 'before = LinkField("self", ' in files["second.py"]
    assert (
        "from ..logistics.second import Second" in files["first.py"]
        or "other = LinkField(Second, " in files["first.py"]
    )


def test_whoever_was_cut_off_finishes_and_nobody_starts_in_between(boss, stores, copy, tmp_path, db):
    made(DesignType, boss, zh="设备", en="Thing", name="thing", area="stores")
    change(DesignColumn, boss, DesignColumn.rows()[0].id, en="Called")
    address = places.url(db)
    database.close()
    command = ["main.py", "--data", str(tmp_path / "data"), "design"]
    code = "import sys; from pathlib import Path; from jobs.ejecting import whole; import main\n"
    code += "real, put = whole._replace, []\n"
    code += "def cut(path, text):\n    put.append(path)\n    real(path, text) if len(put) <= {at} else __import__('os')._exit(9)\n"
    code += "whole._replace = cut; sys.argv = sys.argv[:1] + sys.argv[2:]; main.main()"
    for at in (1, 2, 3):
        folder = tmp_path / f"cut{at}"
        shutil.copytree(copy, folder)
        ran = run(folder, "-c", code.format(at=at), *command, "eject", "thing", DATABASE_URL=address)
        assert ran.returncode == 9, ran.stderr
        started = run(folder, *command, "export", DATABASE_URL=address)
        assert started.returncode == 2 and "写到一半中断" in started.stderr, started.stderr
        assert run(folder, *command, "eject", "--dry-run", "thing", DATABASE_URL=address).returncode == 2
        finished = run(folder, *command, "eject", "thing", DATABASE_URL=address)
        assert finished.returncode == 0 and "已写完" in finished.stderr, finished.stderr
        assert (folder / "models" / "stores" / "thing.py").exists() and not (folder / "models" / ".ejecting").exists()
        assert "Thing," in (folder / "models" / "stores" / "__init__.py").read_text(encoding="utf-8")
        assert len(list((folder / "models" / "migrations").glob("*_thing_declared.py"))) == 1


def test_what_the_program_declares_is_no_longer_changed_or_taken_away_in_the_browser(boss, stores):
    laid = new(DesignType, boss, {"zh": "设备", "en": "Thing", "name": "thing", "area": "stores"})
    column = equipment.column(boss, "thing", "情况", "Condition", "cond", "choice")
    equipment.options(boss, column, ("在用", "In use"), ("停用", "Out of use"))
    assert change(DesignType, boss, laid.rows[0]["id"], state_by="情况").state == "applied"
    step = made(DesignStep, boss, record_type="thing", zh="停用", en="Stop", sources=["在用"], to="停用")
    raw("UPDATE design_type SET state = 'declared'")
    raw("UPDATE design_step SET state = 'declared'")
    for answer in (change(DesignType, boss, laid.rows[0]["id"], zh="别的"), change(DesignStep, boss, step, zh="别的")):
        assert answer.state == "refused" and "已经写进程序" in said(answer)[0][2]
    assert undo(laid.batch, house().records, who=boss).state == "conflict"
    assert "zh: 设备" not in exported() and "thing" not in designed().gone
