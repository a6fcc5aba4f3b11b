"""Files on records: known by their content, drawn anew, kept under random names, seen and removed by whom the row allows."""

import io
import zlib

import pytest
from nicegui.testing import User
from PIL import Image

from exports import attachments
from models.kit import Refused
from tests.helpers import desk
from tests.helpers.desk import hire, put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)
HEADERS = {"X-Requested-With": "opsdesk", "Origin": "http://test"}
PLAIN = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (20, 120, 90)).save(out, kind, **options)
    return out.getvalue()


async def send(user: User, where: str, data: bytes, name: str = "photo.png"):
    return await user.http_client.post(f"/api/v1/{where}/files", files={"file": (name, data)}, headers=HEADERS)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF"])
def test_pictures_are_known_by_their_content_whatever_they_are_called(kind):
    assert attachments.checked(picture(kind), "x.pdf")[0] == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<html><script>1</script></html>",
        b"<?xml version='1.0'?><a/>",
        b"MZ\x90\x00",
        b"PK\x03\x04" + b"0" * 40,
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n" + b"0" * 60,
        PLAIN.replace(b"%%EOF", b""),
    ],
    ids=["svg", "html", "xml", "exe", "zip", "cut gif", "cut png", "cut pdf"],
)
def test_what_is_no_picture_and_no_pdf_is_refused_with_its_name(data):
    with pytest.raises(Refused, match="not|no picture"):
        attachments.checked(data, "证照.png")


@pytest.mark.parametrize(
    "part",
    [
        b"/OpenAction<</S/JavaScript/JS(x())>>",
        b"/AA<</O 3 0 R>>",
        b"/J#61vaScript 3 0 R",
        b"/S/Launch/F(x)",
        b"/EmbeddedFiles 3 0 R",
    ],
)
def test_a_pdf_that_can_act_is_refused_even_when_its_actions_are_packed(part):
    packed = zlib.compress(b"<<" + part + b">>")
    hidden = PLAIN.replace(
        b"trailer", b"2 0 obj<</Filter/FlateDecode>>stream\n" + packed + b"\nendstream endobj\ntrailer"
    )
    for data in (PLAIN.replace(b"<</Type", b"<<" + part + b"/Type"), hidden):
        with pytest.raises(Refused, match="script or an embedded file"):
            attachments.checked(data, "a.pdf")
    assert attachments.checked(PLAIN, "a.pdf") == ("application/pdf", PLAIN)


def test_nothing_hidden_behind_the_pixels_is_kept():
    data = picture("JPEG", exif=Image.Exif()) + b"<script>alert(1)</script>PK\x03\x04"
    kind, kept = attachments.checked(data, "a.jpg")
    assert kind == "image/jpeg" and b"script" not in kept and b"PK\x03\x04" not in kept


def test_empty_and_oversized_files_are_refused():
    with pytest.raises(Refused, match="empty"):
        attachments.checked(b"", "a.png")
    with pytest.raises(Refused, match="20 MB"):
        attachments.checked(b"%PDF-" + b"0" * attachments.MOST_BYTES, "a.pdf")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\照片\\门头.jpg", "门头.jpg"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("\x00..", "file"),
        ("好" * 300, "好" * 120),
    ],
)
def test_a_name_is_only_a_name(name, kept):
    assert attachments.tidy(name) == kept


async def test_a_picture_on_a_record_comes_back_as_a_download_and_as_a_small_picture(user: User, tmp_path):
    await user.http_client.get("/healthz")
    [member] = put("member", {"card_no": "1", "name": "王小明"})
    await sign_in(user)
    made = await send(user, f"member/{member}", picture(size=(4000, 100)), "门头 照片.png")
    assert made.status_code == 200 and made.json()["name"] == "门头 照片.png"
    listed = (await user.http_client.get(f"/api/v1/member/{member}/files")).json()["files"]
    assert [file["id"] for file in listed] == [made.json()["id"]]
    got = await user.http_client.get(f"/api/v1/files/{listed[0]['id']}")
    assert got.headers["content-disposition"].startswith("attachment;") and got.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(got.content)).size[0] == attachments.LONGEST_SIDE
    small = await user.http_client.get(f"/api/v1/files/{listed[0]['id']}/small")
    assert max(Image.open(io.BytesIO(small.content)).size) == attachments.THUMB
    gone = await user.http_client.delete(f"/api/v1/files/{listed[0]['id']}", headers=HEADERS)
    assert gone.status_code == 200
    assert (await user.http_client.get(f"/api/v1/files/{listed[0]['id']}")).status_code == 404


