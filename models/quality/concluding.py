"""What the items of a report come to: the standard each is held against, and the conclusion."""

from ..kit import Move, Row
from .standards import in_force

# What the verdict of an item rests on.
TOLD = ("report", "item", "lower", "upper", "criterion", "result", "detection_limit", "stated")


def standards_of(items: list[Row], reports: dict[int, Row]) -> dict[tuple[int, str], Row]:
    """The standard in force on the sampling day (the reporting day where that isn't known), by report and test item."""
    asked = {}
    for item in items:
        report = reports[item.report]
        if day := report.sampled_on or report.reported_on:
            asked[item.report, item.item] = (report.product, item.item, day)
    standards = in_force(asked.values())
    return {key: standards[subject] for key, subject in asked.items() if subject in standards}


def concluded(items: list[Row]) -> dict:
    verdicts = [item.verdict for item in items]
    failed = verdicts.count("fail")
    conclusion = "fail" if failed else "pending" if not verdicts or "pending" in verdicts else "pass"
    return {"conclusion": conclusion, "failed_items": failed}


def judged_anew(moves: list[Move]) -> set[int]:
    decisive = ("product", "sampled_on", "reported_on")
    return {move.id for move in moves if move.old and move.new and move.changed(*decisive)}


def touched(moves: list[Move]) -> set[int]:
    return {row.report for move in moves for row in (move.old, move.new) if row and move.changed("verdict", *TOLD)}
