"""Below a row stand the rows that link to it: found, sorted, edited and added to in place, with pictures, and on a phone."""

import io
import time

from PIL import Image
from playwright.sync_api import expect

STORES = (("L1", "东街店", "80"), ("L2", "西街店", "20"), ("L3", "北门店", "50"))


def write(client, record: str, *rows: dict) -> list[dict]:
    changes = [{"id": None, "set": row} for row in rows]
    answer = client.post(f"/{record}/changes", {"op": f"linked-{time.monotonic_ns()}", "changes": changes})
    assert answer["state"] == "applied", answer
    return answer["rows"]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 60, 40)).save(out, "PNG")
    return out.getvalue()


def test_linked_rows_are_searched_sorted_edited_added_to_and_given_pictures_where_they_stand(app, sit, tmp_path):
    at, anna = sit("anna", 9), app.person("anna")
    [region] = write(anna, "region", {"name": "关联区", "code": "LR"})
    stores = [{"code": code, "name": name, "address": size, "region": region["id"]} for code, name, size in STORES]
    write(anna, "store", *stores)
    write(
        anna,
        "design_column",
        {"record_type": "store", "zh": "门头照", "kind": "picture", "name": "front", "after": "code"},
    )
    at.page.goto(f"{app.url}/r/region/{region['id']}")
    linked = at.page.locator(".o-linked")
    linked.locator(".o-tab").filter(has_text="门店").first.click()

    def cell(row: int, name: str):
        return linked.locator(f'.ag-row[row-index="{row}"] [col-id="{name}"]')

    expect(linked.locator(".s-count")).to_have_text("共 3 行")
    linked.locator(".s-search input").fill("西街")
    expect(linked.locator(".s-count")).to_have_text("共 1 行")
    expect(cell(0, "name")).to_contain_text("西街店")
    linked.locator(".s-search input").fill("")
    expect(linked.locator(".s-count")).to_have_text("共 3 行")
    head = linked.locator('.ag-header-cell[col-id="code"]')
    expect(cell(0, "code")).to_contain_text("L1")
    head.click()  # it stood in the order of the codes
    expect(cell(0, "code")).to_contain_text("L3")

    cell(0, "name").click()
    at.keys.type("北门新店")
    at.keys.press("Enter")
    expect(cell(0, "name")).to_contain_text("北门新店")
    cell(0, "front").dblclick()
    dialog = at.page.locator("dialog.s-dialog")
    path = tmp_path / "门头.png"
    path.write_bytes(picture())
    dialog.locator('input[type="file"]').set_input_files(path)
    expect(dialog.locator(".s-file img")).to_have_count(1)
    dialog.get_by_role("button", name="关闭", exact=True).last.click()
    expect(cell(0, "front").locator("img")).to_have_count(1)

    write(anna, "store", {"code": "L4", "name": "南门店", "region": region["id"]})
    expect(linked.locator(".s-count")).to_have_text("共 4 行")
    at.drained()
    assert app.ask("SELECT name FROM store WHERE code = ?", "L3") == [("北门新店",)]

    at.page.set_viewport_size({"width": 390, "height": 844})
    at.page.reload()
    linked.locator(".o-tab").filter(has_text="门店").first.click()
    expect(linked.get_by_text("北门新店").first).to_be_visible()
    assert at.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
