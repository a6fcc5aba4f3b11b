"""A table of repairs with a form on it, as a store's phone fills it in; and the body of a form."""

import json

from models import house
from models.design import DesignChoice, DesignColumn, DesignForm, DesignType
from models.design.forms.paper import by_token
from tests.helpers.door import made

STORES = {"status": {"ne": "closed"}}


def column(who, record: str, zh: str, kind: str, name: str, **more) -> int:
    return made(DesignColumn, who, record_type=record, zh=zh, kind=kind, name=name, **more)


def repairs(who) -> None:
    """报修: a number, what it is about, how urgent, since when it stands still, pictures, the store."""
    made(DesignType, who, zh="报修", en="Repairs", name="repair", area="stores", first="内容")
    kind = column(who, "repair", "类别", "choice", "sort_of")
    for zh, en in (("设备", "Equipment"), ("水电", "Water or power")):
        made(DesignChoice, who, column=kind, zh=zh, en=en)
    column(who, "repair", "报修单号", "running", "no", pattern="WX{0000}")
    column(who, "repair", "门店", "link", "shop", target="store")
    column(who, "repair", "停用自", "day", "stopped_on")
    column(who, "repair", "照片", "picture", "photos")
    column(who, "repair", "电话", "phone", "contact")
    column(who, "repair", "来源", "line", "source")
    column(who, "repair", "内部备注", "line", "inner")


def option(zh: str) -> str:
    return DesignChoice.rows(DesignChoice.zh == zh)[0].code


def body(*fields, **more) -> str:
    return json.dumps({"parts": [{"fields": list(fields)}], **more}, ensure_ascii=False)


def repair_fields() -> list[dict]:
    first = house().records["repair"].sheet.title
    return [
        {"name": "shop", "offer": STORES, "required": True},
        {"name": "sort_of", "required": True},
        {"name": first, "required": True, "label": {"zh": "哪里坏了", "en": "What is broken"}},
        {"name": "stopped_on", "when": {"sort_of": {"eq": option("设备")}}, "required": True},
        {"name": "photos", "help": {"zh": "最好两张", "en": "Two if you can"}},
        {"name": "contact"},
    ]


def repair_form(who, fields=None, **more) -> str:
    """Its token."""
    inside = {"fixed": {"source": "扫码"}, "number": "no", "thanks": {"zh": "师傅会来", "en": "Somebody will come"}}
    sets = {
        "record_type": "repair",
        "name": "门店报修",
        "name_en": "Repairs wanted",
        "open": True,
        "public": True,
        "body": body(*(repair_fields() if fields is None else fields), **inside),
        **more,
    }
    return DesignForm.row(made(DesignForm, who, **sets)).token


def shop_form(token: str):
    return lambda: by_token(token)
