"""Files of columns."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("attachment", "field", CharField(null=True, max_length=60)))
