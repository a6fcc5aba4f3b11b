"""What the browser says of declared columns, and checks laid on declared types, become part of their declaration."""

import json
from dataclasses import replace

import pytest

from jobs.ejecting import eject
from models import designed
from models.design import DesignCheck, DesignField, DesignOption
from models.design.carrying import exported, planned
from models.design.outline import outline
from models.franchise import Guidance
from models.kit.formula.checks import Check
from models.kit.server import database
from models.kit.server.standing import stand
from models.kit.text import Refused
from models.organization import Store
from tests.helpers import house_before, places
from tests.helpers.door import change, made, raw, said
from tests.helpers.written_source import ROOT, copied, is_sound, run

TRY_IT = """
import json, sys
from models import AREAS, designed, house
from models.kit import system
from models.kit.ask.blank import blank
from models.kit.ask.query import Query
from models.kit.declare import check
from models.kit.declare.describe import describe_record
from models.kit.server import database
from models.kit.server.standing import stand
from models.kit.write.edits import edit

check.check(AREAS)
database.open(sys.argv[1])
with database.reading():
    stand(designed())
    who, answers = system("try"), {}
    for name in ("store", "guidance"):
        record = house().records[name]
        described = describe_record(record, (), who)
        for item in described["fields"]:  # a bound is the same number with fewer zeros
            item |= {end: item[end] and float(item[end]) for end in ("least", "most") if end in item}
        answers[name] = [described, blank(record, who), Query(record, who).rows()]
        answers[name].append({key: [*item.aka] for key, item in record.fields().items()})
    store = house().records["store"]
    tried = edit(store, [{"id": None, "set": {"code": "S9", "name": "新", "opened_on": "2026-05-01", "closed_on": "2026-04-01"}}], who=who)
    answers["refused"] = sorted(fault.text.zh for fault in tried.errors)
    answers["left"] = [len(house().records[name].rows()) for name in ("design_field", "design_option", "design_check")]
    print(json.dumps(answers, default=str, ensure_ascii=False))
"""


as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


def setting(who, record: str, field: str, **said) -> int:
    return made(DesignField, who, record_type=record, field=field, **said)


@pytest.fixture
def settled(boss, stores):
    """Labels, hints, bounds, lengths, defaults, what must be filled and what is hidden; a further option; a check."""
    setting(
        boss,
        "store",
        "address",
        zh="详细住址",
        en="Full address",
        hint_zh="到门牌",
        hint_en="Down to the door",
        longest=80,
    )
    setting(boss, "store", "monthly_rent", zh="房租", en="Rent", most="99999.5", usual="1200")
    setting(boss, "store", "area_m2", required=True, usual="30", least="5")
    setting(boss, "store", "manager", required=False, hint_zh="本店的", hint_en="Of this store")
    setting(boss, "store", "licence_no", aside=True)
    topic = setting(boss, "guidance", "topic", zh="辅导主题", en="About")
    made(DesignOption, boss, settings=topic, zh="橱窗", en="Window", tone="info")
    made(
        DesignCheck,
        boss,
        record_type="store",
        zh="退出不能早于开业",
        en="Closed before it opened",
        formula="=[退出日期]>=[开业日期]",
    )


def tried(folder, address: str) -> dict:
    done = run(folder, "-c", TRY_IT, address)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_settings_and_checks_are_ejected_and_everything_is_as_it_was(settled, stores, tmp_path, db, boss):
    option = DesignOption.rows()[0].code
    assert change(Store, boss, stores["锦江一店"], address="人民南路 1 号").state == "applied"
    copy, address = copied(tmp_path / "opsdesk"), places.url(db)
    database.close()
    before = tried(ROOT, address)
    for name in ("store", "guidance"):
        done = run(copy, "main.py", "--data", str(tmp_path / "data"), "design", "eject", name, DATABASE_URL=address)
        assert done.returncode == 0 and "的设置" in done.stderr and "留在浏览器里" not in done.stderr, done.stderr
    is_sound(copy)
    after = tried(copy, address)
    assert before.pop("left") == [6, 1, 1] and after.pop("left") == [0, 0, 0]
    assert before["refused"] == ["退出不能早于开业"]
    assert after == before
    module = (copy / "models" / "organization" / "places.py").read_text(encoding="utf-8")
    assert '"面积（㎡）", "Area (m²)", null=True, least=Decimal("5"), asked=True, usual=Decimal("30.000")' in module
    assert 'aka=("月租金", "Monthly rent")' in module and "aside=True" in module
    guidance = (copy / "models" / "franchise" / "guidance.py").read_text(encoding="utf-8")
    assert f'options=(*TOPICS, Choice("{option}", "橱窗", "Window", "info"))' in guidance


def test_what_can_not_be_said_in_source_stays_and_says_why(boss, stores):
    setting(boss, "store", "name", en="住处")
    with pytest.raises(Refused, match="no English label"):
        eject("store")
    setting(boss, "store", "address", zh="住址")
    setting(boss, "store", "code", hint_zh="照牌照", hint_en="As on the licence")
    ejected = eject("store")
    assert [text.zh for text in ejected.written] == ["门店的“住址”的设置", "门店的“门店编号”的设置"]
    assert [text.zh for text in ejected.stays] == ["“门店名称”的设置留在浏览器里：还没有英文名称，请先补上"]


def test_what_another_database_says_otherwise_stays_laid_over_the_declaration(boss, stores):
    from jobs.ejecting.takeover import put_setting_away

    setting(boss, "store", "address", zh="住址", en="Home")
    row = list(
        raw("SELECT zh, en, hint_zh, hint_en, required, usual, least, most, longest, aside FROM design_field")[0]
    )
    put_setting_away(database.handle, "store", "address", ["别的", *row[1:]], [])
    put_setting_away(database.handle, "store", "address", row, ["x1_1"])
    assert len(DesignField.rows()) == 1
    put_setting_away(database.handle, "store", "address", row, [])
    assert not DesignField.rows() and Guidance.fields()["topic"].open


def test_a_design_from_elsewhere_lays_no_check_that_is_declared_by_now(boss, stores, monkeypatch):
    made(DesignCheck, boss, record_type="store", zh="不对", en="Not so", formula="=[退出日期]>=[开业日期]")
    design = exported()
    raw("DELETE FROM design_check")
    assert [text.zh for text in planned(design).sentences] == ["门店.不对：新增"]
    holds = (Check("不对", "Not so", "=[closed_on]>=[opened_on]"),)
    monkeypatch.setattr(Store, "sheet", replace(Store.sheet, holds=holds))
    stand(designed())
    assert planned(design).sentences == []
    answer = change(Store, boss, stores["锦江一店"], opened_on="2026-05-01", closed_on="2026-04-01")
    assert said(answer) == [(0, "opened_on", "不对")] or said(answer) == [(0, "closed_on", "不对")]
    (held,) = outline(Store, boss).checks
    assert (held.id, held.label.zh, held.formula.zh) == (None, "不对", "=[退出日期]>=[开业日期]")
