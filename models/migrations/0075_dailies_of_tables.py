"""What a table made in the browser is handed in daily by."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("design_type", "daily_by", CharField(null=True, max_length=60)))
