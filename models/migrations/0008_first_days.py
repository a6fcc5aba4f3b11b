"""First days: how one gets in with an account, and notices for the people of a store."""

from peewee import *

ENTRY = """UPDATE "user" SET "entry" =
    CASE WHEN "password_hash" IS NULL THEN 'none' WHEN "must_change" = 1 THEN 'once' ELSE 'own' END"""


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("user", "entry", CharField(null=True, max_length=30)),
        migrator.add_column("notice", "store_id", IntegerField(null=True)),
        migrator.add_index("notice", ("store_id",), False),
    )
    db.execute_sql(ENTRY)
