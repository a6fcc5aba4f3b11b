"""The bench database: a million members and five million ledger lines, put straight into the tables, for speed.

    python -m tests.bench.generate --data DIR [--members 1000000] [--entries 5000000]

The everyday size is `--members 100000 --entries 200000`. Balances, lots and counters agree with the ledger, so the app
works on it as on any other; sign in as `admin` with the password printed.
"""

import argparse
import random
import sys
import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import apsw

from jobs.demo import words
from models import AREAS, accounts, house
from models.kit import system
from models.kit.clock import today
from models.kit.pinyin import pinyin_of
from models.kit.server import database
from models.kit.server.database import fetch, handle
from models.kit.write.writes import changes
from models.members import MemberTier
from models.organization import Region, Store

PASSWORD = "bench-riverbed-lantern-42"
CHUNK = 50_000
FILLED = ("member", "points_lot", "points_entry")

LOTS = """
INSERT INTO points_lot (id, member_id, earned_at, expires_on, earned, "left")
SELECT id, id, datetime(?, '+' || (id * 728 / ?) || ' days'), ?, 0, 0 FROM member
"""
# Round after round over all members, in the order of time; every fifth line of a member is a small redemption.
ENTRIES = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :entries - 1)
INSERT INTO points_entry (id, member_id, kind, points, lot_id, expires_on, source, reference, store_id, occurred_at)
SELECT i + 1, m, CASE WHEN r THEN 'redeem' ELSE 'earn' END, CASE WHEN r THEN -1 - i % 15 ELSE 20 + i * 31 % 480 END, m, :expires,
       CASE WHEN r THEN 'redemption' ELSE 'purchase' END, CASE WHEN r THEN 'DH' ELSE 'P' END || i, m % 24 + 1,
       datetime(:first, '+' || (i * 62899200 / :entries) || ' seconds')
FROM (SELECT i, i * 7919 % :members + 1 AS m, i / :members % 5 = 4 AS r FROM n)
"""
BALANCES = (
    'UPDATE points_lot SET "left" = s, earned = e FROM (SELECT lot_id, SUM(points) AS s, SUM(MAX(points, 0)) AS e '
    "FROM points_entry GROUP BY lot_id) WHERE id = lot_id",
    'UPDATE member SET points = "left" FROM points_lot WHERE points_lot.id = member.id',
)


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.generate", description=__doc__)
    parser.add_argument("--members", type=int, default=1_000_000)
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--data", type=Path, required=True)
    asked = parser.parse_args(arguments)
    asked.data.mkdir(parents=True, exist_ok=True)
    generate(asked.data / "ops.db", asked.members, asked.entries)


def generate(path: Path, members: int, entries: int) -> None:
    if path.exists():
        sys.exit(f"{path} is there already; generate into an empty folder")
    started = time.monotonic()
    database.open(f"sqlite:///{path}")
    with database.reading():
        accounts.seed_roles(AREAS)
        accounts.first_admin(PASSWORD)
        _company()
        _fill(members, entries)
    database.close()
    print(
        f"{members:,} members, {entries:,} entries in {time.monotonic() - started:.0f} s, {path.stat().st_size / 1e6:,.0f} MB"
    )
    print(f"sign in as admin, password {PASSWORD}")


def _company() -> None:
    """What members link to comes through the door; only the masses don't."""
    with changes(who=system("bench"), via="setup") as c:
        regions = c.add(Region, [{"code": f"Q{at}", "name": name} for at, name in enumerate(words.DISTRICTS)])
        c.add(
            Store,
            [
                {"code": f"S{at + 1:03d}", "name": f"第{at + 1:02d}社区店", "region": regions[at % 9].id}
                for at in range(24)
            ],
        )
        c.add(
            MemberTier,
            [
                {
                    "code": code,
                    "name": name,
                    "rank": rank,
                    "threshold": Decimal(threshold),
                    "multiplier": Decimal(times),
                }
                for code, name, rank, threshold, times, _ in words.TIERS
            ],
        )


def _fill(members: int, entries: int) -> None:
    """Indexes are set aside while the rows go in, and built once at the end."""
    quoted = ", ".join(f"'{name}'" for name in FILLED)
    indexes = fetch(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({quoted})"
    )
    connection = handle.connection()
    connection.pragma("synchronous", "OFF")
    with handle.atomic():
        for name, _ in indexes:
            fetch(f'DROP INDEX "{name}"')
        _members(members)
        first = f"{today() - timedelta(days=728)}"
        fetch(LOTS, (first, members, f"{today() + timedelta(days=400)}"))
        connection.execute(
            ENTRIES,
            {
                "entries": entries,
                "members": members,
                "first": first,
                "expires": f"{today() + timedelta(days=400)}",
            },
        )
        for sql in BALANCES:
            fetch(sql)
        for _, sql in indexes:
            fetch(sql)
        for key in FILLED:
            ((rows,),) = fetch(f'SELECT COUNT(*) FROM "{house().records[key]._meta.table_name}"')
            fetch("INSERT INTO tally (record, next_id, rows, version) VALUES (?, ?, ?, 1)", (key, rows + 1, rows))
    connection.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)


def _members(count: int) -> None:
    """Names as frequent as they are, the rest by arithmetic, so that every run makes the same rows."""
    dice = random.Random(1)
    surnames = dice.choices(tuple(words.SURNAMES), tuple(words.SURNAMES.values()), k=count)
    given = "".join(words.GIVEN.values())
    syllable = {sign: (pinyin_of(sign) or "x").split()[0] for sign in {*given, *"".join(words.SURNAMES)}}
    columns = (
        "id, card_no, name, name_py, phone, gender, birthday, tier_id, home_store_id, joined_on, channel, status, points, "
        "points_debt, spend_12m, last_purchase_at"
    )
    sql = f"INSERT INTO member ({columns}) VALUES ({', '.join('?' * 16)})"
    last = today()
    days = [f"{last - timedelta(days=at)}" for at in range(1826)]
    born = [f"{date(1940, 1, 1) + timedelta(days=at)}" for at in range(21900)]
    cursor = handle.cursor()
    for start in range(0, count, CHUNK):
        rows = []
        for at in range(start, min(count, start + CHUNK)):
            name = surnames[at] + "".join(dice.choices(given, k=1 + (at % 6 > 0)))
            parts = [syllable[sign] for sign in name]
            spent = at * 7907 % 900_000
            rows.append(
                (
                    at + 1,
                    f"8{at:010d}",
                    name,
                    f"{''.join(parts)} {''.join(part[0] for part in parts)}",
                    f"13{at * 7919 % 10**9:09d}",
                    "male" if at % 5 < 2 else "female",
                    born[at * 31 % 21900],
                    1 + (spent > 300_000) + (spent > 800_000),
                    at % 24 + 1,
                    days[1825 - at * 1825 // count],
                    "store",
                    "active",
                    0,
                    0,
                    spent,
                    f"{days[at * 17 % 365]} 08:30:00",
                )
            )
        cursor.executemany(sql, rows)


if __name__ == "__main__":
    main(sys.argv[1:])
