"""Which changes a board hears of while somebody looks at it, and how soon what stands in a block is read anew."""

from models import house
from models.design.boards.body import Block
from models.kit.week.measures import Measured

SOON, COUNTED = 1.0, 15.0  # seconds; what is counted over a week is dearer than a page of rows


def heard_by(block: Block) -> set[str]:
    """The record types whose changes show in a block; none where it shows closed weeks, or what isn't made of rows."""
    if "record" in block.settings:
        return {block.settings["record"]} & house().records.keys()
    if block.kind != "card" or block.says("week", "closed") != "running":
        return set()
    metric = house().metrics.get(block.settings["figure"])
    parts = metric.fn.parts() if metric is not None and isinstance(metric.fn, Measured) else []
    return {part.record.key() for part in parts}


def wait(block: Block) -> float:
    """How long changes are gathered before they are read."""
    return COUNTED if block.kind == "card" else SOON
