"""The figures of the week of key accounts, on rows laid out by hand; the week is 16 to 22 November 2026."""

from decimal import Decimal

import pytest

from models.key_accounts import GroupOrder, GroupReceipt, KeyAccount, Opportunity, Visit
from tests.figures.plain import lay, of_stores, rows_behind, values
from tests.figures.world import area, opened

KEY_ACCOUNTS = area("key_accounts")

EXPECTED = {
    "key_account_new": 2,
    "key_account_converted": 1,
    "key_account_visits": 2,
    "key_account_visits_due": 2,  # 1 and 2; the third is lost
    "key_account_visit_rate": Decimal("50.00"),  # two done, two still due
    "key_account_pipeline": Decimal("300.00"),  # 100 + 200
    "key_account_weighted": Decimal("130.00"),
    "key_account_win_rate": Decimal("66.67"),
    "key_account_stalled": 1,
    "key_account_orders": 3,
    "key_account_amount": Decimal("2000.00"),  # 1,000 + 600 + 400
    "key_account_margin": Decimal("30.00"),  # 2,000 − 1,200 − 150 − 50
    "key_account_cash": Decimal("450.00"),  # 500 + 50 − 100
    "key_account_cash_due": Decimal("1600.00"),  # 1,000 + 600
    "key_account_overdue": Decimal("75.50"),
    "key_account_silent": 1,  # 23 September is the sixtieth day before the week's end
    "key_account_top_share": Decimal("96.4"),  # ten of eleven: 1,350 of 1,400
}
BEHIND = {
    "key_account_new": [1, 2],
    "key_account_converted": [2],
    "key_account_visits": [1, 2],
    "key_account_visits_due": [1, 2],
    "key_account_visit_rate": [1, 2],
    "key_account_pipeline": [1, 2],
    "key_account_weighted": [1, 2],
    "key_account_win_rate": [3, 4],
    "key_account_stalled": [2],
    "key_account_orders": [1, 2, 3],
    "key_account_amount": [1, 2, 3],
    "key_account_margin": [1, 2, 3],
    "key_account_cash": [1, 2],
    "key_account_cash_due": [1, 2],
    "key_account_overdue": [1],
    "key_account_silent": [4],
    "key_account_top_share": list(range(1, 11)),
}


@pytest.fixture(scope="module")
def world(fresh, tmp_path_factory):
    with opened(fresh, tmp_path_factory.mktemp("key_accounts")):
        accounts()
        chances()
        orders()
        yield


def accounts():
    lay(
        KeyAccount,
        "code stage source became_on next_visit_on last_order_on sales_12m overdue",
        (1, "K1", "active", None, "2026-11-16", "2026-11-22", "2026-11-20", 900, "75.50"),
        (2, "K2", "lead", 1, "2026-11-22", "2026-10-01", None, 50, 0),
        (3, "K3", "lost", 2, "2026-11-15", "2026-11-01", "2026-01-01", 50, 0),
        (4, "K4", "active", 1, "2026-11-23", "2026-11-23", "2026-09-22", 50, 0),
        (5, "K5", "active", None, "2026-01-01", None, "2026-09-23", 50, 0),
    )
    lay(
        KeyAccount,
        "code stage became_on sales_12m",
        *((id, f"K{id}", "active", "2026-01-01", 50) for id in range(6, 12)),
        (12, "K12", "active", "2026-01-01", 0),
        (13, "K13", "active", "2026-01-01", 0),
    )
    lay(
        Visit,
        "account visited_on state",
        (1, 1, "2026-11-16", "done"),
        (2, 1, "2026-11-22", "done"),
        (3, 1, "2026-11-18", "planned"),
        (4, 1, "2026-11-18", "missed"),
        (5, 1, "2026-11-15", "done"),
        (6, 1, "2026-11-23", "done"),
    )


def chances():
    lay(
        Opportunity,
        "account stage amount weighted since stalled",
        (1, 1, "lead", 100, 30, "2026-01-01", False),
        (2, 1, "offer", 200, 100, "2026-11-20", True),
        (3, 1, "won", 999, 999, "2026-11-16", False),
        (4, 1, "won", 999, 999, "2026-11-22", True),
        (5, 1, "lost", 999, 0, "2026-11-20", False),
        (6, 1, "lost", 999, 0, "2026-11-15", False),
        (7, 1, "won", 999, 0, "2026-11-23", False),
    )


def orders():
    lay(
        GroupOrder,
        "account ordered_on due_on state amount cost gift_cost freight_cost",
        (1, 1, "2026-11-16", "2026-11-22", "confirmed", 1000, 600, 100, 20),
        (2, 1, "2026-11-22", "2026-11-16", "delivered", 600, 400, 50, 20),
        (3, 2, "2026-11-20", "2026-11-23", "settled", 400, 200, 0, 10),
        (4, 1, "2026-11-20", "2026-11-20", "draft", 999, 9, 9, 9),
        (5, 1, "2026-11-20", "2026-11-20", "cancelled", 999, 9, 9, 9),
        (6, 1, "2026-11-15", "2026-11-15", "confirmed", 999, 9, 9, 9),
        (7, 1, "2026-11-23", None, "confirmed", 999, 9, 9, 9),
    )
    lay(
        GroupReceipt,
        "order received_on amount method",
        (1, 1, "2026-11-16", 500, "transfer"),
        (2, 1, "2026-11-22", 50, "cash"),
        (3, 2, "2026-11-20", 100, "refund"),
        (4, 1, "2026-11-15", 999, "transfer"),
        (5, 1, "2026-11-23", 999, "refund"),
    )


def test_the_company_s_figures_are_what_was_worked_out_by_hand(world):
    assert values(KEY_ACCOUNTS) == EXPECTED


def test_key_accounts_belong_to_no_store(world):
    assert of_stores(KEY_ACCOUNTS) == {}


def test_a_click_opens_exactly_the_rows_that_were_counted(world):
    assert rows_behind(KEY_ACCOUNTS) == BEHIND
