"""What CONTRIBUTING.md tells people who join is true: its recipes are followed to the letter, and what it names is there."""

import json
import re

from tests.house import test_readme
from tests.house.test_readme import ROOT, block, run

copy = test_readme.copy

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:python|text)\n(.*?)```", TEXT, re.S)
TRY_IT = """
import json, sys
from datetime import date
from nicegui import app

from pages import broken_assets
from models import AREAS, accounts, assets, house
from models.kit import changes, system
from models.kit.declare import check
from models.kit.server import database
from models.kit.write.edits import edit
from models.kit.week.rollup import counted
from models.kit.clock import week_of
from models.organization import Store

check.check(AREAS)
database.open(sys.argv[1])
with database.writing():
    from models.kit.server.database import handle
    handle.create_tables([assets.Asset], safe=True)
with database.reading():
    accounts.seed_roles(AREAS)
    who = system("contributing")
    edit(Store, [{"id": None, "set": {"code": "S1", "name": "锦江一店"}}], who=who)
    def add(**given):
        values = {"no": "A1", "name": "冰柜", "store": "S1", "bought_on": "2026-11-24", **given}
        done = edit(assets.Asset, [{"id": None, "set": values}], who=who)
        return [fault.text.zh for fault in done.errors]
    told = [add(serial="7"), add(price="200000"), add(serial="SN7", price="3200")]
    said = assets.report_broken(assets.Asset.rows()[0].id, who=who).zh
    figure = counted([assets.AREA], week_of(date(2026, 11, 24)))["assets_bought", None].value
    with changes(who=who) as c:
        job = assets.AREA.jobs[0].fn(c, date(2026, 11, 24)).zh
    broken_assets.mount()
    page = "/broken-assets" in {getattr(route, "path", "") for route in app.routes}
    listed = [row["no"] for row in broken_assets.broken(who)]
    repaired = house().actions["asset_repair"].fn(assets.Asset.rows()[0].id, reason="换了压缩机", who=who).zh
    print(json.dumps({"told": told, "said": said, "figure": str(figure), "job": job, "step": repaired, "page": [page, listed]}))
"""


def followed() -> str:
    """models/assets.py of the README, with every recipe in it."""
    text, (*above, lines, _, face) = block('"""Assets'), BLOCKS
    imports, field_type = above[0].split("\n\n", 1)
    types, rules = f"{field_type}\n\n{above[1]}", above[3]
    field, state, check, *area = [line for line in (lines + face).splitlines() if line.strip()]
    text = text.replace("\nSTATES = ", f"{imports}\n\n{types}\nSTATES = ", 1)
    text = text.replace("\n\nclass Asset(", f"\n{above[2]}\n\nclass Asset(", 1)
    text = re.sub(r"\n    state = .*", f"\n{state}", text, count=1)
    text = text.replace("\n    sheet = Sheet(", f"{field}\n\n    sheet = Sheet(", 1)
    text = text.replace('scopes={"store": "store"})', f'scopes={{"store": "store"}}, {check.strip()})', 1)
    text = text.replace("\nAREA = Area(", f"\n{rules}\n\nAREA = Area(", 1)
    return text.replace("    records=(Asset,),\n", "    records=(Asset,),\n" + "\n".join(area) + "\n", 1)


def test_a_field_type_a_rule_a_step_a_button_a_figure_a_job_and_a_page_of_the_recipes_work(copy, tmp_path):
    (copy / "models" / "assets.py").write_text(followed(), encoding="utf-8")
    (copy / "pages" / "broken_assets.py").write_text(BLOCKS[-2], encoding="utf-8")
    company = copy / "models" / "__init__.py"
    text = company.read_text(encoding="utf-8")
    text = text.replace("    department,\n", "    assets,\n    department,\n", 1)
    company.write_text(text.replace("members.AREA,", "members.AREA, assets.AREA,", 1), encoding="utf-8")
    (copy / "try_it.py").write_text(TRY_IT, encoding="utf-8")
    tried = run(copy, "try_it.py", f"sqlite:///{tmp_path / 'ops.db'}")
    assert tried.returncode == 0, tried.stderr
    assert json.loads(tried.stdout) == {
        "told": [
            ["“7”不是序列号，应以 SN 开头"],
            ["A1 的购入价 200000.00 超过 10 万元，请改走固定资产审批"],
            [],
        ],
        "said": "A1 已报修",
        "figure": "3200.00",
        "job": "1 件待修",
        "step": "修好：现为“在用”",
        "page": [True, ["A1"]],
    }


def test_every_file_the_map_and_the_recipes_name_is_there():
    named = re.findall(r"`((?:models|exports|jobs|pages|tests)(?:/[\w.]+)*)`", TEXT)
    there = {name for name in named if (ROOT / name).exists()}
    assert set(named) - there == {"models/assets.py", "pages/broken_assets.py"} and len(there) > 8
    for name in ("CHANGELOG.md", "SECURITY.md", "README.md"):
        assert (ROOT / name).exists()
