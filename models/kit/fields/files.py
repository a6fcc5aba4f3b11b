"""Files and pictures in a column of their own: put on a row one by one, never typed."""

import json
from typing import Any

import peewee

from ..text import Refused, Text
from .described import Described

NOT_TYPED = Text(
    "文件和图片不能输入或导入；请在记录页或双击这一格上传",
    "Files and pictures are neither typed nor imported; put them on the record's page, or double-click the cell",
)
KEPT = {"id": int, "name": str, "picture": bool}


class FilesField(Described, peewee.TextField):
    """Files of one row, kept as a JSON list of what is told of each; the attachments themselves stand in their own table.

    pictures: takes nothing else.
    """

    kind, ops, width, uploaded = "files", ("empty",), 160, True

    def __init__(self, zh: str, en: str, *, pictures: bool = False, **options: Any):
        self.pictures = pictures
        super().__init__(zh, en, **{**options, "locked": True})

    def read(self, value: Any) -> list[dict[str, Any]] | None:
        if not isinstance(value, list) or not all(
            isinstance(file, dict) and file.keys() == KEPT.keys() for file in value
        ):
            raise Refused(NOT_TYPED)
        if not all(type(file[name]) is kind for file in value for name, kind in KEPT.items()):
            raise Refused(NOT_TYPED)
        return [dict(file) for file in value] or None

    def show(self, value: list[dict[str, Any]] | None, lang: str = "zh") -> str:
        return "、".join(file["name"] for file in value or ())

    def db_value(self, value: list[dict[str, Any]] | None) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def python_value(self, value: str | None) -> list[dict[str, Any]] | None:
        return json.loads(value) if value else None
