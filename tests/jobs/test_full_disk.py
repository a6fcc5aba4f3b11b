"""A full disk, wherever it is met: a sentence that says so, nothing half written, and work goes on when there is space.

Full is /dev/full of the system, which takes no byte, behind the very name that is written to.
"""

from pathlib import Path

import pytest
from nicegui.testing import User

from exports import attachments, weekly
from exports.read import aside
from models.kit import Refused
from models.kit.server import copies
from models.kit.write.files import Attachment
from models.members import Member
from pages.api import importing as api_import
from pages.importing import upload
from tests.exports.test_attachments import HEADERS, picture, send
from tests.helpers import desk
from tests.helpers.desk import put, sign_in

pytestmark = pytest.mark.embedded

folder = pytest.fixture(desk.folder, autouse=True)
FULL = Path("/dev/full")
SAID = "磁盘已满，没有保存；请清理磁盘后重试"


@pytest.fixture
def empty(tmp_path) -> Path:
    (tmp_path / "empty").mkdir()
    return tmp_path / "empty"


def nothing_left(folder: Path) -> bool:
    return not any(path.is_symlink() or ".part" in path.name or ".upload" in path.name for path in folder.rglob("*"))


async def bring(user: User, lines: int = 1):
    text = "会员卡号,姓名,入会门店\n" + "".join(f"{at},王小明,S1\n" for at in range(lines))
    return await user.http_client.post(
        "/api/v1/member/import", files={"file": ("m.csv", text.encode())}, headers=HEADERS
    )


async def test_an_upload_that_the_disk_has_no_room_for_is_told_so_and_the_next_one_works(
    user: User, folder, monkeypatch, caplog
):
    await user.http_client.get("/healthz")
    put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user)
    whole, place = upload.new_path, folder / "uploads" / "x.upload"

    def full() -> Path:
        place.symlink_to(FULL)
        return place

    with monkeypatch.context() as patch:
        patch.setattr(api_import, "new_path", full)
        answer = await bring(user)
    assert (answer.status_code, answer.json()["message"]) == (507, SAID)
    caplog.clear()  # the fault is logged, as it should be
    assert Member.select().count() == 0 and nothing_left(folder) and FULL.exists()
    assert upload.new_path == whole and (await bring(user)).json()["state"] == "applied"


async def test_a_large_file_that_is_read_beside_the_server_tells_of_the_disk_and_not_of_its_size(
    user: User, folder, monkeypatch, caplog
):
    await user.http_client.get("/healthz")
    put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user)
    monkeypatch.setattr(aside, "LARGE", 10)
    with monkeypatch.context() as patch:
        patch.setattr(aside, "READER", "tests.helpers.beside_tasks:full")
        answer = await bring(user, 300)
    assert (answer.status_code, answer.json()["message"]) == (409, SAID)
    assert Member.select().count() == 0 and nothing_left(folder)
    assert (await bring(user, 3)).json()["state"] == "applied"


async def test_an_attachment_that_the_disk_has_no_room_for_leaves_neither_bytes_nor_a_row(
    user: User, folder, monkeypatch, caplog
):
    await user.http_client.get("/healthz")
    [member] = put("member", {"card_no": "1", "name": "王小明"})
    await sign_in(user)
    with monkeypatch.context() as patch:
        patch.setattr(attachments.secrets, "token_hex", lambda count: "0" * 32)
        (folder / "attachments" / ("0" * 32)).symlink_to(FULL)
        answer = await send(user, f"member/{member}", picture())
    assert (answer.status_code, answer.json()["message"]) == (507, SAID)
    caplog.clear()  # the fault is logged, as it should be
    assert Attachment.select().count() == 0 and list((folder / "attachments").iterdir()) == []
    assert (await send(user, f"member/{member}", picture())).status_code == 200


def test_a_workbook_of_the_week_and_the_note_of_a_copy_are_there_whole_or_not_at_all(empty, monkeypatch):
    def full(path: Path, *given, **more) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    for write in (
        lambda: weekly._put(empty / "week.xlsx", b"x"),
        lambda: copies._write(empty / "ops.json", "{}"),
    ):
        with pytest.raises(OSError, match="No space"):
            write()
    assert list(empty.iterdir()) == []


def test_an_attachment_that_a_copy_has_no_room_for_leaves_no_half(empty, monkeypatch):
    source = empty / "a"
    source.write_bytes(b"bytes")

    def full(*given) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "hardlink_to", full)
    monkeypatch.setattr(copies.shutil, "copyfile", lambda source, other: (Path(other).write_bytes(b"by"), full()))
    with pytest.raises(OSError, match="No space"):
        copies.link_checked(source, empty / "b", copies.digest_of(source))
    assert list(empty.iterdir()) == [source]


def test_the_sentence_is_the_same_when_only_a_process_beside_us_met_it(db, tmp_path, monkeypatch):
    monkeypatch.setattr(aside, "LARGE", 10)
    monkeypatch.setattr(aside, "READER", "tests.helpers.beside_tasks:full")
    file = tmp_path / "m.csv"
    file.write_text("会员卡号,姓名\n1,王小明\n", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        aside.read_aside(file, "m.csv")
    assert refused.value.text.zh == SAID
