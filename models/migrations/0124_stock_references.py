"""Stock ref."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("online_order", "stock_ref", CharField(index=True, null=True, max_length=60)))
