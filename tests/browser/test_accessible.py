"""Everybody can read and reach every page: WCAG 2.1 A and AA as axe-core sees it, light and dark, Chinese and English."""

import json
import re
from pathlib import Path

import axe_playwright_python
import pytest

from models import house
from models.kit import changes, system
from models.kit.clock import today
from models.kit.server import database
from models.kit.week.rollup import close, counted, last_whole
from models.weekly import aims
from tests.browser.conftest import ROOT, patient
from tests.browser.real import Real, sign_in
from tests.over_http import world

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
ASK = """async (only) => {
  const told = await axe.run(document, {runOnly: only, resultTypes: ["violations"]});
  return told.violations.flatMap(({id, nodes}) => nodes.map(({html, any, all, none}) =>
    `${id}: ${html.slice(0, 160)} — ${[...any, ...all, ...none][0]?.message ?? ""}`));
}"""
# What comes after the page (figures, rows) is there once nothing has moved for a while.
STILL = """async () => {
  await new Promise((still) => {
    let wait = setTimeout(still, 300);
    new MutationObserver(() => { clearTimeout(wait); wait = setTimeout(still, 300); })
      .observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
  });
  await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => 0)));
}"""
WEEK = last_whole(today())
# Each page of the app, and an address of it: the grids, forms and overviews that differ most stand for their kind.
LAID_OUT = ("board", "calendar", "timeline", "cards", "pivot")
PAGES = {
    "/": ["/"],
    "/todo": ["/todo"],
    "/history": ["/history"],
    "/api-docs": ["/api-docs"],
    "/design/{record}": ["/design/member"],
    "/jobs": ["/jobs"],
    "/jobs/{name}": ["/jobs/weekly"],
    "/trace": ["/trace", "/trace?q=canary"],
    "/tables/new": ["/tables/new"],
    "/automations": ["/automations", "/automations/1"],
    "/boards": ["/boards"],
    "/board/{id:int}": ["/board/1"],
    "/board/{id:int}/edit": ["/board/1/edit"],
    "/papers": ["/papers?record=complaint", "/papers/1"],
    "/subscriptions": ["/subscriptions"],
    "/subscriptions/new": ["/subscriptions/new?record=member"],
    "/subscriptions/{id:int}": ["/subscriptions/1"],
    "/figure/new": ["/figure/new?record=complaint"],
    "/figure/{id:int}": ["/figure/1"],
    "/forms/{record}": ["/forms/complaint"],
    "/forms/{record}/{id:int}": ["/forms/complaint/1"],
    "/print/{record}": ["/print/complaint?ids=1"],
    "/trash/{record}": ["/trash/member"],
    "/odd/{record}": ["/odd/member"],
    "/stood/{record}": ["/stood/member?at=2026-11-20T00:00"],
    "/help": ["/help"],
    "/news": ["/news"],
    "/trial": ["/trial"],
    "/look-as": ["/look-as"],
    "/t/{record}": ["/t/member", "/t/store_day", "/t/user", *(f"/t/complaint?shape={kind}" for kind in LAID_OUT)],
    "/r/{record}/new": ["/r/complaint/new"],
    "/r/{record}/{id:int}": ["/r/store_opening/1", "/r/product/1"],
    "/r/store_visit/{id:int}": ["/r/store_visit/1"],
    "/r/quiz_paper/{id:int}": ["/r/quiz_paper/1"],
    "/r/{record}/{id:int}/form": ["/r/member/1/form"],
    "/r/{record}/{id:int}/overview": ["/r/store/1/overview"],
    "/r/member/{id:int}": ["/r/member/1"],
    "/r/survey/{id:int}": ["/r/survey/1"],
    "/import/{record}": ["/import/member"],
    "/a/{name}": ["/a/stores", "/a/members", "/a/training"],
    "/weekly": ["/weekly"],
    "/weekly/{name}": [f"/weekly/{WEEK}"],
    "/weekly/{name}/{part}": [f"/weekly/{WEEK}/{part}" for part in ("stores", "ranking", "revisions")],
    "/weekly/{name}/store/{id:int}": [f"/weekly/{WEEK}/store/1"],
    "/analysis/members": ["/analysis/members"],
    "/training/matrix": ["/training/matrix"],
    "/logistics/routes": ["/logistics/routes"],
}
DARK = {addresses[0]: {"dark": ["color-contrast"]} for addresses in list(PAGES.values())[::2]}
ENGLISH = ("/", "/t/member", "/r/complaint/new", "/r/product/1", f"/weekly/{WEEK}")


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    made = Real(tmp_path_factory.mktemp("readable"))
    database.close()
    database.open(f"sqlite:///{made.data}/ops.db")
    with database.reading():
        world.build()
        with changes(who=system("系统")) as c:
            close(c, house().counted, WEEK, counted(house().counted, WEEK, aims=aims(WEEK)))
    database.close()
    yield made.start()
    made.stop()


@pytest.fixture(scope="module")
def readers(app, chromium):
    """The administrator in either language, who sees every page: one window each, in which page comes after page."""
    seated = {}
    for lang in ("zh-CN", "en-GB"):
        context = patient(chromium.new_context(locale=lang, viewport={"width": 1440, "height": 900}))
        seated[lang] = context.new_page()
        sign_in(seated[lang], app.url, "ada", "/trace")
    yield seated
    for page in seated.values():
        page.context.close()


def test_every_page_is_among_those_looked_at():
    text = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "pages").rglob("*.py"))
    named = set(re.findall(r'ui\.page\("([^"]+)"', text)) | set(re.findall(r'^PATH = "([^"]+)"', text, re.M))
    assert named == PAGES.keys()


@pytest.mark.parametrize("address", [address for addresses in PAGES.values() for address in addresses])
def test_a_page_can_be_read_and_reached_by_everybody(app, readers, address):
    faults = {}
    # In the dark only colours differ, in English only words: pages of every second kind stand for the others.
    looks = {"zh-CN": {"light": ALL, **DARK.get(address, {})}} | (
        {"en-GB": {"light": ALL}} if address in ENGLISH else {}
    )
    for lang, asked in looks.items():
        page = readers[lang]
        page.emulate_media(color_scheme="light")
        answer = page.goto(app.url + address)
        assert answer.status == 200, address
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE)
        for look, rules in asked.items():
            page.emulate_media(color_scheme=look)
            page.evaluate(STILL)
            faults[lang, look] = page.evaluate(ASK, rules)
    assert not any(faults.values()), json.dumps(
        {f"{key}": value[:12] for key, value in faults.items()}, indent=1, ensure_ascii=False
    )


def test_the_sign_in_page_can_be_read_and_reached_by_everybody(app, open_page):
    page = open_page(app.url + "/login", alone=True)
    page.evaluate(AXE)
    assert page.evaluate(ASK, ALL) == []
