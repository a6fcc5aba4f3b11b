"""The design as a file: written out without ids, taken over elsewhere as one batch that can be taken back."""

import pytest
import yaml

from jobs.designing import take_over
from models import house
from models.design import DesignChoice, DesignColumn, DesignField, DesignOption
from models.design.bills import turn
from models.design.carrying import exported, planned
from models.kit.text import Refused
from models.kit.write.undo import undo
from models.organization import Store
from tests.helpers import house_before
from tests.helpers.door import change, made, raw

as_it_was = pytest.fixture(house_before.as_it_was, autouse=True)


@pytest.fixture
def written(boss, stores) -> str:
    """A design with something of everything, as a file; then the house is as it was declared."""
    rank = made(DesignColumn, boss, record_type="store", zh="级别", name="rank", kind="choice", after="code")
    made(DesignChoice, boss, column=rank, zh="高", tone="negative")
    made(DesignColumn, boss, record_type="store", zh="面积数", name="size", kind="count", least="0")
    made(DesignColumn, boss, record_type="store", zh="一半", name="half", kind="formula", formula="=[面积数]/2")
    made(DesignColumn, boss, record_type="member", zh="偏好", name="taste", kind="line")
    car = made(DesignField, boss, record_type="vehicle", field="kind", zh="车辆类别")
    made(DesignOption, boss, settings=car, zh="三轮车", tone="info")
    return exported()


ELSEWHERE = """\
columns:
  member:
    taste:
      zh: 偏好
      en: Taste
  store:
    half:
      zh: 一半
      en: Half
      kind: formula
      formula: '=[size]/2'
    rank:
      zh: 级别
      en: Rank
      kind: choice
      after: code
      options:
      - zh: 高
        en: High
        tone: negative
    size:
      zh: 面积数
      en: Size
      kind: count
      least: '0'
settings:
  vehicle:
    kind:
      zh: 车辆类别
      options:
      - zh: 三轮车
        en: Trike
        tone: info
"""


def test_a_design_is_the_same_text_whenever_it_is_written_and_names_no_ids(written):
    design = yaml.safe_load(written)
    assert design["columns"]["store"]["rank"] == {
        "zh": "级别",
        "en": "级别",
        "kind": "choice",
        "after": "code",
        "options": [{"zh": "高", "en": "高", "tone": "negative"}],
    }
    assert design["settings"]["vehicle"]["kind"]["options"] == [{"zh": "三轮车", "en": "三轮车", "tone": "info"}]
    assert written == exported() and "id:" not in written
    assert list(yaml.safe_load(exported(("members",)))["columns"]) == ["member"]
    assert planned(written).sentences == []
    assert planned(written.replace("zh: 偏好", "zh: 偏好\n      kind: line")).sentences == []  # as it would be anyhow


def test_a_design_comes_into_another_house_as_one_batch_and_goes_again(boss, stores, tmp_path):
    path, said = tmp_path / "design.yaml", []
    path.write_text(ELSEWHERE, encoding="utf-8")
    assert take_over(path, True, said.append) == 0
    assert len(said) == 5 and all("新增" in text.zh for text in said) and not DesignColumn.rows()
    assert take_over(path, False, said.append) == 0
    assert yaml.safe_load(exported()) == yaml.safe_load(ELSEWHERE)
    assert {"rank", "size", "half"} <= Store.facts().readable.keys()
    assert house().records["vehicle"].fields()["kind"].options[-1].zh == "三轮车"
    ((batch,),) = raw("SELECT MAX(batch_id) FROM change WHERE record LIKE 'design_%'")
    assert undo(batch, house().records, who=boss).state == "applied"
    assert "rank" not in Store.facts().readable


def test_differences_are_told_as_sentences_and_only_they_are_written(written, boss, tmp_path):
    size = next(row for row in DesignColumn.rows() if row.name == "size")
    change(DesignColumn, boss, size.id, zh="面积", required=True)
    plan = planned(written)
    assert [sentence.zh for sentence in plan.sentences] == [
        "门店.size：中文名称 面积 → 面积数；英文名称 面积 → 面积数；必填 是 → 否"
    ]
    path = tmp_path / "design.yaml"
    path.write_text(written, encoding="utf-8")
    assert take_over(path, False, lambda _: None) == 0 and exported() == written


@pytest.mark.parametrize("text", ["", "[1]", "a: b", "{", "columns: 5", "columns: {store: [1]}"])
def test_what_is_no_design_is_refused(boss, text):
    with pytest.raises(Refused, match="main.py design export"):
        planned(text)


def test_a_file_that_can_not_be_taken_over_changes_nothing_and_says_why(boss, stores, tmp_path):
    path = tmp_path / "design.yaml"
    for text, why in (
        ("columns: {nothing: {a: {zh: 甲}}}", "没有这张表"),
        ("columns: {store: {a: {zh: 甲}, b: {zh: 甲}}}", "已有一列"),
        ("columns: {store: {a: {zh: 甲, kind: music}}}", "music"),
    ):
        path.write_text(text, encoding="utf-8")
        for dry in (True, False):
            with pytest.raises(Refused) as refused:
                take_over(path, dry, lambda _: None)
            assert why in refused.value.text.zh and not DesignColumn.rows()


def test_options_of_a_kind_that_a_column_is_no_more_stay_behind(boss, stores, tmp_path):
    rank = made(DesignColumn, boss, record_type="store", zh="级别", name="rank", kind="choice")
    made(DesignChoice, boss, column=rank, zh="高")
    turn(Store, "rank", {"set": {"kind": "line"}}, 0, who=boss)
    assert DesignChoice.rows() and "options" not in exported()
    ((batch,),) = raw("SELECT MAX(batch_id) FROM change WHERE record = 'design_column'")
    assert undo(batch, house().records, who=boss).state == "applied"
    assert yaml.safe_load(exported())["columns"]["store"]["rank"]["options"] == [{"zh": "高", "en": "高"}]
