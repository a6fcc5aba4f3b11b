"""Key accounts 大客户: institutions and group buyers, their visits, opportunities and orders."""

from ..kit import Area, Grant
from ..kit.access import VERBS
from .accounts import AccountContact, KeyAccount

LEADERS = ("administrator", "operations_manager", "key_accounts")
# The seller knows the own accounts whole, but only a leader hands them over, approves or undoes for others.
SELLER = "see add edit delete export import"

AREA = Area(
    "key_accounts",
    "大客户",
    "Key accounts",
    icon="handshake",
    records=(KeyAccount, AccountContact),
    grants=(
        *(Grant(role, "*", frozenset(VERBS)) for role in LEADERS),
        Grant("key_account_seller", "*", SELLER, rows="own"),
    ),
)
