"""A file to be edited is fetched over HTTP and brought back to the import, which compares by itself."""

import io
import json

import openpyxl

from tests.helpers.returned_files import FIRST, put, worked_on

QUERY = {"query": json.dumps({"returning": True, "columns": ["card_no", "name", "note"]})}


def test_a_file_goes_out_and_comes_back(served):
    got = served.get("operations_manager", "member/export.xlsx", params=QUERY)
    assert got.status_code == 200
    data = worked_on(got.content, lambda sheet: put(sheet, FIRST, 备注="带回来的话"))
    files = {"file": ("back.xlsx", data)}
    answer = served.ask("operations_manager", "POST", "member/import", files=files, data={"dry_run": "true"}).json()
    assert (answer["state"], answer["changed"], answer["faulty"]) == ("checked", 1, [])
    assert [cell["mine"] for cell in answer["mine"]] == ["带回来的话"]
    assert answer["returned"]["by"]


def test_it_is_given_only_to_who_may_bring_it_back(served):
    for role in ("viewer", "store_manager"):
        got = served.get(role, "member/export.xlsx", params=QUERY)
        if got.status_code == 200:  # of the own store alone
            sheet = openpyxl.load_workbook(io.BytesIO(got.content)).active
            assert sheet.max_row == FIRST
        else:
            assert got.status_code in (404, 409)
