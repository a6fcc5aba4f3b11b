"""Week matters."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("attention", "places", TextField(null=True)))
    migrator.migrate(migrator.add_column("promotion_result", "basis", CharField(null=True, max_length=30)))
