"""Store stock."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("warehouse", "store_id", IntegerField(null=True)))
    migrator.migrate(migrator.add_index("warehouse", ("store_id",), True))
    migrator.migrate(migrator.add_column("warehouse", "on_way", SmallIntegerField(default=0)))
