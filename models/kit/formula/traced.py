"""When a row came to be and was changed last, and by whom: columns that are read from the history, and so are right from the first day."""

from typing import Any

from ..text import Text
from .compiler import Compiler
from .context import Context
from .fields import Computed
from .value import Value

NAMED = 200  # characters a name has at most
UNKNOWN = Text("历史里没有这一行的记录", "The history knows nothing of this row")
TRACES = {  # which column of the batch, and whether of the first or the newest change
    "created_at": ("at", "moment", "ASC"),
    "created_by": ("user_name", "text", "ASC"),
    "changed_at": ("at", "moment", "DESC"),
    "changed_by": ("user_name", "text", "DESC"),
}


class TracedField(Computed):
    """What the history says of a row; `trace` is one of TRACES."""

    def __init__(self, zh: str, en: str, trace: str, **more: Any):
        super().__init__(zh, en, **more)
        self.trace = trace

    def nothing(self, context: Context) -> Text:
        return UNKNOWN

    def value(self, compiler: Compiler, solid: bool) -> Value:
        context, (column, kind, way) = compiler.context, TRACES[self.trace]
        key = context.dialect.text(context.record.key())
        sql = (
            f'(SELECT b."{column}" FROM "change" AS c JOIN "batch" AS b ON b."id" = c."batch_id" '
            f'WHERE c."record" = {key} AND c."row_id" = "{context.alias}"."id" ORDER BY c."id" {way} LIMIT 1)'
        )
        value = Value(context.dialect.column(sql, kind), kind, plain=True, own=False, size=NAMED)
        return compiler.solid(value) if solid else value
