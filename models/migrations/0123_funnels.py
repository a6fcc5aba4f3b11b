"""Funnel."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("commission_result", "source", CharField(null=True, max_length=30)))
    migrator.migrate(migrator.add_column("seller_score", "opened", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("seller_score", "needs", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("seller_score", "offers", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("seller_score", "talks", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("seller_score", "pipeline", BigIntegerField(null=True)))
    for name in ("opened", "needs", "offers", "talks"):  # the night counts the running month and the one before
        db.execute_sql(f'UPDATE "seller_score" SET "{name}" = 0')
