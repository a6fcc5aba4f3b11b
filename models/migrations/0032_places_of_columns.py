"""Places of columns."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("design_column", "slot", BigIntegerField(null=True)))
