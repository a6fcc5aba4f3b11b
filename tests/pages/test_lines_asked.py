"""What a step's dialog sends of the rows below: what was typed, with what stood there before, and nothing else."""

from types import SimpleNamespace

from pages.parts.lines_asked import LinesAsked


def test_what_was_typed_goes_with_what_stood_there():
    def entry(value, stored):
        return SimpleNamespace(value=value, stored=stored, changed=value != stored)

    asked = LinesAsked.__new__(LinesAsked)
    asked.rows = [
        (7, {"received_qty": entry("10", None), "note": entry("少两罐", "少")}),
        (8, {"received_qty": entry(None, None), "note": entry("", "")}),
    ]
    assert asked.sent == [
        {"id": 7, "set": {"received_qty": "10", "note": "少两罐"}, "seen": {"received_qty": None, "note": "少"}}
    ]
