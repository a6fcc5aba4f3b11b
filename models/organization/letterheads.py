"""Letterheads: whose paper it is that is printed, with address, number of registration and mark."""

from ..kit import CountField, LineField, NoteField, Record, Sheet
from ..kit.fields import FilesField


class Letterhead(Record):
    """What stands above and below printed papers; the one with the smallest place is taken where nobody chooses."""

    name = LineField("公司名称", "Company", unique=True, max_length=80, width=220, aka=("单位名称", "抬头"))
    name_en = LineField("英文名称", "Name in English", null=True, max_length=120, width=220)
    position = CountField("排序", "Place", default=1, least=1, width=70)
    address = LineField("地址", "Address", null=True, max_length=120, width=220)
    address_en = LineField("英文地址", "Address in English", null=True, max_length=200, width=220)
    phone = LineField("电话", "Phone", null=True, max_length=40, width=130)
    credit_code = LineField(
        "统一社会信用代码", "Registration number", null=True, max_length=30, width=180, aka=("税号", "纳税人识别号")
    )
    bank = LineField("开户行及账号", "Bank and account", null=True, max_length=120, width=220)
    bank_en = LineField("开户行及账号（英文）", "Bank and account in English", null=True, max_length=200, width=220)
    logo = FilesField("标志", "Logo", null=True, pictures=True)
    foot = NoteField("页脚说明", "Foot of the page", null=True)
    foot_en = NoteField("页脚说明（英文）", "Foot of the page in English", null=True)

    sheet = Sheet(
        "单据抬头", "Letterheads", order=("position", "name"), key=("name",), search=("name", "name_en"), small=True
    )
