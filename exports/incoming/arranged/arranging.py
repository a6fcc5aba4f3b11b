"""Which ways of reading a table otherwise fit it, and the table as it is when those that are agreed to are taken."""

from dataclasses import replace

from exports.incoming.incoming_book import Chosen
from exports.incoming.matching import Matcher
from exports.incoming.table import Table

from .across import across
from .grouped import fill, headings
from .lines import lines_apart
from .stacked import blocks, sheets_alike
from .ways import Asked, Place, Proposal, Way

WAYS = (sheets_alike, lines_apart, blocks, fill, headings)


def arranged(chosen: Chosen, matcher: Matcher, asked: Asked, wide: Table | None) -> Chosen:
    """The table read as it was agreed; `wide`: the table whose headers are values, where it is such a one."""
    proposals: list[Proposal] = []

    def take(way: Way | None, table: Table) -> Table:
        if way is None:
            return table
        taken = asked.takes(way.kind)
        proposals.append(Proposal(way.kind, way.text, taken, way.kind in asked))
        return way.table if taken else table

    table = take(across(wide, matcher) if wide is not None else None, chosen.table)
    for way in WAYS:
        table = take(way(Place(table, chosen.book, matcher)), table)
    taken = {proposal.kind for proposal in proposals if proposal.taken}
    others = [] if "sheets" in taken else chosen.others
    headed = chosen.headed or "across" in taken
    return replace(chosen, table=table, proposals=tuple(proposals), others=others, headed=headed)
