"""What is had of a row on its page: the papers of its type, files that the app makes of it, and the company's own workbooks filled for it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from nicegui import ui

from models import house
from models.design.papers import ROW, papers_for, titled
from models.kit.declare.access import Who, may
from models.kit.declare.record import Record
from models.kit.text import Text

from ..parts.pieces import button, link
from ..printing.contents import offered_as, papers_of_type

PAPERS = Text("打印", "Print")


@dataclass(frozen=True)
class Offered:
    """A paper of this row and where it is: a page to be printed, or a file."""

    name: str
    label: Text
    address: str
    is_file: bool = False


def printed_of(record: type[Record], row: dict[str, Any]) -> tuple[Offered, ...]:
    """The papers that the state of this row allows."""
    fitting = [paper for paper in papers_of_type(record) if paper.fits(row)]
    return tuple(
        Offered(paper.name, offered_as(paper), print_address(record, paper.name, [row["id"]])) for paper in fitting
    )


def print_address(record: type[Record], paper: str, ids: list[int]) -> str:
    asked = {"ids": ",".join(str(id) for id in ids), **({"paper": paper} if paper else {})}
    return f"/print/{record.key()}?{urlencode(asked, safe=',')}"


def papers_of(record: type[Record], id: int, who: Who) -> tuple[Offered, ...]:
    """What is made of this row by its area, then the templates for it."""
    papers = [paper for paper in papers_for(record, who) if paper.kind == ROW]
    may_take = may(who, "export", record)
    made = [file for area in house().areas for file in area.files if file.record is record and may_take]
    return (
        *(Offered(file.name, file.label, f"/api/v1/{record.key()}/{id}/made/{file.name}", True) for file in made),
        *(Offered(str(paper.id), titled(paper), f"/api/v1/papers/{paper.id}/file?ids={id}", True) for paper in papers),
    )


def papers_button(papers: tuple[Offered, ...], who: Who) -> None:
    """One paper is a button, several a menu."""
    if len(papers) == 1:
        _way(papers[0], PAPERS.say(who.lang), "o-button").mark("papers")
    else:
        with button(PAPERS.say(who.lang), icon="print", mark="papers"), ui.menu():
            for paper in papers:
                _way(paper, paper.label.say(who.lang), "o-nav").mark(f"paper {paper.name}")


def _way(paper: Offered, text: str, kind: str) -> Any:
    made = link(text, paper.address, kind, icon="table_view" if paper.is_file else "print")
    if paper.is_file:
        made.props["download"] = ""
    else:
        made.props["target"] = "_blank"
    return made
