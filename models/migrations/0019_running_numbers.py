"""Running numbers."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("design_column", "pattern", CharField(null=True, max_length=30)))
