"""What was made on a table and goes out of use with it: its views, forms, subscriptions and whatever else is of one record type."""

from ...kit.server.standing import house
from ...kit.text import Text, join

APART = ("design_column", "design_step", "form_answer", "automation_run")  # parts of the table itself, and what was
HELD = Text("；一起停用的：{held}", "; with it go {held}")
COUNTED = Text("{label} {n}", "{label}: {n}")


def held_by(name: str) -> Text:
    """What is said of it after the table's own name; nothing where there is none."""
    counts = []
    for record in house().area_named["design"].records:
        if "record_type" in record.fields() and record.key() not in APART:
            count = record.select().where(record.record_type == name).count()
            counts += [COUNTED(label=record.sheet.label, n=count)] if count else []
    return HELD(held=join(counts, "、", ", ")) if counts else Text("", "")
