"""What a report doesn't say of itself: whose the goods are, how long it is valid; and whether goods may be sold with it."""

from ..kit import Changes, Param, Row, setting
from ..kit.clock import add_months, today
from ..logistics import spell_batches
from ..organization import Product

VALID_MONTHS = Param("quality_report_months", "检验报告有效期（月）", "Months a report is valid", 12, "月")


def fill_reports(c: Changes, rows: list[dict]) -> None:
    """What a report doesn't say: received when it was issued, valid for a year from then, from the product's supplier."""
    spell_batches(rows)
    months = setting(VALID_MONTHS)
    products = Product.rows_by_id({row["product"] for row in rows if row["product"]})
    for row in rows:
        issued = row["reported_on"]
        row["received_on"] = row["received_on"] or (issued if row["state"] != "expected" else None)
        row["valid_until"] = row["valid_until"] or (add_months(issued, months) if issued else None)
        if row["supplier"] is None and row["product"] in products:
            row["supplier"] = products[row["product"]].supplier
        if row["state"] == "valid" and row["valid_until"] and row["valid_until"] < today():
            row["state"] = "expired"


def is_good(report: Row) -> bool:
    return report.state == "valid" and report.conclusion == "pass"
