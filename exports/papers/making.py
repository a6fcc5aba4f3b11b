"""Papers made in a process of their own, as the person who asked: one workbook, a sheet for each row, or one file for each in a zip."""

import io
import zipfile
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import Any

from exports.write.package import sheet_name
from exports.write.worker import asking, in_line
from models import house
from models.kit.ask.query import Query
from models.kit.ask.titles import titles_of
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server.beside import Beside
from models.kit.text import Refused, Text

from .filling import Source, filled
from .many import MOST_SHEETS, alone, together
from .package import opened
from .plan import Plan, Scheme, plan
from .records import MOST_LINES, ListScheme, ListSource, RecordScheme, RecordSource

WHAT = Text("填写单据“{name}”", "Papers “{name}”")
GONE = Text("要打印的行已不在，或你看不到", "The rows to be printed are gone, or aren't yours to see")
TOO_MANY = Text("一次最多 {most} 份，请分几次", "At most {most} at a time; take them in parts")
TOO_LONG = Text(
    "“{label}”超过 {most} 行，一份单据放不下；请加筛选，或分几份",
    "{label}: over {most} rows, which is more than a paper holds; filter them, or make several papers",
)
MOST_MEMORY = 2 * 1024**3


def pieces(who: Who, name: Text, order: dict[str, Any], over: Callable[[], bool]) -> Iterator[bytes]:
    """The file as it comes out of the process, once it is its turn. Raises Refused.

    order: {kind, path, name, record, ids, zip} for rows, {…, asked, view} for a list, {…, week} for a week.
    """
    sent = {**order, "user": who.user_id, "lang": who.lang}
    work = Beside("exports.papers.making:made", sent, stop=over, memory=MOST_MEMORY)
    return in_line(who, WHAT(name=name), work, over)


def made(order: dict[str, Any], tell: Any) -> Iterator[bytes]:
    """The child's side: the file."""
    who = asking(order)
    planned = plan(opened(Path(order["path"]).read_bytes(), order["name"]), scheme_of(order, who))
    if order["kind"] != "row":
        source = source_of(order, who)
        refuse_long(planned, source, {"rows"} if order["kind"] == "list" else set())
        yield filled(planned, source)
        return
    record = house().records[order["record"]]
    ids = rows_asked(record, order["ids"], who)
    titles = titles_of(record, set(ids), who)
    sources: list[tuple[str, Source]] = [(titles[id], RecordSource(record, id, who)) for id in ids]
    for _, each in sources:
        refuse_long(planned, each)
    yield from _of_rows(planned, sources, bool(order["zip"]), tell)


def refuse_long(planned: Plan, source: Source, besides: Set[str] = frozenset()) -> None:
    """Raises Refused where not all lines would stand there. besides: what is counted or summed without standing there."""
    for repeat in {*planned.repeats, *besides}:
        if source.count(repeat) > MOST_LINES:
            raise Refused(TOO_LONG(label=planned.scheme.label(repeat), most=f"{MOST_LINES:,}"))


def _of_rows(planned: Plan, sources: list[tuple[str, Source]], packed: bool, tell: Any) -> Iterator[bytes]:
    if len(sources) == 1 and not packed:
        yield filled(planned, sources[0][1])
    elif packed or alone(planned) is None:
        yield from _zipped(planned, sources, tell)
    else:
        for made_part in together(planned, sources):
            if isinstance(made_part, bytes):
                yield made_part
            else:
                tell(made_part / len(sources), None)


def _zipped(planned: Plan, sources: list[tuple[str, Source]], tell: Any) -> Iterator[bytes]:
    out, taken = io.BytesIO(), set()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for done, (title, source) in enumerate(sources, 1):
            number = 0
            while (name := sheet_name(title, number)) in taken:
                number += 1
            taken.add(name)
            archive.writestr(f"{name}.xlsx", filled(planned, source))
            tell(done / len(sources), None)
    yield out.getvalue()


def rows_asked(record: type[Record], ids: list[int], who: Who) -> list[int]:
    """Those of the rows that this person sees, in the order asked for. Raises Refused where there are none, or too many."""
    if len(ids) > MOST_SHEETS:
        raise Refused(TOO_MANY(most=MOST_SHEETS))
    known = set(Query(record, who).among(list(ids)))
    wanted = [id for id in dict.fromkeys(ids) if id in known]
    if not wanted:
        raise Refused(GONE)
    return wanted


def scheme_of(order: dict[str, Any], who: Who) -> Scheme:
    if order["kind"] == "week":
        from .weeks import WeekScheme

        return WeekScheme(who)
    record = house().records[order["record"]]
    return RecordScheme(record, who) if order["kind"] == "row" else ListScheme(record, who)


def source_of(order: dict[str, Any], who: Who) -> Source:
    """What a list or a week says."""
    if order["kind"] == "week":
        from .weeks import WeekSource

        return WeekSource(order["week"], who)
    return ListSource(house().records[order["record"]], who, order.get("asked") or {}, order.get("view") or "")
