"""Columns at their own width: what stands in them is read whole, at every width of a window, with the way to the record beside it."""

from models import house
from models.kit.declare.access import system
from models.kit.declare.describe import describe_record
from pages.parts.columns import sheet_of

KINDS = {"day", "month", "moment", "phone", "money"}


def sheets() -> list[dict]:
    """Every type as its grid gets it, for somebody who sees all of it."""
    return [
        sheet_of(describe_record(record, (), system("tests")), lang)
        for record in house().records.values()
        for lang in ("zh", "en")
    ]


def test_no_title_of_a_kind_with_a_known_length_is_cut_in_any_grid(sheet, db):
    titled = [
        record for record in sheets() if (title := field_of(record)) and (title["kind"] in KINDS or title["auto"])
    ]
    assert len(titled) > 40, "the stores' days, the months and all numbered papers are among them"
    at = sheet()
    cut = at.page.evaluate(
        """async (sheets) => {
            const { columnDefs, titledCell } = await import("ops-sheet");
            const frame = document.querySelector(".ag-center-cols-container");
            const cut = [];
            for (const record of sheets) {
                const known = { ...record, view: null, byName: Object.fromEntries(record.fields.map((field) => [field.name, field])) };
                const page = getElement(Number(document.querySelector(".s-sheet").id.slice(1))).page;
                const context = { ...page.context, record: known, query: { sort: [] }, font: page.context.font };
                const column = columnDefs(context).find(({ colId }) => colId === record.title);
                const cell = document.createElement("div");
                cell.className = "ag-cell ag-cell-value";
                Object.assign(cell.style, { width: `${column.width}px`, position: "absolute" });
                const sample = known.byName[record.title].sample;
                cell.append(titledCell(sample, known));
                frame.append(cell);
                const text = cell.querySelector(".s-text");
                if (text.scrollWidth > text.clientWidth) cut.push([record.name, sample, text.scrollWidth, text.clientWidth]);
                cell.remove();
            }
            return cut;
        }""",
        titled,
    )
    assert cut == []


def field_of(described: dict) -> dict | None:
    return next((field for field in described["fields"] if field["name"] == described["title"]), None)


def test_the_bar_is_within_reach_in_a_narrow_window_and_the_page_never_scrolls_sideways(sheet):
    for width in (960, 1024, 1280, 1440, 1920):
        at = sheet(width=width)
        wide = at.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
        assert wide[0] <= wide[1], width
        for name in ("列", "刷新"):
            box = at.button(name).bounding_box()
            assert box["x"] >= 0 and box["x"] + box["width"] <= width, (width, name)


def test_reset_brings_back_order_widths_hidden_columns_and_sort_and_a_third_click_the_usual_order(sheet):
    at = sheet("bert")
    usual = at.sheet("(page) => [page.view.visible(), page.view.usualOrder()]")
    head = at.page.locator('.ag-header-cell[col-id="name"] .ag-header-cell-label')
    asked = []
    for _ in range(3):
        head.click()
        asked.append(at.sheet("(page) => page.view.sorted()"))
    assert asked == [["name"], ["-name"], usual[1]]
    at.sheet(
        "(page) => { page.view.api.moveColumns(['note'], 4); page.view.show('tags', false); page.view.sortBy(['-joined_on']); }"
    )
    assert at.sheet("(page) => page.view.visible()") != usual[0]
    at.page.goto(at.app.url + "/t/member")  # at once: what was arranged is kept on the way out
    at.ready()
    assert at.sheet("(page) => page.view.visible()") != usual[0]
    at.button("列").click()
    at.button("恢复默认").click()
    assert at.sheet("(page) => [page.view.visible(), page.view.sorted()]") == usual
    at.page.goto(at.app.url + "/t/member")
    at.ready()
    assert at.sheet("(page) => [page.view.visible(), page.view.sorted()]") == usual


def test_under_a_finger_the_sign_of_the_filter_stands_beside_the_name_of_a_number(sheet):
    at = sheet()
    at.page.context.new_cdp_session(at.page).send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    at.page.wait_for_function("matchMedia('(hover: none)').matches")
    beside = at.page.evaluate(
        """() => [...document.querySelectorAll(".s-header-right:has(.ag-header-cell-filter-button)")].map((head) => [
            head.querySelector(".ag-header-cell-text").getBoundingClientRect().right,
            head.querySelector(".ag-header-cell-filter-button").getBoundingClientRect().left,
        ])"""
    )
    assert beside and all(name <= sign for name, sign in beside), beside
