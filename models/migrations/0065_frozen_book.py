"""The book as it was frozen."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("stocktake_line", "frozen_qty", BigIntegerField(null=True)))
