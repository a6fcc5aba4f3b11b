"""A person changes many rows at once, sees beforehand what will happen, and takes it back with one key."""

from playwright.sync_api import expect


def test_a_column_of_the_ticked_rows_is_changed_and_text_replaced_and_taken_back(app, sit):
    anna = sit("anna", 13)
    page, ids = anna.page, [anna.id(row) for row in range(3)]
    dialog = page.get_by_role("dialog")

    def stand(text: str) -> None:
        assert [app.cell(id, "address") for id in ids] == [text] * 3

    for row in range(3):
        page.locator(f'.ag-row[row-index="{row}"] .s-tick').click()
    page.get_by_role("button", name="批量修改").click()
    page.get_by_role("menuitem", name="批量修改…").click()
    dialog.get_by_label("哪一列").select_option(label="地址")
    dialog.get_by_label("内容").fill("锦江区批量路")
    dialog.get_by_role("button", name="预览").click()
    expect(dialog.get_by_text("共 3 行，会改 3 行")).to_be_visible()
    dialog.get_by_role("button", name="修改 3 行").click()
    expect(page.get_by_text("已改 3 行，可撤销")).to_be_visible()
    stand("锦江区批量路")

    anna.cell(0, "name").click()
    page.keyboard.press("Control+h")
    dialog.get_by_label("查找", exact=True).fill("批量")
    dialog.get_by_label("替换为").fill("替换")
    dialog.get_by_role("button", name="预览").click()
    dialog.get_by_role("button", name="修改 3 行").click()
    dialog.wait_for(state="detached")
    stand("锦江区替换路")
    page.keyboard.press("Control+z")
    expect(page.get_by_text("已撤销")).to_be_visible()
    stand("锦江区批量路")
