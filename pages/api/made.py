"""Files that the app makes of a row, over HTTP: as far as whoever asks may see it, and noted before they leave."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from exports.write.book import XLSX, stamp
from models import house
from models.kit.ask.links import visible_ids
from models.kit.declare.record import Record
from models.kit.named import named
from models.kit.server.database import reading, writing
from models.kit.server.patience import in_time
from models.kit.write.history import note

from . import downloads
from .answers import Answering, Asking, NotThere
from .routes import PREFIX, Known, allowed

router = APIRouter(prefix=PREFIX, route_class=Answering)


@router.get("/{record}/{id:int}/made/{name}", summary="A workbook that is made of a row, by its declared name")
def made(request: Request, who: Asking, id: int, name: str, record: type[Record] = Known) -> Response:
    with in_time():
        allowed(who, "export", record)
        files = [file for area in house().areas for file in area.files if (file.record, file.name) == (record, name)]
        if not files or who.user_id is None or not visible_ids(record, who, {id}):
            raise NotThere

    def making(over: Callable[[], bool]) -> Iterator[bytes]:
        with reading():
            whole = named(files[0].fn)(id, who)
        yield whole

    def noting() -> None:
        with writing():  # the log comes before the file leaves
            note(who, "export", record.key(), paper=name, rows=1, ids=[id])

    title = quote(f"{who.say(files[0].label)}_{stamp()}.xlsx")
    headers = {
        "Content-Disposition": f"attachment; filename=\"{name}.xlsx\"; filename*=UTF-8''{title}",
        "Content-Encoding": "identity",  # a workbook is compressed already
        "Cache-Control": "no-store",
    }
    return downloads.sent(request, who, making, XLSX, headers, noting)
