"""Funnels unknown."""


def up(migrator, db):
    # What 0123 filled in was no count: the night counts these cards from the book of moves, and leaves what it doesn't know.
    parts = ("opened", "needs", "offers", "talks")
    db.execute_sql(
        'UPDATE "seller_score" SET '
        + ", ".join(f'"{name}" = NULL' for name in parts)
        + ' WHERE "pipeline" IS NULL AND '
        + " AND ".join(f'"{name}" = 0' for name in parts)
    )