async def test_files_follow_the_rows_they_hang_on(user: User):
    await user.http_client.get("/healthz")
    home, other = put("store", {"code": "S1", "name": "锦江一店"}, {"code": "S2", "name": "武侯一店"})
    mine, theirs = put(
        "member",
        {"card_no": "1", "name": "甲", "home_store": home},
        {"card_no": "2", "name": "乙", "home_store": other},
    )
    hire("chen", store=home)
    hire("bo")
    await sign_in(user)
    file = (await send(user, f"member/{theirs}", picture())).json()["id"]
    await sign_in(user, "chen")
    assert (await user.http_client.get(f"/api/v1/files/{file}")).status_code == 404
    assert (await user.http_client.get(f"/api/v1/member/{theirs}/files")).status_code == 404
    assert (await send(user, f"member/{theirs}", picture())).status_code == 409
    assert (await send(user, f"member/{mine}", picture())).status_code == 200
    await sign_in(user, "bo")
    assert (await user.http_client.get(f"/api/v1/files/{file}")).status_code == 200
    assert (await send(user, f"member/{mine}", picture())).status_code == 409
    assert (await user.http_client.delete(f"/api/v1/files/{file}", headers=HEADERS)).status_code == 409


async def test_a_refused_file_leaves_nothing_behind(user: User, tmp_path):
    await user.http_client.get("/healthz")
    [member] = put("member", {"card_no": "1", "name": "王小明"})
    await sign_in(user)
    refused = await send(user, f"member/{member}", b"<svg/>", "x.svg")
    assert refused.status_code == 409 and "x.svg" in refused.json()["message"]
    assert (await user.http_client.get(f"/api/v1/member/{member}/files")).json()["files"] == []


async def test_the_record_page_shows_its_files(user: User):
    await user.http_client.get("/healthz")
    [supplier] = put("supplier", {"code": "P1", "name": "康源"})
    await sign_in(user)
    await send(user, f"supplier/{supplier}", PLAIN, "营业执照.pdf")
    await user.open(f"/r/supplier/{supplier}")
    await user.should_see("营业执照.pdf", retries=20)


async def test_a_phone_puts_a_picture_into_a_column_of_a_row_and_takes_it_off_again(user: User):
    put("design_column", {"record_type": "store", "zh": "门头照", "kind": "picture", "name": "front"})
    [id] = put("store", {"code": "S1", "name": "锦江一店"})
    await sign_in(user)
    where = f"/api/v1/store/{id}/files?field=front"
    answer = await user.http_client.post(where, files={"file": ("照片.jpg", picture("JPEG"))}, headers=HEADERS)
    (held,) = answer.json()["files"]
    assert held["picture"] and (await user.http_client.get(f"/api/v1/store/{id}/files")).json()["files"] == []
    small = await user.http_client.get(f"/api/v1/files/{held['id']}/small")
    assert small.headers["content-type"] == "image/webp"
    await user.open(f"/r/store/{id}")
    await user.should_see(marker="file-off", retries=20)
    off = await user.http_client.post(f"/api/v1/files/{held['id']}/off", json={}, headers=HEADERS)
    assert off.json() == {"files": []}
    assert (await user.http_client.get(f"/api/v1/files/{held['id']}")).status_code == 404
    pdf = await user.http_client.post(where, files={"file": ("证照.pdf", PLAIN)}, headers=HEADERS)
    assert pdf.status_code == 422 or "只收图片" in pdf.text
