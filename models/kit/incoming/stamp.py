"""What a file that is to come back says of itself: whose rows, which columns, as of when, for whom; signed, so that none of it changes."""

import base64
import json
import secrets
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from ..ask.marks import MARK
from ..declare.access import Who, may
from ..declare.record import Record
from ..server.signing import is_signed, signature
from ..text import Refused, Text
from ..write.since import Point

PURPOSE, VERSION = "returning file", 1
OPEN, CLOSED, MASKED = "open", "closed", "masked"
MOST_UNPACKED = 64 * 1024 * 1024
ALTERED = Text(
    "这份“导出修改”文件里的标记不是这套系统写的，或被改动过，不能对比；请重新导出，在新的文件里修改",
    "The stamp in this file was not written here, or was altered, so that nothing can be compared; export it anew for editing",
)


@dataclass(frozen=True)
class Stamp:
    """columns: field → (its header in the file, open, closed or masked for whom it was made); since: where the history stood.

    nonce: stands in the file's own row of field names, so that sheets of two such files are not taken for one another.
    asked: the question whose rows they are, as `/rows` takes it.
    """

    record: str
    columns: Mapping[str, tuple[str, str]]
    since: Point
    at: str
    by: str
    lang: str
    ids: frozenset[int] = frozenset()
    asked: Mapping[str, Any] = field(default_factory=dict)
    nonce: str = field(default_factory=lambda: secrets.token_hex(4))

    def marker(self, name: str) -> str:
        """What stands over a column in the row that nobody sees."""
        return f"ops:{self.nonce}:{name}"

    def packed(self) -> tuple[str, str]:
        """As text, and its signature."""
        about = {name: value for name, value in vars(self).items() if name != "ids"}
        about |= {"columns": [[name, *column] for name, column in self.columns.items()], "version": VERSION}
        body = json.dumps(about | {"ids": list(_steps(self.ids))}, separators=(",", ":"), default=str)
        text = base64.b64encode(zlib.compress(body.encode())).decode()
        return text, signature(PURPOSE, text.encode())


def unpacked(text: str, signed: str) -> Stamp:
    """Raises Refused for what this house has not written so."""
    if not is_signed(PURPOSE, text.encode(), signed):
        raise Refused(ALTERED)
    about = json.loads(zlib.decompressobj().decompress(base64.b64decode(text), MOST_UNPACKED))
    if about.pop("version") != VERSION:
        raise Refused(ALTERED)
    columns = {name: (label, mode) for name, label, mode in about.pop("columns")}
    ids = frozenset(accumulate(about.pop("ids")))
    return Stamp(**{**about, "since": tuple(about["since"])}, columns=columns, ids=ids)


def mode_of(record: type[Record], name: str, shown: str, who: Who) -> str:
    """What may become of a column's cells in such a file; shown: full or masked, as it leaves."""
    if shown != "full":
        return MASKED
    return OPEN if name in record.fields() and may(who, "edit", record, name) else CLOSED


def takes_new(record: type[Record], name: str, who: Who) -> bool:
    """Whether a row that is added in the file may bring something in this column."""
    return name != MARK and name in record.fields() and may(who, "add", record, name)


def _steps(ids: Iterable[int]) -> Iterable[int]:
    """Each id as its distance from the one before: that packs well."""
    before = 0
    for id in sorted(ids):
        yield id - before
        before = id
