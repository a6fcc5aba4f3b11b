"""What is said before something is done: dialogs that tell what becomes of the row, and no question where nothing is asked."""

from pathlib import Path

import pytest

from jobs.importing import import_file
from models import AREAS, house
from models.kit import system
from models.kit.text import Refused

ACTIONS = [(area, action) for area in AREAS for action in area.actions]
WEB = Path(__file__).parent.parent.parent / "pages"


def test_what_is_not_taken_lightly_says_first_what_becomes_of_the_row():
    bare = [
        (area.name, action.name)
        for area, action in ACTIONS
        if action.danger and action.hint is None and not action.asks
    ]
    assert bare == []
    for area, action in ACTIONS:
        steps = {f"{action.on.key()}_{step.name}": step for step in action.on.sheet.steps} if action.on else {}
        if action.name in steps and (action.danger or action.verb != "edit"):
            assert action.hint is not None, (area.name, action.name)


def test_only_what_asks_nothing_and_leads_on_is_done_as_it_is_pressed():
    at_once = {action.name for _, action in ACTIONS if action.at_once}
    assert {"store_visit_start", "rectification_accept", "complaint_start"} <= at_once
    assert not at_once & {"store_visit_finish", "store_visit_cancel", "promotion_approve", "redeem", "freeze", "cancel"}


def test_calling_something_off_is_not_called_what_closes_the_dialog():
    assert [(area.name, action.name) for area, action in ACTIONS if action.zh == "取消" or action.en == "Cancel"] == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("storr", "store"),
        ("门店", "store"),
        ("membr", "member"),
        ("purchases", "purchase"),
        ("GIFT", "gift"),
        ("Store visits", "store_visit"),
    ],
)
def test_an_import_into_what_there_is_not_names_the_nearest(typed, meant):
    with pytest.raises(Refused) as refused:
        import_file("x.xlsx", typed, None, False, True, system("tests"), out=lambda line: None)
    assert f"{meant}（{house().records[meant].sheet.zh}）" in refused.value.text.zh
    assert len(refused.value.text.zh) < 200


def test_the_clipboard_is_written_in_one_place():
    holding = [
        path.name
        for path in WEB.rglob("*.*")
        if path.suffix in (".js", ".py") and 'execCommand("copy")' in path.read_text(encoding="utf-8")
    ]
    assert holding == ["handout.js"]
