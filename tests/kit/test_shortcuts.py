"""Whose areas and figures the start page begins with, and what each post does there with one tap."""

from dataclasses import replace

import pytest

from models import AREAS, stores
from models.kit import Shortcut
from models.kit.declare.access import may, scope
from models.kit.declare.check import Mistakes, check
from models.kit.declare.shortcuts import own_first, shortcuts
from models.kit.week.weekly import counts_seen
from models.members import Member, PointsEntry
from tests.conftest import person


def test_a_shortcut_that_names_no_action_or_what_nobody_enters_is_a_mistake():
    for shortcut in (Shortcut(Member, "兑换", "Redeem", action="freeze_all"), Shortcut(PointsEntry, "记账", "Book")):
        with pytest.raises(Mistakes, match="shortcut"):
            check([replace(area, shortcuts=(shortcut,)) if area.name == "members" else area for area in AREAS])


@pytest.mark.parametrize(
    "role", ["quality", "logistics", "ecommerce", "members_service", "key_account_seller", "store_manager"]
)
def test_the_start_page_begins_with_what_the_post_keeps(db, role):
    who = person("One", role, 300)
    first, *rest = own_first(AREAS, who)
    kept = [
        sum("edit" in who.grants[record.key()].verbs for record in area.records if record.key() in who.grants)
        for area in (first, *rest)
    ]
    assert kept[0] == len(first.records) or kept[0] == max(kept)
    assert shortcuts(AREAS, who), "each post has what it does every day"
    for shortcut, action in shortcuts(AREAS, who):
        assert may(who, action.verb if action else "add", shortcut.record)


def test_heads_find_the_areas_as_the_menu_has_them_and_no_shortcuts(db):
    for role in ("operations_manager", "viewer"):
        who = person("One", role, 300)
        assert [*own_first(AREAS, who)] == [*AREAS] and shortcuts(AREAS, who) == []


def test_a_store_reads_no_figure_that_counts_what_its_people_cannot_see(chen, ann):
    names = {metric.name for area in AREAS for metric in area.metrics if counts_seen(metric, chen)}
    assert {"store_sales", "new_members", "rectifications_opened"} <= names
    for area in AREAS:
        for metric in area.metrics:
            if metric.name in names:
                for part in metric.fn.parts():
                    assert scope(chen, part.record) is not None and may(chen, "see", part.record), metric.name
    assert not any(counts_seen(metric, ann) for area in AREAS for metric in area.metrics)
    hidden = replace(chen, grants={**chen.grants, "store_day": replace(chen.grants["store_day"], hidden={"sales"})})
    assert not any(counts_seen(metric, hidden) for metric in stores.AREA.metrics if metric.name == "store_sales")
