"""What is locked shows its lock and says why; who may correct it is asked for a reason, and the history calls it a correction."""

import json
import re

from playwright.sync_api import expect

RULE = "第六组的归档"


def test_a_locked_cell_says_why_and_is_corrected_with_a_reason(app, sit):
    client = app.person("anna")
    body = {"filter": {"name": {"starts": "归档"}}, "columns": ["name"]}
    rule = {"record_type": "member", "zh": RULE, "role": "quality", "body": json.dumps(body)}
    (id,) = [id for (id,) in app.ask("SELECT id FROM member WHERE card_no = ?", "HY00026")]
    assert client.set(id, name="归档一号")["state"] == "applied"
    made = client.post("/design_freeze/changes", {"op": "freeze-6", "changes": [{"id": None, "set": rule}]})
    assert made["state"] == "applied", made
    try:
        anna, bert = sit("anna", 6), sit("bert", 6)
        for desk in (anna, bert):
            expect(desk.cell(1, "name")).to_have_class(re.compile("s-frozen"))
        expect(bert.cell(2, "name")).not_to_have_class(re.compile("s-frozen"))
        bert.cell(1, "name").click()
        bert.keys.press("F2")
        expect(bert.page.locator(".s-say-locked")).to_contain_text(f"已锁定（{RULE}）：只有角色“品质控制专员”可以更正")
        rule_id = made["rows"][0]["id"]
        ours = {"op": "freeze-6-ours", "changes": [{"id": rule_id, "set": {"role": "administrator"}}]}
        assert client.post("/design_freeze/changes", ours)["state"] == "applied"
        anna.load()
        expect(anna.cell(1, "name")).to_have_class(re.compile("s-frozen"))
        anna.put(1, "name", "归档二号")
        dialog = anna.page.locator("dialog.s-dialog")
        expect(dialog).to_contain_text("请写明更正的原因")
        dialog.get_by_role("textbox").fill("名字写错了")
        dialog.get_by_role("button", name="更正", exact=True).click()
        anna.drained()
        expect(bert.cell(1, "name")).to_contain_text("归档二号")
        assert app.cell(id, "name") == "归档二号"
        past = client.get(f"/member/{id}/history")["changes"]
        assert past[0]["label"] == "更正：名字写错了"
        anna.page.goto(f"{app.url}/design/member")
        expect(anna.page.get_by_role("cell", name=RULE, exact=True)).to_be_visible()
        expect(anna.page.get_by_role("cell", name="“姓名”以 归档 开头")).to_be_visible()
    finally:
        gone = {"op": "freeze-6-gone", "changes": [], "delete": [made["rows"][0]["id"]]}
        client.post("/design_freeze/changes", gone)
