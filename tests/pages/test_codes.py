"""Codes as pictures on a record's page: bars for an article's number, a QR code for everything else."""

from urllib.parse import unquote

import pytest
from nicegui.testing import User

from pages.parts.codes import is_article, modules, picture
from tests.helpers import desk
from tests.helpers.desk import put, sign_in

folder = pytest.fixture(desk.folder, autouse=True)


def test_an_articles_number_has_the_bars_that_scanners_know():
    assert modules("4003994155486") == (
        "10100011010100111011110100010110010111001110101010110011010011101001110101110010010001010000101"
    )
    assert unquote(picture("4003994155486")).count("v40") == modules("4003994155486").count("1")


@pytest.mark.parametrize("code", ["4003994155487", "400399415548", "４００３９９４１５５４８６", "A-1"])
def test_what_is_no_articles_number_is_a_qr_code(code):
    assert (
        not is_article(code) and "v40" not in unquote(picture(code)) and picture(code).startswith("data:image/svg+xml")
    )


async def test_the_code_of_a_row_stands_as_a_picture_below_its_field(user: User):
    put("design_column", {"record_type": "store", "zh": "门牌码", "kind": "barcode", "name": "plate"})
    [id] = put("store", {"code": "S1", "name": "锦江一店", "plate": "4003994155486"})
    await sign_in(user)
    await user.open(f"/r/store/{id}")
    await user.should_see(marker="drawn-code", retries=20)
    user.find(marker="plate").clear().type("A-1")
    user.find(marker="save").click()
    await user.should_see("已保存", retries=20)
    await user.should_see("A-1", retries=20)
