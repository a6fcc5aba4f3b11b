"""The company's own workbooks on the page of a row: each filled for this row by one press."""

from dataclasses import dataclass

from nicegui import ui

from models.design.papers import ROW, papers_for, titled
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.text import Text

from ..parts.pieces import button, link, pressed, span, tag

PAPERS = Text("单据", "Papers")


@dataclass(frozen=True)
class Offered:
    """A template that may be filled here, and where the file of it is."""

    id: int
    label: Text
    address: str


def papers_of(record: type[Record], id: int, who: Who) -> tuple[Offered, ...]:
    """The templates for this row."""
    papers = [paper for paper in papers_for(record, who) if paper.kind == ROW]
    return tuple(Offered(paper.id, titled(paper), f"/api/v1/papers/{paper.id}/file?ids={id}") for paper in papers)


def papers_button(papers: tuple[Offered, ...], who: Who) -> None:
    """Nothing where there is no template; several in a menu."""
    if len(papers) == 1:
        made = link(papers[0].label.say(who.lang), papers[0].address, "o-button", icon="print").mark("papers")
        made.props["download"] = ""
    elif papers:
        with button(PAPERS.say(who.lang), icon="print", mark="papers"), ui.menu():
            for paper in papers:
                go = pressed(lambda address=paper.address: ui.download.from_url(address))
                with ui.menu_item(on_click=go).mark(f"paper {paper.id}"), tag("div", "o-line"):
                    ui.icon("print")
                    span(paper.label.say(who.lang))
