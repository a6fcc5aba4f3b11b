"""A bench database for the weekly roll-up: a small demo company, and on top of it the ledger and the receipts of years.

The masses go straight into the tables. Balances and lots agree with the ledger, so the app works on it as on any other.
"""

import time
from datetime import timedelta
from pathlib import Path

import apsw

from jobs import demo
from models import AREAS, accounts
from models.kit import system
from models.kit.clock import today
from models.kit.server import database
from models.kit.server.database import fetch, handle

from .generate import PASSWORD

DAYS, MEMBERS, DEMO_MEMBERS = 3 * 365, 200_000, 2_000
FILLED = ("member", "points_lot", "points_entry", "purchase")
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :many - 1)\n"
# Members joined before and all along; one in ten has no store.
PEOPLE = (
    NUMBERS
    + """
INSERT INTO member (id, card_no, name, phone, gender, tier_id, home_store_id, joined_on, channel, status, points, points_debt, spend_12m)
SELECT :last_member + i + 1, 'B' || i, '会员' || i, '2' || substr('000000000' || i, -10), CASE WHEN i % 5 < 2 THEN 'male' ELSE 'female' END, 1,
       CASE WHEN i % 10 THEN i % 24 + 1 END, date(:first, '+' || (i * :days / :many) || ' days'), 'store', 'active', 0, 0, 0 FROM n
"""
)
LOTS = (
    NUMBERS
    + """
INSERT INTO points_lot (id, member_id, earned_at, expires_on, earned, "left")
SELECT :last_lot + i + 1, :last_member + i + 1, datetime(:first), :expires, 0, 0 FROM n
"""
)
# Round after round over all members, in the order of time; a fifth of the lines are redemptions, some of them reversals
# of what the same member earned a round before, some points that expired.
ENTRIES = (
    NUMBERS
    + """
INSERT INTO points_entry (id, member_id, kind, points, lot_id, expires_on, source, reference, store_id, occurred_at, reverses_id)
SELECT :last_entry + i + 1, :last_member + m, kind,
       CASE kind WHEN 'earn' THEN 20 + i * 31 % 480 WHEN 'reversal' THEN -20 - (i - :members) * 31 % 480 ELSE -1 - i % 15 END,
       :last_lot + m, :expires, CASE WHEN kind = 'earn' THEN 'purchase' ELSE 'redemption' END, 'B' || i, m % 24 + 1,
       datetime(:first, '+' || (i * :days * 86400 / :many) || ' seconds'), CASE WHEN kind = 'reversal' THEN :last_entry + i + 1 - :members END
FROM (SELECT i, m, CASE WHEN r <> 4 THEN 'earn' WHEN i % 100 = 7 THEN 'reversal' WHEN i % 100 = 9 THEN 'expire' ELSE 'redeem' END AS kind
      FROM (SELECT i, i * 7919 % :members + 1 AS m, i / :members % 5 AS r FROM n))
"""
)
RECEIPTS = (
    NUMBERS
    + """
INSERT INTO purchase (id, receipt_no, member_id, store_id, purchased_at, amount, discount, items, channel, refunded)
SELECT :last_receipt + i + 1, 'B' || i, :last_member + i * 104729 % :members + 1, i % 24 + 1,
       datetime(:first, '+' || (i * :days * 86400 / :many) || ' seconds'), 2000 + i * 37 % 60000, 0, 1 + i % 5, 'store',
       CASE WHEN i % 250 = 0 THEN 2000 + i * 37 % 60000 WHEN i % 90 = 0 THEN 1000 ELSE 0 END FROM n
"""
)
BALANCES = (
    'UPDATE points_lot SET "left" = s, earned = e FROM (SELECT lot_id, SUM(points) AS s, SUM(MAX(points, 0)) AS e '
    "FROM points_entry WHERE lot_id > ? GROUP BY lot_id) WHERE id = lot_id",
    'UPDATE member SET points = "left" FROM points_lot WHERE points_lot.member_id = member.id AND points_lot.id > ?',
)


def ready(folder: Path, entries: int, purchases: int) -> None:
    """Open the folder's database with at least that many rows; build it when there is none. Raises SystemExit."""
    path = folder / "ops.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        build(path, entries, purchases)
    database.open(f"sqlite:///{path}")
    with database.reading():
        counts = [_last(table, "COUNT(*)") for table in ("points_entry", "purchase")]
    if counts[0] < entries or counts[1] < purchases:
        raise SystemExit(f"{path} holds {counts[0]:,} entries and {counts[1]:,} purchases; give an empty folder")
    print(f"{path}: {counts[0]:,} entries, {counts[1]:,} purchases, {path.stat().st_size / 1e6:,.0f} MB")


def build(path: Path, entries: int, purchases: int) -> None:
    started = time.monotonic()
    database.open(f"sqlite:///{path}")
    with database.reading():
        accounts.seed_roles(AREAS)
        demo.fill(system("bench"), members=DEMO_MEMBERS, out=print, password=PASSWORD, weeks=0)
        _fill(entries, purchases)
        handle.connection().wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
    database.close()
    print(f"built in {time.monotonic() - started:.0f} s")


def _fill(entries: int, purchases: int) -> None:
    """Indexes are set aside while the rows go in, and built once at the end."""
    quoted = ", ".join(f"'{name}'" for name in FILLED)
    indexes = fetch(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({quoted})"
    )
    day = today()
    given = {
        "days": DAYS,
        "first": f"{day - timedelta(days=DAYS)}",
        "expires": f"{day + timedelta(days=400)}",
        "members": MEMBERS,
        "last_member": _last("member"),
        "last_lot": _last("points_lot"),
        "last_entry": _last("points_entry"),
        "last_receipt": _last("purchase"),
    }
    connection = handle.connection()
    connection.pragma("synchronous", "OFF")
    with handle.atomic():
        for name, _ in indexes:
            fetch(f'DROP INDEX "{name}"')
        for sql, many in ((PEOPLE, MEMBERS), (LOTS, MEMBERS), (ENTRIES, entries), (RECEIPTS, purchases)):
            connection.execute(sql, {**given, "many": many})
            print(f"  {sql.split('INSERT INTO ')[1].split()[0]}: {many:,} rows", flush=True)
        for sql in BALANCES:
            fetch(sql, (given["last_lot"],))
        for _, sql in indexes:
            fetch(sql)
        for table in FILLED:
            fetch(
                "UPDATE tally SET next_id = ?, rows = ?, version = version + 1 WHERE record = ?",
                (_last(table) + 1, _last(table, "COUNT(*)"), table),
            )


def _last(table: str, what: str = "MAX(id)") -> int:
    return fetch(f'SELECT {what} FROM "{table}"')[0][0] or 0
