"""What demands a photo takes it in its own dialog: the step is done in one go, on a phone as on a desk."""

import pytest
from nicegui.testing import User

from models import AREAS
from tests.exports.test_attachments import picture, send
from tests.helpers import desk
from tests.helpers.desk import kept, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


async def opened(user: User) -> int:
    await user.http_client.get("/healthz")
    [store] = put("store", {"code": "S1", "name": "锦江一店"})
    return put("rectification", {"store": store, "topic": "商品无过期", "problem": "两瓶过期"})[0]


async def test_a_step_that_demands_a_photo_takes_it_in_its_dialog_and_is_done_there(user: User):
    id = await opened(user)
    await sign_in(user)
    await user.open(f"/r/rectification/{id}")
    user.find(marker="rectification_finish").click()
    await user.should_see("附上整改后的照片")
    fields = [
        element
        for element in user.find(marker="add-file").elements
        if element.props["data-to"].endswith(f"/{id}/files")
    ]
    assert len(fields) >= 1
    user.find(marker="measure").type("已下架")
    user.find(marker="go").click()
    await user.should_see("请先上传附件（照片或 PDF），再完成整改", retries=20)
    await send(user, f"rectification/{id}", picture(), "整改后.png")
    user.find(marker="go").click()
    await user.should_see("待验收", retries=20)
    assert kept("rectification", id)["state"] == "done"


async def test_the_dialog_names_the_files_that_are_there_and_says_why_one_was_not_taken(user: User):
    id = await opened(user)
    await sign_in(user)
    await send(user, f"rectification/{id}", picture(), "门头.png")
    await user.open(f"/r/rectification/{id}")
    user.find(marker="rectification_finish").click()
    await user.should_see("照片")
    user.find(marker="add-file").trigger("change", "“x.svg”不是图片")
    await user.should_see("“x.svg”不是图片", retries=20)


@pytest.mark.parametrize(
    "name",
    [
        "rectification_finish",
        "promotion_task_done",
        "case_step_finish",
        "opening_task_finish",
        "nonconformance_dispose",
        "recall_close",
    ],
)
def test_every_step_that_may_ask_for_a_file_takes_one_in_its_dialog(name):
    actions = {action.name: action for area in AREAS for action in area.actions}
    assert actions[name].photos
