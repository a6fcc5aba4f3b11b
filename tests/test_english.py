"""What a reader of English is told: no Chinese but people's own data."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest

from models import AREAS
from models.kit import Job, changes
from models.kit.access import system
from models.kit.by_lines import told
from models.kit.params import Parameter
from models.kit.past import batches, history
from models.organization import Region

HAN = re.compile(r"[\u3400-\u9fff]")
HOUSE = ("models", "exports", "jobs", "pages")
# The name of the other language, and what is to be written into a Chinese workbook, as it must stand there.
MEANT = ("中文", "金额（元）")


def called(place):
    """Every call in a house's source: (file, line, name of what is called, arguments)."""
    for file in sorted(Path(place).rglob("*.py")):
        for one in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(one, ast.Call):
                name = getattr(one.func, "id", getattr(one.func, "attr", ""))
                yield f"{file}:{one.lineno}", name, one.args


def english_half(name, args):
    """The English of a declaration that says it in both languages: a sentence, a record type, a field, an option, a figure."""
    at = (
        2
        if name in ("Choice", "Param", "LinkField")
        else 1
        if name in ("Text", "Sheet") or name.endswith("Field")
        else None
    )
    half = args[at] if at is not None and len(args) > at else None
    return half.value if isinstance(half, ast.Constant) and isinstance(half.value, str) else ""


@pytest.mark.parametrize("place", HOUSE)
def test_no_english_half_of_a_sentence_has_chinese_in_it(place):
    halves = [(where, half) for where, name, args in called(place) if (half := english_half(name, args))]
    wrong = [(where, half) for where, half in halves if HAN.search(half) and not any(word in half for word in MEANT)]
    assert len(halves) > 20 and not wrong


@pytest.mark.parametrize("place", HOUSE)
def test_every_by_line_of_automatic_work_is_told_in_english(place):
    named = [(where, args[0]) for where, name, args in called(place) if name == "system" and args]
    words = [(where, one.value) for where, one in named if isinstance(one, ast.Constant)]
    assert not [(where, word) for where, word in words if HAN.search(told(word, "en"))]


def test_the_work_of_a_job_is_told_in_the_language_of_its_reader(boss):
    job = Job("count", lambda c, day: "", at="01:00", words=("点数", "Count"))
    with changes(who=system(job.by_line.zh), via="job", label=job.label) as c:
        id = c.add(Region, [{"code": "R9", "name": "城西"}])[0]
    id = getattr(id, "id", id)
    for lang, said in (("zh", "系统·点数"), ("en", "System · Count")):
        reader = replace(boss, lang=lang)
        assert history(Region, id, reader)[0]["who"] == said
        assert batches({"region": Region}, replace(reader, all_rights=True), mine=False)[0]["who"] == said


def test_every_unit_of_a_parameter_is_told_in_english():
    units = {one.unit for area in AREAS for one in area.params if one.unit}
    assert len(units) > 8 and not [unit for unit in units if HAN.search(Parameter.unit.show(unit, "en"))]


def test_a_persons_name_is_told_as_it_is():
    assert told("王小明", "en") == "王小明"
