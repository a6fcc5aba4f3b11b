"""When the book was frozen."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("stocktake", "frozen_at", DateTimeField(null=True)))
