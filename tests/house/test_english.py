"""What a reader of English is told: no Chinese but people's own data."""

import ast
import re
from dataclasses import replace
from pathlib import Path

import pytest
from nicegui.testing import User

import exports.weeks.closing  # noqa: F401  what it writes into rows it declares
from models import AREAS
from models.kit import Job, changes, own_words
from models.kit.ask.past import batches, history
from models.kit.ask.query import Query
from models.kit.ask.titles import titles_of
from models.kit.by_lines import spoken
from models.kit.declare.access import system
from models.kit.declare.params import Parameter, seed_params
from models.members import PointsEntry
from models.organization import Region
from pages.api.docs import IN_CHINESE
from pages.api.routes import router
from tests.helpers import desk

HAN = re.compile(r"[\u3400-\u9fff]")
HOUSE = ("models", "exports", "jobs", "pages")
# The name of the other language, and what is to be written into a Chinese workbook, as it must stand there.
MEANT = ("中文", "金额（元）")


def called(place):
    """Every call in a house's source: (file, line, name of what is called, arguments)."""
    for file in sorted(Path(place).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                yield f"{file}:{node.lineno}", name, node.args


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
    words = [(where, node.value) for where, node in named if isinstance(node, ast.Constant)]
    assert not [(where, word) for where, word in words if HAN.search(spoken(word, "en"))]


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
    units = {param.unit for area in AREAS for param in area.params if param.unit}
    assert len(units) > 8 and not [unit for unit in units if HAN.search(Parameter.unit.show(unit, "en"))]


def test_a_persons_name_is_told_as_it_is():
    assert spoken("王小明", "en") == "王小明"


# The app's own words in rows -------------------------------------------------------------------------------------------------


def kept_by_the_house():
    """What the app writes into rows, and what it is told as in English."""
    return {
        "系统·积分到期清零": "System · Expire points",
        "到期清零": "Expired",
        "礼盒预订（23 家店）、双十一（2 家店）": "礼盒预订 (in 23 stores), 双十一 (in 2 stores)",
        "新增会员（锦江一店）": "New members (锦江一店)",
        "新增会员（12 家店）": "New members (12 stores)",
        "让利 20% 超出政策允许的 10%；订单 TG1 已逾期 3 天": "20% off the list price; the policies allow 10%; order TG1 is 3 days overdue",
        "3 天": "3 days",
        "团购：十里养老院": "Group order of 十里养老院",
        "历史数据更正": "Earlier data was corrected",
    }


@pytest.mark.parametrize(("kept", "english"), kept_by_the_house().items())
def test_what_the_app_wrote_into_a_row_is_told_in_the_readers_language(kept, english):
    assert own_words.spoken(kept, "zh") == kept
    assert own_words.spoken(kept, "en") == english


@pytest.mark.parametrize(
    "kept", ["老王（邻居）", "她说：头晕、乏力；要退货", "退货（破损）\n已换新", "停售 3 天", "共 12 家店"]
)
def test_what_a_person_wrote_is_told_as_it_is(kept):
    assert own_words.spoken(kept, "en") == kept


def test_a_file_that_was_exported_in_english_says_what_is_stored():
    reason = PointsEntry.fields()["reason"]
    for given, same in (("到期清零", True), ("Expired", True), ("Expired early", False), (None, False)):
        assert reason.same("到期清零", given) is same
    assert reason.same(None, None) and not reason.same(None, "Expired")


def test_parameters_are_called_in_english_in_grids_links_and_titles(boss):
    seed_params([param for area in AREAS for param in area.params], boss)
    reader = replace(boss, lang="en")
    rows = Query(Parameter, reader).rows(limit=500)
    assert len(rows) > 50 and not [row["name"] for row in rows if HAN.search(row["name"])]
    titles = titles_of(Parameter, {row["id"] for row in rows}, reader)
    assert not [title for title in titles.values() if HAN.search(title)]
    assert HAN.search(Query(Parameter, boss).rows()[0]["name"])


@pytest.mark.parametrize("place", ["models", "jobs"])
def test_no_rule_writes_a_sentence_that_could_not_be_told_in_english(place):
    """Reasons that rules give stand as a Text that was declared, not as bare Chinese."""
    bare = []
    for file in sorted(Path(place).rglob("*.py")):
        if {"demo", "migrations"} & {*file.parts}:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            pairs = zip(node.keys, node.values, strict=True) if isinstance(node, ast.Dict) else ()
            named = [(getattr(key, "value", None), value) for key, value in pairs]
            named += [(key.arg, key.value) for key in getattr(node, "keywords", ())]
            bare += [
                f"{file}:{value.lineno} {value.value}"
                for key, value in named
                if key in ("reason", "by", "note", "title") and isinstance(getattr(value, "value", None), str)
                if HAN.search(value.value) and "starters" not in file.name
            ]
    assert not bare


# Pages -----------------------------------------------------------------------------------------------------------------------

folder = pytest.fixture(desk.folder)
NAMED = ("中文", "系统管理员")  # the other language's own name, and what the first administrator is called


def read_aloud(user) -> set[str]:
    """What the page at hand shows and what a screen reader says of it; a grid's rows come later, and with both languages."""
    texts = {user.client.title} if isinstance(user.client.title, str) else set()
    for element in user.client.elements.values():
        said = [element.props.get(name) for name in ("label", "title", "aria-label", "placeholder", "alt")]
        texts |= {text for text in (getattr(element, "text", None), *said) if isinstance(text, str)}
        texts.update(getattr(element, "texts", ()))  # the frame's
    return texts


async def test_every_kind_of_page_speaks_english_to_whoever_reads_english(folder, user: User):
    await user.http_client.get("/healthz")
    [store] = desk.put("store", {"code": "S1", "name": "North"})
    await desk.sign_in(user, lang="en")
    plain = [
        "/",
        "/todo",
        "/history",
        "/jobs",
        "/jobs/weekly",
        "/weekly",
        "/trace",
        "/training/matrix",
        "/logistics/routes",
        "/analysis/members",
        "/api-docs",
        "/t/parameter",
        "/import/member",
        "/r/complaint/new",
        f"/r/store/{store}",
    ]
    for path in plain + [f"/a/{area.name}" for area in AREAS]:
        await user.open(path)
        texts = read_aloud(user)
        assert len(texts) > 8, path
        wrong = [text for text in texts if HAN.search(text) and not any(name in text for name in NAMED)]
        assert not wrong, (path, wrong)


def test_the_page_of_the_api_tells_each_route_in_both_languages():
    assert {route.name for route in router.routes} == set(IN_CHINESE)
    assert all(route.summary for route in router.routes)
