"""Openings say when their next task is due: what depends on the day is reckoned from it."""

from peewee import *

# Tasks after the opening, which stand at a distance below nothing, hold it up no more.
FILL = """UPDATE "store_opening" SET "next_due_on" = (
    SELECT MIN("due_on") FROM "opening_task" WHERE "opening_id" = "store_opening"."id"
        AND "state" IN ('open', 'doing') AND COALESCE("days_before", 0) >= 0)"""


def up(migrator, db):
    migrator.migrate(migrator.add_column("store_opening", "next_due_on", DateField(null=True)))
    db.execute_sql(FILL)
